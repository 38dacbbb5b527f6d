package judge

import (
	"slices"
	"strconv"
	"strings"

	"github.com/mynalab/mynalab/reports/trace"
)

// Verbs of the driver protocol that checks compare with.
const (
	verbLogin       = trace.VerbLogin
	verbStartCheck  = trace.VerbStartCheck
	verbConfirmFace = trace.VerbConfirmFace
	verbEnterPIN    = trace.VerbEnterPIN
	verbReadCard    = trace.VerbReadCard
)

// action is the last thing that a person did at the product: the call, the events of all planes during the call, and the screen
// that the product answered with.
type action struct {
	// done is false if the record has no call by a person.
	done bool
	call trace.Event
	// events are those with the transaction number (tx) of the call.
	events []trace.Event
	// since are all events of the product after the call, with any transaction number: what a product does after its answer
	// counts as well. A check that something did not happen searches these.
	since []trace.Event
	// seen is false if no screen came back.
	seen   bool
	screen trace.Event
}

// lastAction returns the action of the last call by a person. Calls by the harness (clock, configure) don't count as actions.
func lastAction(before []trace.Event) action {
	call, ok := lastOf(before, func(e trace.Event) bool {
		return e.Plane == trace.Control && e.Kind == trace.KindCall && e.By == trace.PersonActor
	})
	if !ok {
		return action{}
	}
	a := action{done: true, call: call}
	a.events = allOf(before, func(e trace.Event) bool { return e.Tx == call.Tx && e.Tx != 0 && e.Seq > call.Seq })
	a.since = ofProduct(before, call)
	a.screen, a.seen = lastOf(a.events, isScreen)
	return a
}

// ofProduct returns the events after a call, without the exchanges with the service that the harness or a person at a portal
// began.
func ofProduct(before []trace.Event, call trace.Event) []trace.Event {
	others := map[string]bool{}
	for _, e := range before {
		if e.Kind == trace.KindRequest && e.By != trace.Product {
			others[e.Exchange()] = true
		}
	}
	return allOf(before, func(e trace.Event) bool {
		return e.Seq > call.Seq && (e.Plane != trace.Service || e.Exchange() == "" || !others[e.Exchange()])
	})
}

func isScreen(e trace.Event) bool {
	return e.Plane == trace.Control && e.Kind == trace.KindScreen && e.By == trace.Product
}

func (a action) verb() trace.Verb { return a.call.Verb() }

// shows returns the part "this field of the screen has one of these values".
func (a action) shows(field string, values ...string) part {
	switch {
	case !a.done:
		return missed("端末で何も行われていない", "nothing was done at the product").blaming(trace.BlameHarness)
	case !a.seen:
		return missed("操作のあとの画面が返っていない", "no screen came back", a.call)
	}
	value, has := a.screen.Fields[field]
	label := fieldLabel(field)
	if !has {
		return missed(label.JA+"が示されていない", "the screen does not give "+label.EN, a.screen)
	}
	got := inWords(field, value)
	ja, en := label.JA+"は「"+got.JA+"」", label.EN+" is "+strconv.Quote(got.EN)
	if slices.Contains(values, value) {
		return held(ja, en, a.screen)
	}
	return missed(ja, en, a.screen)
}

// inWords returns a value of a field as a person reads it: the name for an id of the driver's lists, and otherwise the value
// itself.
func inWords(field, value string) trace.Sentence {
	switch field {
	case "screen":
		return trace.Say(trace.Screens(), value)
	case "outcome":
		return trace.Say(trace.Outcomes(), value)
	case "verb":
		return trace.Say(trace.Verbs(), value)
	default:
		return trace.Sentence{JA: value, EN: value}
	}
}

func fieldLabel(field string) trace.Sentence {
	switch field {
	case "screen":
		return trace.Sentence{JA: "画面", EN: "the screen"}
	case "outcome":
		return trace.Sentence{JA: "結果の種別", EN: "the outcome"}
	case "text":
		return trace.Sentence{JA: "文言", EN: "the text"}
	case "tries":
		return trace.Sentence{JA: "残り回数", EN: "the number of tries left"}
	default:
		label := strings.TrimPrefix(field, trace.FieldPrefix)
		return trace.Sentence{JA: label, EN: label}
	}
}

// showsFolded is like shows, for one value in any spelling that fold treats as the same.
func (a action) showsFolded(field string, fold trace.Fold, want string) part {
	p := a.shows(field)
	if a.seen && a.screen.Fields[field] != "" && fold.Apply(a.screen.Fields[field]) == fold.Apply(want) {
		p.ok, p.blame = true, ""
	}
	return p
}

// with returns the part "one of the events of the action fits". ja and en name the event.
func (a action) with(ja, en string, fits func(trace.Event) bool) part {
	if !a.done {
		return a.shows("screen")
	}
	if e, found := lastOf(a.events, fits); found {
		return held(ja+"があった", "there was "+en, e)
	}
	return lacking(ja+"がなかった", "there was no "+en, a.call)
}

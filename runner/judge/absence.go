package judge

import (
	"slices"
	"strconv"

	"github.com/mynalab/mynalab/reports/trace"
)

// Something that did not happen leaves no event. So a claim of absence searches everything that the product did between the
// call and the claim, with any transaction number. It needs two events as evidence: the screen that came back, which shows that
// the action took place, and the event in which the world recorded that the product had come to rest (KindQuiet; design §1).

// without returns the part "no event of the product since the call fits". ja and en name the event.
func (a action) without(ja, en string, fits func(trace.Event) bool) part {
	return a.lacks(trace.BlameProduct, ja, en, fits)
}

// unsent is like without, for an answer of the service. If the service sent one, the harness is to blame, since the service is
// part of mynalab.
func (a action) unsent(ja, en string, fits func(trace.Event) bool) part {
	return a.lacks(trace.BlameHarness, ja, en, fits)
}

func (a action) lacks(blame trace.Blame, ja, en string, fits func(trace.Event) bool) part {
	if !a.seen {
		return a.shows("screen")
	}
	if e, found := lastOf(a.since, fits); found {
		return missed(ja+"があった", "there was "+en, e).blaming(blame)
	}
	quiet, waited := lastOf(a.since, isQuiet)
	if rest := cameToRest(quiet, waited); !rest.ok {
		return rest
	}
	return held(ja+"はなかった", "there was no "+en, a.call, a.screen, quiet)
}

// cameToRest returns the part "the world waited for the product to come to rest, and it did".
func cameToRest(quiet trace.Event, waited bool) part {
	switch {
	case !waited:
		return missed("製品が動き終わるのを待っていない", "the world did not wait for the product to come to rest").blaming(trace.BlameHarness)
	case quiet.Quiet() != trace.QuietReached:
		return missed("製品が動き終わらなかった（応答を待つ要求"+string(quiet.Requests())+"件、APDU"+string(quiet.APDUs())+"件）",
			"the product did not come to rest ("+string(quiet.Requests())+" requests and "+string(quiet.APDUs())+" APDUs without an answer)", quiet)
	}
	return held("製品は動き終わっていた", "the product had come to rest", quiet)
}

func isQuiet(e trace.Event) bool { return e.Plane == trace.World && e.Kind == trace.KindQuiet }

// newer returns the part "this observation was made after every event that can change it, and after the product had come to
// rest". If the product acts after it had come to rest, the product is to blame; if the world observed too early, the harness.
func newer(e trace.Event, before []trace.Event) part {
	change, changed := lastOf(before, changes)
	rested := slices.ContainsFunc(before, func(q trace.Event) bool { return isQuiet(q) && q.Seq < change.Seq })
	switch {
	case changed && trace.IsProductAction(change) && (change.Seq > e.Seq || rested && change.Tx == 0):
		return missed("動き終わったはずの製品が動いた", "the product acted although it had come to rest", e, change)
	case changed && change.Seq > e.Seq:
		return missed("観測が古い", "the observation is older than event "+strconv.Itoa(change.Seq), e, change).blaming(trace.BlameHarness)
	}
	quiet, waited := lastOf(before, func(q trace.Event) bool { return isQuiet(q) && q.Seq < e.Seq && q.Seq > change.Seq })
	if rest := cameToRest(quiet, waited); !rest.ok {
		return rest
	}
	return held("観測は新しい", "the observation is recent", e, quiet)
}

// changes reports whether an event can change what the world observes.
func changes(e trace.Event) bool {
	switch e.Kind {
	case trace.KindCall, trace.KindScreen, trace.KindClock, trace.KindPerson:
		return true
	}
	return trace.IsProductAction(e)
}

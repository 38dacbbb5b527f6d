package reports

import (
	"maps"
	"strconv"

	"github.com/mynalab/mynalab/reports/trace"
)

// turn is one entry in the sequence of card, app and service on the page: an exchange between two lanes, a screen, a call
// of the product by a person, or a note on a lane.
type turn struct {
	// Shape is exchange, screen, call or note.
	Shape string
	Plane trace.Plane
	// Harness is true if the simulator acted and not the product; Person if a person acted at a portal.
	Harness, Person bool
	// Go is the request or the only event; Back is the answer, nil if none came.
	Go, Back *half
	// More are further exchanges that are the same and are shown together with this one.
	More        []turn
	Screen      *screenView
	Certificate *certificateView
}

// half is one event of a turn.
type half struct {
	Anchor string
	Text   trace.Sentence
	// Refused is true for an answer that is a refusal, Failed if no answer came.
	Refused, Failed bool
	Details         []detail
}

func (t turn) anchors() map[string]bool {
	all := map[string]bool{}
	for _, h := range []*half{t.Go, t.Back} {
		if h != nil {
			all[h.Anchor] = true
		}
	}
	for _, m := range t.More {
		maps.Copy(all, m.anchors())
	}
	return all
}

func (t turn) holds(anchor string) bool { return t.anchors()[anchor] }

// Times returns the number of exchanges in this turn.
func (t turn) Times() int { return len(t.More) + 1 }

// drawing makes turns of a scenario's events. It keeps the partly read certificates and the last screen.
type drawing struct {
	scenario     string
	certificates certificates
	last         *screenView
}

func (d *drawing) turns(events []trace.Event) []turn {
	var list []turn
	for i := 0; i < len(events); i++ {
		if i+1 < len(events) && answers(events[i], events[i+1]) {
			list = fold(list, d.exchange(events[i], &events[i+1]))
			i++
			continue
		}
		list = append(list, d.single(events[i]))
	}
	return list
}

// answers reports whether b is the answer to a, or says that there was none.
func answers(a, b trace.Event) bool {
	if a.Plane != b.Plane {
		return false
	}
	switch a.Kind {
	case trace.KindCommand:
		return b.Kind == trace.KindResponse || b.Kind == trace.KindFailure
	case trace.KindRequest:
		return (b.Kind == trace.KindAnswer || b.Kind == trace.KindFailure) && a.Exchange() == b.Exchange()
	default:
		return false
	}
}

func (d *drawing) exchange(a trace.Event, b *trace.Event) turn {
	t := turn{Shape: "exchange", Plane: a.Plane, Harness: a.By == trace.Harness, Person: a.By == trace.PersonActor, Go: d.half(a)}
	t.Certificate = certificateIn(a.Body(), a.Time)
	if b != nil {
		t.Back = d.half(*b)
		if found := d.certificates.read(a, *b); found != nil {
			t.Certificate = certificateViewOf(found, b.Time)
		}
	}
	return t
}

// single returns the turn of an event without a counterpart.
func (d *drawing) single(e trace.Event) turn {
	switch e.Kind {
	case trace.KindCommand, trace.KindRequest:
		return d.exchange(e, nil)
	case trace.KindScreen:
		return d.screen(e)
	case trace.KindCall:
		return turn{Shape: "call", Plane: e.Plane, Harness: e.By == trace.Harness, Go: d.half(e)}
	default:
		h := d.half(e)
		h.Text = joined(eventSentenceOf(e.Kind).what, h.Text)
		return turn{Shape: "note", Plane: e.Plane, Go: h}
	}
}

// screen returns the turn of a screen; if it shows the same as the one before, the turn is only a note.
func (d *drawing) screen(e trace.Event) turn {
	shown := screenViewOf(e)
	t := turn{Shape: "screen", Plane: e.Plane, Go: &half{Anchor: eventAnchor(d.scenario, e.Seq)}}
	if shown.same(d.last) {
		t.Shape, t.Go.Text = "note", trace.Sentence{JA: "画面はそのまま", EN: "same screen"}
		return t
	}
	d.last, t.Screen = shown, shown
	return t
}

func (d *drawing) half(e trace.Event) *half {
	h := &half{Anchor: eventAnchor(d.scenario, e.Seq), Text: eventSentenceOf(e.Kind).text(e), Details: detailsOf(e)}
	status, err := strconv.Atoi(e.Status())
	h.Refused = (e.Kind == trace.KindResponse && e.SW() != done()) || (e.Kind == trace.KindAnswer && err == nil && status >= 400)
	if h.Failed = e.Kind == trace.KindFailure; h.Failed {
		h.Text = joined(eventSentenceOf(e.Kind).what, h.Text)
	}
	return h
}

// fold adds an exchange to the last turn if both are successful and the same on the card, e.g. the reads of one file; else
// it appends a new turn.
func fold(list []turn, t turn) []turn {
	if n := len(list) - 1; n >= 0 && t.Plane == trace.Card && t.Back != nil && list[n].Back != nil && t.Go.Text == list[n].Go.Text &&
		t.Harness == list[n].Harness && t.Back.Text == list[n].Back.Text && !t.Back.Refused && !t.Back.Failed {
		list[n].More = append(list[n].More, t)
		if t.Certificate != nil {
			list[n].Certificate = t.Certificate
		}
		return list
	}
	return append(list, t)
}

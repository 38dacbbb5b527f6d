package features

// State is how the text of a pin differs in a new edition.
type State string

// The states.
const (
	// StateUnchanged means that the same text is in the same place.
	StateUnchanged State = "unchanged"
	// StateMoved means that the same text is in another place.
	StateMoved State = "moved"
	// StateChanged means that a similar text replaced it.
	StateChanged State = "changed"
	// StateGone means that the edition has neither the text nor a similar one.
	StateGone State = "gone"
)

// Touched reports whether the text changed or is gone, so that somebody has to check the requirement again.
func (s State) Touched() bool { return s == StateChanged || s == StateGone }

// Finding is the result of comparing one pin with a new edition.
type Finding struct {
	Pin   Pin
	State State
	// Now is the pin updated for this edition. If the text is gone, it is the same as Pin.
	Now Pin
}

// Compare looks for the text of each pin and returns one finding per pin, in the same order. The pins must be all the pins of
// the source that this is an edition of, because the pins around a changed text limit where it can be.
func (e Edition) Compare(pins []Pin) []Finding {
	located := e.locate(pins)
	findings := make([]Finding, 0, len(pins))
	for i, pin := range pins {
		f := Finding{Pin: pin, State: StateGone, Now: pin}
		if s, ok := located[i]; ok {
			f.State, f.Now.Times = StateUnchanged, e.occurrences(s)
			if at := e.place(s, pin.Place.Question); !pin.Place.contains(at) {
				f.State, f.Now.Place = StateMoved, at
			}
		} else if s, found := e.mostSimilar(pin, e.gap(pin, pins, located)); found {
			f.State, f.Now = StateChanged, e.repin(pin, s)
		}
		findings = append(findings, f)
	}
	return findings
}

// gap returns the part of the text in which to look for a pin: between the located text of the pin before its place and that of
// the pin after it. If these two are no longer in this order, it returns the whole text.
func (e Edition) gap(pin Pin, pins []Pin, located map[int]span) span {
	gap := span{0, len(e.folded)}
	before, after := Place{}, Place{}
	for i, s := range located {
		at := pins[i].Place
		switch {
		case at.Question != pin.Place.Question:
		case at.To < pin.Place.From && (at.To > before.To || at.To == before.To && s.to > gap.from):
			before, gap.from = at, s.to
		case at.From > pin.Place.To && (after.From == 0 || at.From < after.From || at.From == after.From && s.from < gap.to):
			after, gap.to = at, s.from
		}
	}
	if gap.from > gap.to {
		return span{0, len(e.folded)}
	}
	return gap
}

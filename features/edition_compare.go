package features

// State is what an edition has made of the words of a pin.
type State string

// The states. Words that moved are the same in another place.
const (
	StateUnchanged State = "unchanged"
	StateMoved     State = "moved"
	StateChanged   State = "changed"
	StateGone      State = "gone"
)

// Touched says that a requirement may no longer rest on what it rested on.
func (s State) Touched() bool { return s == StateChanged || s == StateGone }

// Finding is what an edition has made of one pin.
type Finding struct {
	Pin   Pin
	State State
	// Now is the pin for this edition; of words that are gone it is the pin as it was.
	Now Pin
}

// Compare looks for the words of the pins, which are all into the source that this is an edition of.
func (e Edition) Compare(pins []Pin) []Finding {
	standing := e.standing(pins)
	findings := make([]Finding, 0, len(pins))
	for i, pin := range pins {
		f := Finding{Pin: pin, State: StateGone, Now: pin}
		if s, stands := standing[i]; stands {
			f.State, f.Now.Times = StateUnchanged, e.times(s)
			if at := e.place(s, pin.Place.Question); !pin.Place.holds(at) {
				f.State, f.Now.Place = StateMoved, at
			}
		} else if s, found := e.nearest(pin, e.room(pin, pins, standing)); found {
			f.State, f.Now = StateChanged, e.repinned(pin, s)
		}
		findings = append(findings, f)
	}
	return findings
}

// room is where the words of a pin can stand: behind those of the last pin before its place, and before those of the next
// one. Where these have changed their order it is the whole text.
func (e Edition) room(pin Pin, pins []Pin, standing map[int]span) span {
	room := span{0, len(e.folded)}
	before, behind := Place{}, Place{}
	for i, s := range standing {
		at := pins[i].Place
		switch {
		case at.Question != pin.Place.Question:
		case at.To < pin.Place.From && (at.To > before.To || at.To == before.To && s.to > room.from):
			before, room.from = at, s.to
		case at.From > pin.Place.To && (behind.From == 0 || at.From < behind.From || at.From == behind.From && s.from < room.to):
			behind, room.to = at, s.from
		}
	}
	if room.from > room.to {
		return span{0, len(e.folded)}
	}
	return room
}

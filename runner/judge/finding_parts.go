package judge

import (
	"slices"

	"github.com/mynalab/mynalab/reports/trace"
)

// part is one thing that a check looks at: whether it is as claimed, what was found, and the events that show it.
type part struct {
	ok    bool
	got   trace.Sentence
	blame trace.Blame
	seen  []trace.Event
}

// held is a part that is as claimed.
func held(ja, en string, seen ...trace.Event) part {
	return part{ok: true, got: trace.Sentence{JA: ja, EN: en}, seen: seen}
}

// missed is a part that is not, by the product's doing.
func missed(ja, en string, seen ...trace.Event) part {
	return part{got: trace.Sentence{JA: ja, EN: en}, blame: trace.BlameProduct, seen: seen}
}

// lacking is a part that is not as claimed because something was not seen. Whom to blame for that depends on whether its
// plane was recorded at all, so it is left open.
func lacking(ja, en string, seen ...trace.Event) part { return missed(ja, en, seen...).blaming("") }

// blaming is the same part with somebody else to blame.
func (p part) blaming(b trace.Blame) part {
	if !p.ok {
		p.blame = b
	}
	return p
}

// settle makes a finding of parts: the first one that is not as claimed decides; if there is none, the first one tells
// what was found. Evidence is that of all parts.
func settle(parts ...part) trace.Finding {
	f := trace.Finding{OK: true, Evidence: []int{}}
	for i, p := range parts {
		for _, e := range p.seen {
			f.Evidence = append(f.Evidence, e.Seq)
		}
		if i == 0 || f.OK && !p.ok {
			f.Got = p.got
		}
		if f.OK && !p.ok {
			f.OK, f.Blame = false, p.blame
		}
	}
	slices.Sort(f.Evidence)
	f.Evidence = slices.Compact(f.Evidence)
	return f
}

// lastOf is the last event that fits.
func lastOf(events []trace.Event, fits func(trace.Event) bool) (e trace.Event, ok bool) {
	for i := len(events) - 1; i >= 0; i-- {
		if fits(events[i]) {
			return events[i], true
		}
	}
	return trace.Event{}, false
}

// allOf are the events that fit.
func allOf(events []trace.Event, fits func(trace.Event) bool) []trace.Event {
	var found []trace.Event
	for _, e := range events {
		if fits(e) {
			found = append(found, e)
		}
	}
	return found
}

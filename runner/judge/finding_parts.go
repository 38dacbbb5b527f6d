package judge

import (
	"slices"

	"github.com/mynalab/mynalab/reports/trace"
)

// part is the result of one comparison in a check. A check makes several and joins them with settle.
type part struct {
	// ok says that it is as claimed.
	ok bool
	// got says what was found.
	got trace.Sentence
	// blame is who is to blame if ok is false. Empty means that weigh decides.
	blame trace.Blame
	// seen are the events that show it.
	seen []trace.Event
}

// held returns a part that is as claimed.
func held(ja, en string, seen ...trace.Event) part {
	return part{ok: true, got: trace.Sentence{JA: ja, EN: en}, seen: seen}
}

// missed returns a part that is not as claimed; the product is to blame.
func missed(ja, en string, seen ...trace.Event) part {
	return part{got: trace.Sentence{JA: ja, EN: en}, blame: trace.BlameProduct, seen: seen}
}

// lacking returns a part that is not as claimed because an event is missing. Its blame stays open: weigh blames the
// configuration if the plane was not recorded at all, and the product otherwise.
func lacking(ja, en string, seen ...trace.Event) part { return missed(ja, en, seen...).blaming("") }

// blaming returns the part with b to blame. A part that is as claimed stays as it is.
func (p part) blaming(b trace.Blame) part {
	if !p.ok {
		p.blame = b
	}
	return p
}

// settle joins parts to a finding. The first part that is not as claimed decides what was found and who is to blame. If all are
// as claimed, the finding says what the first part found. The evidence is the events of all parts.
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

// lastOf returns the last event that fits.
func lastOf(events []trace.Event, fits func(trace.Event) bool) (e trace.Event, ok bool) {
	for i := len(events) - 1; i >= 0; i-- {
		if fits(events[i]) {
			return events[i], true
		}
	}
	return trace.Event{}, false
}

// allOf returns the events that fit.
func allOf(events []trace.Event, fits func(trace.Event) bool) []trace.Event {
	var found []trace.Event
	for _, e := range events {
		if fits(e) {
			found = append(found, e)
		}
	}
	return found
}

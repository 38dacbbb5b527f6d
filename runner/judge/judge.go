// Package judge decides claims from the record alone: a table of checks, each a pure function of the events before the
// claim, and a table of invariants that hold in every scenario.
//
// It reads lines as written, with readers of its own, and shares no codec with what it judges. It moves nothing, asks
// nobody, and knows no clock.
package judge

import (
	"errors"
	"fmt"
	"slices"

	"github.com/mynalab/mynalab/reports/trace"
)

// Args are the arguments of a claim.
type Args map[string]string

// Check is one row of the judge's table.
type Check struct {
	// Name is what a claim calls it by.
	Name string
	// Sentence says what is claimed.
	Sentence func(Args) trace.Sentence
	// Looks says what Judge looks at, for the manual of the steps. Invariants have none: no step states them.
	Looks trace.Sentence
	Basis trace.Basis
	// Source is the document and section behind it.
	Source string
	// Planes must each give an event of evidence, or the claim does not pass.
	Planes []trace.Plane
	// Late says what becomes of the claim when the product does something after its answer to the last call.
	Late Lateness
	// Needs are the observations that the world makes just before it writes the claim, in this order.
	Needs []trace.Need
	// Judge looks at the events before the claim. Expected is filled in by the table.
	Judge func(before []trace.Event, args Args) trace.Finding
}

// Lateness is what a check makes of what the product does after its answer to the last call. For every value but
// LateAllowed the world first waits until the product has come to rest (absence.go).
type Lateness string

// The kinds of lateness.
const (
	// LateAllowed is for a claim that something happened, which nothing later can undo.
	LateAllowed Lateness = ""
	// LateFails is for a claim that something did not happen: it looks at action.without or action.unsent, so an event that
	// fits fails it whenever it comes.
	LateFails Lateness = "fails"
	// LateCounts is for a claim on what the world observes once the product has come to rest: it looks at an observation that
	// is newer. What comes before that observation is counted in it, and what comes after it fails the claim.
	LateCounts Lateness = "counts"
)

// Tables are the two tables. Invariants are judged over all events of a scenario and hold where nothing speaks against
// them, so they need no evidence to pass.
type Tables struct {
	Checks     []Check
	Invariants []Check
}

// DefaultTables are Checks and Invariants.
func DefaultTables() Tables { return Tables{Checks: Checks(), Invariants: Invariants()} }

// ErrRecord is wrapped by Judge where the events are not those of one scenario in their order.
var ErrRecord = errors.New("not the record of one scenario")

// Judge judges every claim in the events of one scenario, in their order, and after them the invariants.
func Judge(events []trace.Event) ([]trace.Judged, error) { return DefaultTables().Judge(events) }

// Judge is Judge with these tables.
func (t Tables) Judge(events []trace.Event) ([]trace.Judged, error) {
	for i := 1; i < len(events); i++ {
		if events[i].Scenario != events[0].Scenario || events[i].Seq <= events[i-1].Seq {
			return nil, fmt.Errorf("judging event %d of %s: %w", events[i].Seq, events[i].Scenario, ErrRecord)
		}
	}
	var all []trace.Judged
	for i, e := range events {
		if e.Kind == trace.KindClaim && e.Plane == trace.World {
			all = append(all, t.claim(events[:i], e))
		}
	}
	for _, c := range t.Invariants {
		all = append(all, t.invariant(c, events))
	}
	return all, nil
}

func (t Tables) claim(before []trace.Event, e trace.Event) trace.Judged {
	claim := trace.ClaimOf(e)
	i := slices.IndexFunc(t.Checks, func(c Check) bool { return c.Name == claim.Check })
	if i < 0 {
		return unknownCheck(claim, e)
	}
	c := t.Checks[i]
	f := c.Judge(before, Args(claim.Args))
	f.Expected = c.Sentence(Args(claim.Args))
	f = weigh(c, before, f)
	return judged(c, claim, f, before, e.Seq, e.Step)
}

func (t Tables) invariant(c Check, events []trace.Event) trace.Judged {
	f := c.Judge(events, nil)
	f.Expected = c.Sentence(nil)
	j := judged(c, trace.Claim{Check: c.Name}, f, events, 0, 0)
	j.Invariant = true
	return j
}

func judged(c Check, claim trace.Claim, f trace.Finding, events []trace.Event, seq, step int) trace.Judged {
	return trace.Judged{Seq: seq, Step: step, Claim: claim, Sentence: f.Expected, Basis: c.Basis, Planes: c.Planes,
		ByProduct: slices.ContainsFunc(cited(events, f.Evidence), func(e trace.Event) bool { return e.By == trace.Product }),
		Finding:   f}
}

func unknownCheck(claim trace.Claim, e trace.Event) trace.Judged {
	s := trace.Sentence{JA: "主張「" + claim.Check + "」", EN: "claim " + claim.Check}
	return trace.Judged{Seq: e.Seq, Step: e.Step, Claim: claim, Sentence: s, Basis: trace.BasisOurs, Planes: []trace.Plane{},
		Finding: trace.Finding{Expected: s, Blame: trace.BlameHarness, Evidence: []int{},
			Got: trace.Sentence{JA: "その名の判定は表にない", EN: "the table has no check of that name"}}}
}

// weigh is the rule "no evidence, no pass": a finding stands only where each plane of its check is heard. Where a whole
// plane is missing from the record, the configuration is to blame, unless the product was seen to do wrong elsewhere.
func weigh(c Check, before []trace.Event, f trace.Finding) trace.Finding {
	if !f.OK && f.Blame == trace.BlameProduct {
		return f
	}
	evidence := cited(before, f.Evidence)
	for _, plane := range c.Planes {
		on := func(e trace.Event) bool { return e.Plane == plane }
		switch {
		case slices.ContainsFunc(evidence, on):
		case !slices.ContainsFunc(before, on):
			return withheld(f, trace.BlameConfiguration, trace.Sentence{JA: "記録に" + planeJA(plane) + "の事象が一つもない",
				EN: "the record holds no event of plane " + string(plane)})
		case f.OK:
			return withheld(f, trace.BlameHarness, trace.Sentence{JA: planeJA(plane) + "の証拠がない",
				EN: "no evidence on plane " + string(plane)})
		}
	}
	switch {
	case f.OK && len(evidence) == 0:
		return withheld(f, trace.BlameHarness, trace.Sentence{JA: "証拠がない", EN: "there is no evidence"})
	case !f.OK && f.Blame == "":
		f.Blame = trace.BlameProduct
	}
	return f
}

func withheld(f trace.Finding, blame trace.Blame, got trace.Sentence) trace.Finding {
	f.OK, f.Blame, f.Got = false, blame, got
	return f
}

func planeJA(p trace.Plane) string {
	switch p {
	case trace.Card:
		return "カード面"
	case trace.Service:
		return "サービス面"
	case trace.Control:
		return "操作面"
	default:
		return "世界面"
	}
}

// cited are the events that bear the given seqs.
func cited(events []trace.Event, seqs []int) []trace.Event {
	var found []trace.Event
	for _, e := range events {
		if slices.Contains(seqs, e.Seq) {
			found = append(found, e)
		}
	}
	return found
}

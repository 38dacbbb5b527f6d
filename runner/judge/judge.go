// Package judge decides from the record alone whether the claims of a scenario hold.
//
// It has two tables. [Checks] lists a [Check] for each kind of claim: a pure function over the events before the claim. A step
// states a claim with an exported function such as [ResultShown]. [Invariants] lists the checks that must hold in every
// scenario, without a step that claims them. Start reading at [Tables.Judge]; pin.go is a good first file of checks.
//
// The package parses the APDU fields, JSON and XML in the record with its own code and imports no codec of card, service or
// product: if it shared one, a mistake there would go unnoticed. It calls no product, card or service, and reads no clock.
package judge

import (
	"errors"
	"fmt"
	"slices"

	"github.com/mynalab/mynalab/reports/trace"
)

// Args are the arguments of a claim.
type Args map[string]string

// Check is one row of [Checks] or [Invariants].
type Check struct {
	// Name identifies the check. A claim in the record names it.
	Name string
	// Sentence says what is claimed.
	Sentence func(Args) trace.Sentence
	// Looks says what Judge compares with what, for the manual of the steps. It is empty for an invariant, which no step states.
	Looks trace.Sentence
	// Basis is what the check rests on: a source document, public evidence, or our own contract.
	Basis trace.Basis
	// Source names the facts, requirements or sections behind the check.
	Source string
	// Planes are those whose events the check needs. A claim passes only if its evidence has an event of each.
	Planes []trace.Plane
	// Late says what the check does with an action of the product after its answer to the last call.
	Late Lateness
	// Needs are the observations that the world makes just before it writes the claim, in this order.
	Needs []trace.Need
	// Judge decides on the events before the claim. Tables.Judge fills in Expected of the finding.
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

// Tables are the tables that a judge uses. An invariant is judged over all events of a scenario. It passes unless an event
// contradicts it, so it needs no evidence to pass.
type Tables struct {
	Checks     []Check
	Invariants []Check
}

// DefaultTables returns [Checks] and [Invariants].
func DefaultTables() Tables { return Tables{Checks: Checks(), Invariants: Invariants()} }

// ErrRecord is returned, wrapped, if the events are not those of one scenario in ascending order of their sequence numbers.
var ErrRecord = errors.New("not the record of one scenario")

// Judge judges with [DefaultTables].
func Judge(events []trace.Event) ([]trace.Judged, error) { return DefaultTables().Judge(events) }

// Judge judges every claim in the events of one scenario, in their order, and then the invariants. Its error wraps [ErrRecord].
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

// weigh applies the rule "no evidence, no pass": a passing finding stands only if its evidence has an event of each plane of
// its check. If the record has no event of a plane at all, the configuration is to blame, unless the finding blames the product
// for something else that was recorded.
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

// cited returns the events with the given sequence numbers.
func cited(events []trace.Event, seqs []int) []trace.Event {
	var found []trace.Event
	for _, e := range events {
		if slices.Contains(seqs, e.Seq) {
			found = append(found, e)
		}
	}
	return found
}

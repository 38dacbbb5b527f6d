package judge_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/runner/judge"
)

// golden is a record in which a claim passes, with the smallest differences that each make it fail. The rows are in
// goldens_test.go, goldens_seam_test.go and goldens_portal_test.go, noun by noun.
type golden struct {
	facts  string
	claim  trace.Claim
	record func(*goldenRecord)
	fails  []failing
}

// failing is a difference that makes a golden record fail: a change of one field, or a late action.
type failing interface{ blamed() trace.Blame }

// change sets one field of the last event of a kind on a plane; an empty value removes the field. An empty blame says that
// the claim does not look at the field, so that the record passes all the same.
type change struct {
	plane        trace.Plane
	kind         trace.Kind
	field, value string
	blame        trace.Blame
}

func (c change) blamed() trace.Blame { return c.blame }

// screens returns a change of the last screen; the product is to blame for it.
func screens(field, value string) failing {
	return change{trace.Control, trace.KindScreen, field, value, trace.BlameProduct}
}

func (c change) apply(events []trace.Event) []trace.Event {
	events = slices.Clone(events)
	for i := len(events) - 1; i >= 0; i-- {
		if e := &events[i]; e.Plane == c.plane && e.Kind == c.kind {
			e.Fields = maps.Clone(e.Fields)
			e.Fields[c.field] = c.value
			if c.value == "" {
				delete(e.Fields, c.field)
			}
			return events
		}
	}
	panic("the golden record has no event of that kind on that plane")
}

// only returns the failing forms of one kind.
func only[F failing](g golden) []F {
	var found []F
	for _, f := range g.fails {
		if one, is := f.(F); is {
			found = append(found, one)
		}
	}
	return found
}

// events returns the record with its claim. If the claim waits for a quiet moment, the world has recorded one, before what it
// observed last.
func (g golden) events() []trace.Event {
	t := newRecord()
	g.record(t)
	if g.lateness() != judge.LateAllowed {
		t.rest()
	}
	return t.claim(g.claim)
}

// lateness returns what the row of the claim's check says about late actions.
func (g golden) lateness() judge.Lateness {
	checks := judge.Checks()
	i := slices.IndexFunc(checks, func(c judge.Check) bool { return c.Name == g.claim.Check })
	return checks[i].Late
}

// ruling returns the judge's finding on the only claim in a record.
func ruling(t *testing.T, events []trace.Event) trace.Judged {
	t.Helper()
	all, err := judge.Judge(events)
	require.NoError(t, err)
	require.Len(t, all, 1+len(judge.Invariants()))
	require.False(t, all[0].Invariant)
	return all[0]
}

func TestGoldenRecordsPassAndTheirSpoiltFormsFail(t *testing.T) {
	for _, g := range goldens() {
		t.Run(g.facts, func(t *testing.T) {
			events := g.events()
			got := ruling(t, events)
			require.True(t, got.OK, "%+v", got.Finding)
			require.NotEmpty(t, got.Evidence)
			require.Empty(t, got.Blame)
			for _, c := range only[change](g) {
				changed := ruling(t, c.apply(events))
				require.Equal(t, c.blame == "", changed.OK, "%+v", c)
				require.Equal(t, c.blame, changed.Blame, "%+v: %+v", c, changed.Got)
				require.NotEmpty(t, changed.Got.JA)
				require.NotEmpty(t, changed.Got.EN)
			}
		})
	}
}

func TestEveryCheckHasAGoldenRecord(t *testing.T) {
	seen := map[string]bool{}
	for _, g := range goldens() {
		seen[g.claim.Check] = true
		require.NotEmpty(t, g.fails, "%s: the golden record has no failing form", g.facts)
	}
	names := map[string]bool{}
	for _, c := range judge.Checks() {
		require.True(t, seen[c.Name], "no golden record for %s", c.Name)
		require.False(t, names[c.Name], "%s twice", c.Name)
		names[c.Name] = true
		require.NotEmpty(t, c.Source)
		require.NotEmpty(t, c.Planes)
		require.Contains(t, []trace.Basis{trace.BasisSource, trace.BasisEvidence, trace.BasisOurs}, c.Basis)
	}
	require.Len(t, seen, len(names))
}

func TestNoClaimPassesWithoutOneOfItsPlanes(t *testing.T) {
	dropped := 0
	for _, g := range goldens() {
		events := g.events()
		for _, plane := range ruling(t, events).Planes {
			got := ruling(t, without(events, plane))
			require.False(t, got.OK, "%s without %s", g.facts, plane)
			require.Equal(t, trace.BlameConfiguration, got.Blame, "%s without %s: %+v", g.facts, plane, got.Got)
			dropped++
		}
	}
	require.Greater(t, dropped, len(judge.Checks()))
}

func TestNothingPassesOnAnEmptyRecord(t *testing.T) {
	for _, g := range goldens() {
		got := ruling(t, newRecord().claim(g.claim))
		require.False(t, got.OK, g.facts)
		require.Equal(t, trace.BlameConfiguration, got.Blame, g.facts)
	}
}

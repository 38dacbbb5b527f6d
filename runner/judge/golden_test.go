package judge_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/runner/judge"
)

// events is the record with its claim. Where the claim waits for a quiet moment, the world has noted one, before what it
// observed last.
func (g golden) events() []trace.Event {
	t := newRecord()
	g.record(t)
	if isAbsence(g.claim) {
		t.rest()
	}
	return t.claim(g.claim)
}

// ruling is what the judge says of the one claim in a record.
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
			for _, s := range g.spoils {
				spoilt := ruling(t, s.apply(events))
				if s.blame == "" { // a field on which the claim does not rest
					require.True(t, spoilt.OK, "%+v", s)
					continue
				}
				require.False(t, spoilt.OK, "%+v", s)
				require.Equal(t, s.blame, spoilt.Blame, "%+v: %+v", s, spoilt.Got)
				require.NotEmpty(t, spoilt.Got.JA)
				require.NotEmpty(t, spoilt.Got.EN)
			}
		})
	}
}

func TestEveryCheckHasAGoldenRecord(t *testing.T) {
	seen := map[string]bool{}
	for _, g := range goldens() {
		seen[g.claim.Check] = true
		require.NotEmpty(t, g.spoils, g.facts)
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

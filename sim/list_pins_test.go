package main

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/runner/judge"
	"github.com/mynalab/mynalab/sim/mutant"
)

// TestWhatRestsOnARequirementIsFound: each scenario claims checks that the judge has, and each edited row that breaks a
// requirement is named for it.
func TestWhatRestsOnARequirementIsFound(t *testing.T) {
	suite, err := embeddedSuite()
	require.NoError(t, err)
	checks := checksOf(suite.Scenarios)
	for _, s := range suite.Scenarios {
		require.NotEmpty(t, checks[s.ID], s.ID)
		for _, name := range checks[s.ID] {
			require.True(t, slices.ContainsFunc(judge.Checks(), func(c judge.Check) bool { return c.Name == name }), name)
		}
	}
	for _, row := range mutant.Rows() {
		for _, id := range row.Breaks {
			require.Contains(t, breaking(id), row.Name)
		}
	}
	strange := features.Scenario{ID: "x", Steps: []features.Step{{Kind: features.KindThen, Text: "猫がくしゃみをする"}}}
	require.Empty(t, checksOf([]features.Scenario{strange}), "a step that nobody knows claims nothing")
	require.Empty(t, breaking("CHK-999"))
}

package main

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/runner/judge"
	"github.com/mynalab/mynalab/sim/mutant"
)

// TestDependentsOfPinnedRequirements checks that each scenario claims checks and that the judge has them, and that each edited row is
// listed for the requirements that it breaks.
func TestDependentsOfPinnedRequirements(t *testing.T) {
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
			require.Contains(t, rowsBreaking(id), row.Name)
		}
	}
	unknown := features.Scenario{ID: "x", Steps: []features.Step{{Kind: features.KindThen, Text: "猫がくしゃみをする"}}}
	require.Empty(t, checksOf([]features.Scenario{unknown}), "a step that matches no row of the table claims no check")
	require.Empty(t, rowsBreaking("CHK-999"))
}

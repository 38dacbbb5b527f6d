package runner

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mynalab/mynalab/features"
)

func TestParseShard(t *testing.T) {
	s, err := parseShard("2/4")
	require.NoError(t, err)
	require.Equal(t, shard{2, 4}, s)
	for _, text := range []string{"", "2", "0/4", "5/4", "-1/4", "1/0", "2/4/6", "2/4x", "02/4", " 2/4", "a/b"} {
		_, err := parseShard(text)
		var usage *UsageError
		require.ErrorAs(t, err, &usage, text)
	}
}

// TestShardsAreDisjointAndWhole: each scenario is in exactly one part, for any number of parts and whatever other scenarios
// exist.
func TestShardsAreDisjointAndWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(t, "parts")
		id := rapid.String().Draw(t, "id")
		held := 0
		for i := 1; i <= n; i++ {
			if (shard{i, n}).holds(id) {
				held++
			}
		}
		require.Equal(t, 1, held)
	})
}

func TestShardedRun(t *testing.T) {
	var text strings.Builder
	for i := range 12 {
		text.WriteString(oneScenario(fmt.Sprintf("第%d", i), "もし 押す", "ならば 製品が出す"))
	}
	suite := suiteOf(t, text.String())
	var staged []string
	for i := 1; i <= 3; i++ {
		cfg := config(t, suite, &fakeSlot{})
		cfg.Selection.Shard = fmt.Sprintf("%d/3", i)
		run, err := Run(t.Context(), cfg)
		require.NoError(t, err)
		require.NotEmpty(t, run.Results.Scenarios)
		require.Equal(t, cfg.Selection.Shard, run.Results.Selection.Shard)
		for _, s := range run.Results.Scenarios {
			staged = append(staged, s.Name)
		}
	}
	var all []string
	for _, s := range suite.Scenarios {
		all = append(all, s.Name)
	}
	require.ElementsMatch(t, all, staged)

	_, err := part([]features.Scenario{{ID: "a#b"}}, "1/1000")
	require.ErrorContains(t, err, "shard 1/1000 contains none of the 1 selected scenarios; ask for fewer shards")
}

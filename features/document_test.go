package features

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestDocumentsAndPicklesHaveIDsOfTheirOwn(t *testing.T) {
	suite, err := Load(Embedded())
	require.NoError(t, err)
	files, seen := map[string]bool{}, map[string]bool{}
	for _, d := range suite.Documents {
		require.Equal(t, d.File, d.Tree.Uri)
		require.NotEmpty(t, d.Text)
		files[d.File] = true
	}
	require.NotEmpty(t, suite.Scenarios)
	for _, s := range suite.Scenarios {
		require.True(t, files[s.File], s.File)
		require.Len(t, s.Pickle.Steps, len(s.Steps), s.ID)
		for _, id := range append([]string{s.Pickle.Id}, stepIDs(s)...) {
			require.False(t, seen[id], "id %s twice", id)
			seen[id] = true
		}
	}
}

func stepIDs(s Scenario) []string {
	ids := make([]string, 0, len(s.Pickle.Steps))
	for _, step := range s.Pickle.Steps {
		ids = append(ids, step.Id)
	}
	return ids
}

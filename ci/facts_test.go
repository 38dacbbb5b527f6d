package ci

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/features"
)

// How a fact of the card reference is meant to be kept (facts.tsv, column use).
const (
	byTest    = "test"    // a test names it
	byProfile = "profile" // it is a key of the card profile with that default: the schema or a test names it
)

// TestCardFacts sets the single facts of the card reference against the tests that name them. A fact of the uses test and
// profile that no test names is open, and an open fact fails. The table shows with go test -v (ci/facts.sh).
func TestCardFacts(t *testing.T) {
	suite, err := features.Load(features.Embedded())
	require.NoError(t, err)
	found := namedIn(t, "..")
	var open []string
	rows := 0
	for _, fact := range suite.Facts {
		if !strings.HasPrefix(fact.ID, "CARD-") || fact.Use != byTest && fact.Use != byProfile {
			continue
		}
		rows++
		where := found.keeping(fact.ID, fact.Use)
		if len(where) == 0 {
			open = append(open, fact.ID)
			t.Errorf("%s\t%s\topen: §%s %s", fact.ID, fact.Use, fact.Section, fact.Statement)
			continue
		}
		t.Logf("%s\t%s\t%s", fact.ID, fact.Use, strings.Join(where, ", "))
	}
	require.NotZero(t, rows, "facts.tsv has no card fact")
	t.Logf("card facts: %d rows, %d covered, %d open", rows, rows-len(open), len(open))
}

// TestNamesOfFacts keeps the collector honest: what counts as a name and what does not.
func TestNamesOfFacts(t *testing.T) {
	found := namedIn(t, "testdata/facts")
	for _, id := range []string{"001", "002", "003", "004", "005", "006", "007", "008"} {
		require.NotEmpty(t, found.keeping("CARD-"+id, byTest), id)
	}
	require.Empty(t, found.keeping("CARD-009", byTest), "the schema is no test")
	require.NotEmpty(t, found.keeping("CARD-009", byProfile))
	require.Len(t, found, 9, "a comment, a command or an argument is no name: %v", found)
}

package ci

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/features"
)

// How a fact of the card reference is kept true (facts.tsv, column use).
const (
	byTest    = "test"    // a test has its id in its name
	byProfile = "profile" // it is a key of the card profile with that default: the schema or a test has its id
)

// TestCardFacts compares the single facts of the card reference with the tests that name them. A fact of the uses test and
// profile that no test names is open, and an open fact fails. go test -v prints the table (ci/facts.sh).
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

// TestNamesOfFacts tests what namedIn counts as a name and what not.
func TestNamesOfFacts(t *testing.T) {
	found := namedIn(t, "testdata/facts")
	for _, id := range []string{"001", "002", "003", "004", "005", "006", "007", "008"} {
		require.NotEmpty(t, found.keeping("CARD-"+id, byTest), id)
	}
	require.Empty(t, found.keeping("CARD-009", byTest), "the schema is not a test")
	require.NotEmpty(t, found.keeping("CARD-009", byProfile))
	require.Len(t, found, 9, "comments, commands and arguments are not names: %v", found)
}

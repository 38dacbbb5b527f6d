package ci

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/features"
)

// excusedFacts returns the facts about the service for which mynalab has no rule, each with the reason. A fact that a test
// names must not be excused.
func excusedFacts() map[string]string {
	const (
		homeConsent = "the home-consent type is another app, which mynalab does not simulate"
		phone       = "the limited type does not read phones (SVC-243), and mynalab simulates no reader of another type"
	)
	return map[string]string{
		"F06": "input of a key pad never reaches the app, and no product has to support one",
		"F13": "claim intake is another vendor's program, which mynalab does not simulate", "F23": phone,
		"SVC-164": phone, "SVC-238": phone, "SVC-240": phone, "SVC-242": phone,
		"SVC-173": "claim intake is another vendor's program, which mynalab does not simulate",
		"SVC-216": homeConsent, "SVC-224": homeConsent, "SVC-225": homeConsent, "SVC-226": homeConsent, "SVC-227": homeConsent,
		"SVC-228": homeConsent, "SVC-229": homeConsent,
		"SVC-244": "people compare two papers there",
		"SVC-266": "general knowledge about ages; no public text has a rule of the interface for it",
	}
}

// TestServiceFacts compares the single facts of the eligibility reference with the tests that name them, as TestCardFacts
// does for the card. Field errors (F…) are situations for the support desk, not rules of the service.
func TestServiceFacts(t *testing.T) {
	suite, err := features.Load(features.Embedded())
	require.NoError(t, err)
	found, excused := namedIn(t, ".."), excusedFacts()
	rows, covered, open := 0, 0, 0
	for _, fact := range suite.Facts {
		if fact.Document != "service" || fact.Use != byTest {
			continue
		}
		rows++
		where := slices.DeleteFunc(found.keeping(fact.ID, fact.Use), func(at string) bool { return strings.HasSuffix(at, " excusedFacts") })
		why, forgiven := excused[fact.ID]
		delete(excused, fact.ID)
		switch {
		case len(where) > 0 && forgiven:
			t.Errorf("%s is excused but has tests: %s", fact.ID, strings.Join(where, ", "))
		case len(where) > 0:
			covered++
			t.Logf("%s\t%s", fact.ID, strings.Join(where, ", "))
		case forgiven:
			t.Logf("%s\texcused: %s", fact.ID, why)
		default:
			open++
			t.Errorf("%s\topen: §%s %s", fact.ID, fact.Section, fact.Statement)
		}
	}
	require.NotZero(t, rows, "facts.tsv has no fact about the service")
	require.Empty(t, excused, "excuses of facts that do not exist")
	t.Logf("service facts: %d rows, %d covered, %d excused, %d open", rows, covered, rows-covered-open, open)
}

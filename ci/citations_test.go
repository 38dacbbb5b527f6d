package ci

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/features"
)

// TestCitations checks every citation in comments, texts, tables and contracts: the section must be in our document, a row
// or step must be in the section, an id must be a fact or a requirement.
func TestCitations(t *testing.T) {
	library := openLibrary(t)
	found := 0
	for _, text := range textsIn(t, "..") {
		marks, dangling := library.follow(text.content, library.at(text.room))
		found += marks
		for _, why := range dangling {
			t.Errorf("%s: %s", text.where, why)
		}
	}
	t.Logf("citations: %d sections and ids", found)
	// There are more than 7000; far fewer would mean that the patterns no longer match.
	require.Greater(t, found, 3000, "too few citations found")
}

// TestPlacesOfFacts checks in the same way the section that each fact is taken from.
func TestPlacesOfFacts(t *testing.T) {
	library := openLibrary(t)
	facts, err := features.Facts()
	require.NoError(t, err)
	seen := map[string]bool{}
	for _, fact := range facts {
		require.False(t, seen[fact.ID], "%s is in the table twice", fact.ID)
		seen[fact.ID] = true
		for _, why := range library.misplaced(fact) {
			t.Errorf("%s: %s", fact.ID, why)
		}
	}
}

// documentOf returns the document that a fact's column of that name means.
func documentOf(fact features.Fact) string {
	return map[string]string{"card": "card", "service": "eligibility"}[fact.Document]
}

// misplaced returns what is wrong with the source of a fact.
func (l library) misplaced(fact features.Fact) (why []string) {
	home, known := l.documents[documentOf(fact)]
	if !known {
		return []string{fmt.Sprintf("unknown document %q", fact.Document)}
	}
	if _, there := home.sections[fact.Section]; !there {
		why = append(why, home.name+" has no §"+fact.Section)
	}
	grades := map[string]string{"card": "H C S M D G", "service": "source evidence secondary ours"}[fact.Document]
	if !slices.Contains(strings.Fields(grades), fact.Grade) {
		why = append(why, fmt.Sprintf("grade or basis %q is not one of %s", fact.Grade, grades))
	}
	if !slices.Contains([]string{"test", "switch", "profile", "client", "info"}, fact.Use) {
		why = append(why, fmt.Sprintf("unknown use %q", fact.Use))
	}
	_, dangling := l.follow(fact.Statement, &home)
	return append(why, dangling...)
}

// TestFollowing has correct and wrong citations, and what follow returns for them.
func TestFollowing(t *testing.T) {
	library := openLibrary(t)
	for _, row := range []struct {
		text, room string
		want       []string
	}{
		{"card reference §5.1, §12 Q2 and §13 row 10, CARD-333", "sim", nil},
		{"card §99", "sim", []string{"card has no §99"}},
		{"the card reference\n// §3.9", "sim", []string{"card has no §3.9"}},
		{"card §3.1, §3.9", "sim", []string{"card has no §3.9"}},
		{"§12 Q16, CARD-626; keys of §12, §13 rows 1 and 8", "virtualcard", nil},
		{"§12 Q99", "virtualcard", []string{"card §12 has no Q99"}},
		{"§13 rows 1 and 99", "virtualcard", []string{"card §13 has no row 99"}},
		{"§8.1, steps 3 to 5", "virtualcard", nil},
		{"§8.1, step 11", "virtualcard", []string{"card §8.1 has no step 11"}},
		{"eligibility §7 F07, F08", "sim", nil},
		{"eligibility §7 F07, F99", "sim", []string{"eligibility §7 has no F99"}},
		{"eligibility reference §6.3 steps 3, 12", "sim", []string{"eligibility §6.3 has no step 12"}},
		{"Eligibility reference §1.4 to §1.9", "mockservice", []string{"eligibility has no §1.9"}},
		{"design §1, record", "sim", nil},
		{"architecture §99", "sim", []string{"design has no §99"}},
		{"pcsc reference §1", "sim", nil},
		{"pcsc §7", "sim", []string{"pcsc has no §7"}},
		{"RFC 4648 §99, §98; §2.6", "mockservice", nil},
		{"RFC 4648 §99; §2.99", "mockservice", []string{"eligibility has no §2.99"}},
		{"ISO/IEC 7816-4:2020 §5.2 and the card reference §8", "sim", nil},
		{"of the table (§2.2)", "runner", []string{"§2.2 of which document?"}},
		{"card §x", "sim", []string{"§x is not a section number"}},
		{"Q21", "virtualcard", nil},
		{"Q23", "virtualcard", []string{"card §12 has no Q23"}},
		{"CARD-001 to CARD-643, SVC-001, INI-02", "sim", nil},
		{"CARD-000, SVC-999, INI-99", "sim", []string{"there is no CARD-000", "there is no SVC-999", "there is no INI-99"}},
	} {
		t.Run(regexp.MustCompile(`\W+`).ReplaceAllString(row.room+" "+row.text, " "), func(t *testing.T) {
			_, dangling := library.follow(row.text, library.at(row.room))
			require.Equal(t, row.want, dangling)
		})
	}
	t.Run("a fact without a source", func(t *testing.T) {
		require.Equal(t, []string{`unknown document "chip"`}, library.misplaced(features.Fact{Document: "chip"}))
		require.Equal(t, []string{"card has no §"}, library.misplaced(features.Fact{Document: "card", Grade: "H", Use: "test"}))
		require.Equal(t, []string{`grade or basis "" is not one of source evidence secondary ours`},
			library.misplaced(features.Fact{Document: "service", Section: "1.1", Use: "test"}))
		require.Equal(t, []string{"card has no §77", `grade or basis "X" is not one of H C S M D G`, `unknown use ""`, "card has no §78"},
			library.misplaced(features.Fact{Document: "card", Section: "77", Grade: "X", Statement: "as §78"}))
	})
}

package steps

import (
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/world"
)

// faultsOf returns what is wrong with a choice: a row without a word, a word twice, a word with the zero value.
func faultsOf(c chooser) []string {
	var faults []string
	for i, word := range c.words() {
		switch {
		case word == "":
			faults = append(faults, "a row without a word")
		case slices.Index(c.words(), word) < i:
			faults = append(faults, word+" twice")
		case c.of(word).IsZero():
			faults = append(faults, word+" stands for nothing")
		}
	}
	return faults
}

// unchosen returns the arguments of a step that list words in the pattern by hand and are not made of a choice.
func unchosen(row Step) []string {
	var found []string
	argument := 0
	for _, g := range group.FindAllStringSubmatch(row.Pattern.String(), -1) {
		if regexp.MustCompile(`^\(\?:`).MatchString(g[0]) {
			continue
		}
		if _, chosen := row.choices[argument]; !chosen && !open.MatchString(g[1]) {
			found = append(found, g[1])
		}
		argument++
	}
	return found
}

// open matches an argument that lists no words: a text, a number, a digit.
var open = regexp.MustCompile(`^(\.\+|\[\^「」\]\+|\\d\+|\[\d-\d\])$`)

func TestEveryWordThatAStepOffersStandsForSomething(t *testing.T) {
	found := 0
	for _, row := range Table() {
		require.Empty(t, unchosen(row), row.Words())
		for _, c := range row.choices {
			require.NotEmpty(t, c.words(), row.Words())
			require.Empty(t, faultsOf(c), row.Words())
			found += len(c.words())
		}
	}
	require.Positive(t, found)
}

func TestWrongChoicesAreNoticed(t *testing.T) {
	for want, c := range map[string]chooser{
		"a row without a word":   choice[string]{{"PDF", "pdf"}, {"", "png"}},
		"PDF twice":              choice[string]{{"PDF", "pdf"}, {"PDF", "png"}},
		"PNG stands for nothing": choice[string]{{"PDF", "pdf"}, {"PNG", ""}},
	} {
		require.Equal(t, []string{want}, faultsOf(c))
	}
	require.NotEmpty(t, faultsOf(named(trace.Screens(), "notice", "cat")), "a term that is not in the list")
	require.NotEmpty(t, faultsOf(validities("1", "9")))
	byHand := verb(`(ある|ない)ことを「(.+)」に%sと書(?:く|いた)`, nil, itself("はい", "いいえ"))
	require.Equal(t, []string{"ある|ない"}, unchosen(byHand))
}

func TestAPatternOffersTheWordsOfItsChoice(t *testing.T) {
	pattern, arguments := composed(`「(.+)」を%sに、%sで(?:書く|消す)`, []chooser{itself("左", "右"), lengths()})
	require.Equal(t, `^「(.+)」を(左|右)に、(3桁|5桁)で(?:書く|消す)$`, pattern.String())
	require.Equal(t, map[int]chooser{1: itself("左", "右"), 2: lengths()}, arguments)
}

func TestAStepIsGivenWhatItsWordsStandFor(t *testing.T) {
	var got []any
	f := choosing(func(text string, e world.CredentialEntry, n int) error { got = []any{text, e, n}; return nil }, map[int]chooser{1: entries()})
	for _, row := range entries() {
		require.NoError(t, f.(func(string, string, int) error)("花子", row.word, 2))
		require.Equal(t, []any{"花子", row.is, 2}, got)
	}
}

func TestRulesAreNamedAsInTheList(t *testing.T) {
	for _, w := range trace.PortalRules() {
		require.Equal(t, w.Term, ruleNamed(w.Says.JA))
	}
	require.Equal(t, "猫の規則", ruleNamed("猫の規則"), "an unknown name is kept, so that the report shows it")
}

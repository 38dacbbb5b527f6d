package judge_test

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/runner/judge"
)

// latin matches the words of a sentence that could be an id.
var latin = regexp.MustCompile(`[a-z]+(?:-[a-z]+)*`)

// requireNoID requires that a sentence uses names and no ids. A Japanese sentence must not contain an id. An English one may use
// an id that is an English word, but must not quote it as the name of a screen, and must not contain an id with a hyphen.
func requireNoID(t *testing.T, s trace.Sentence, whose string) {
	t.Helper()
	all := slices.Concat(trace.Screens(), trace.Outcomes(), trace.Verbs(), trace.AccountStates())
	for _, w := range all {
		require.NotContains(t, latin.FindAllString(s.JA, -1), w.Term, "%s: %s", whose, s.JA)
		if slices.ContainsFunc(all, func(other trace.Term) bool { return other.Says.EN == w.Term }) {
			continue // e.g. "login" is the id of a verb and the name of a screen
		}
		require.NotContains(t, s.EN, strconv.Quote(w.Term), whose)
		require.False(t, strings.Contains(w.Term, "-") && slices.Contains(latin.FindAllString(s.EN, -1), w.Term),
			"%s: %s has the id %s", whose, s.EN, w.Term)
	}
}

func TestFindingsCallThingsByTheirNames(t *testing.T) {
	for _, g := range goldens() {
		events := g.events()
		for _, j := range append(spoilt(t, g), ruling(t, events)) {
			requireNoID(t, j.Expected, g.facts)
			requireNoID(t, j.Got, g.facts)
		}
	}
}

// TestEveryCheckSaysWhatItLooksAt requires a sentence for the manual in both languages, with names and no ids, and different for
// each check.
func TestEveryCheckSaysWhatItLooksAt(t *testing.T) {
	whose := map[trace.Sentence]string{}
	for _, c := range judge.Checks() {
		require.NotEmpty(t, c.Looks.JA, c.Name)
		require.NotEmpty(t, c.Looks.EN, c.Name)
		requireNoID(t, c.Looks, c.Name)
		require.Empty(t, whose[c.Looks], "%s looks at the same", c.Name)
		whose[c.Looks] = c.Name
	}
}

// spoilt returns the findings on the failing forms of a record.
func spoilt(t *testing.T, g golden) []trace.Judged {
	t.Helper()
	var all []trace.Judged
	for _, c := range only[change](g) {
		all = append(all, ruling(t, c.apply(g.events())))
	}
	for _, l := range only[late](g) {
		all = append(all, ruling(t, l.apply(g.events(), len(g.events())-1)))
	}
	return all
}

// TestEveryScreenIsNamed compares each screen with each, so that expected and found are both read.
func TestEveryScreenIsNamed(t *testing.T) {
	for _, want := range trace.Screens() {
		for _, got := range trace.Screens() {
			record := newRecord().action("login", trace.Fields{"screen": got.Term})
			j := ruling(t, record.claim(judge.ScreenIs(want.Term)))
			require.Equal(t, want.Term == got.Term, j.OK)
			require.Equal(t, "画面は「"+want.Says.JA+"」である", j.Expected.JA)
			require.Equal(t, "画面は「"+got.Says.JA+"」", j.Got.JA)
			requireNoID(t, j.Expected, want.Term)
			requireNoID(t, j.Got, got.Term)
		}
	}
}

// TestEveryOutcomeIsNamed requires that a finding uses the name of each outcome and not its id.
func TestEveryOutcomeIsNamed(t *testing.T) {
	for _, got := range trace.Outcomes() {
		record := newRecord().action("read-card", trace.Fields{"screen": "auth-select", "outcome": got.Term})
		requireNoID(t, ruling(t, record.claim(judge.NoResultShown())).Got, got.Term)
	}
}

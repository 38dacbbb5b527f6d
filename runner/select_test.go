package runner

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/reports"
)

func TestTagExpressions(t *testing.T) {
	cases := []struct {
		text string
		tags string
		want bool
	}{
		{"@a", "@a", true},
		{"@a", "@ab", false},
		{"not @a", "@b", true},
		{"not not @a", "@a", true},
		{"@a and @b", "@a", false},
		{"@a and @b", "@b @a", true},
		{"@a or @b and @c", "@a", true},
		{"(@a or @b) and @c", "@a", false},
		{"(@a or @b)and(@c)", "@b @c", true},
		{"not @a and @b", "@b", true},
		{"not (@a and @b)", "@a", true},
		{"not @a or @b", "@a @b", true},
		{"@訪問　or @card-any", "@訪問", true},
		{"@and", "@and", true},
	}
	for _, c := range cases {
		t.Run(c.text+" on "+c.tags, func(t *testing.T) {
			e, err := ParseTags(c.text)
			require.NoError(t, err)
			require.Equal(t, c.want, e.Match(strings.Fields(c.tags)))
		})
	}
}

func TestTagExpressionErrors(t *testing.T) {
	cases := map[string]string{
		"":             `character 1: expected a tag, found the end`,
		"@a and":       `character 7: expected a tag, found the end`,
		"@a @b":        `character 4: expected "and" or "or", found "@b"`,
		"(@a or @b":    `character 10: expected ")", found the end`,
		"@a)":          `character 3: expected "and" or "or", found ")"`,
		"()":           `character 2: expected a tag, found ")"`,
		"@あ ou @b":     `character 4: expected "and" or "or", found "ou"`,
		"a":            `character 1: expected a tag, found "a"`,
		"@a && @b":     `character 4: expected "and" or "or", found "&&"`,
		"~@a":          `character 1: expected a tag, found "~@a"`,
		"@a,@b":        `character 1: expected a tag, found "@a,@b"`,
		"and @a":       `character 1: expected a tag, found "and"`,
		"@a or not":    `character 10: expected a tag, found the end`,
		"@a AND @b":    `character 4: expected "and" or "or", found "AND"`,
		"@a and (@b,)": `character 9: expected a tag, found "@b,"`,
	}
	for text, want := range cases {
		t.Run(text, func(t *testing.T) {
			_, err := ParseTags(text)
			var usage *UsageError
			require.ErrorAs(t, err, &usage)
			require.ErrorContains(t, err, want)
			require.ErrorContains(t, err, "; write e.g. ")
			require.NotContains(t, err.Error(), "\n")
		})
	}
}

// TestTagExpressionErrorsInJapanese: only what was typed, and the words of the grammar, are English.
func TestTagExpressionErrorsInJapanese(t *testing.T) {
	cases := map[string]string{
		"@a and":   `タグの式 "@a and" の7文字目を読み取れません（タグが必要なところで式が終わっています）。`,
		"@a @b":    `タグの式 "@a @b" の4文字目を読み取れません（「and」か「or」が必要なところに "@b" があります）。`,
		"(@a or b": `タグの式 "(@a or b" の8文字目を読み取れません（タグが必要なところに "b" があります）。`,
		"(@a":      `タグの式 "(@a" の4文字目を読み取れません（「)」が必要なところで式が終わっています）。`,
	}
	for text, want := range cases {
		_, err := ParseTags(text)
		var usage *UsageError
		require.ErrorAs(t, err, &usage)
		require.Equal(t, want+`"@CHK-03 and not (@card-any or @PIN)" のように指定してください`, usage.Sentence().JA)
	}
}

// TestTagExpressionsObeyLogic draws random expressions together with a function of the same meaning, and compares the two.
func TestTagExpressionsObeyLogic(t *testing.T) {
	var draw func(t *rapid.T, depth int) (string, func([]string) bool)
	draw = func(t *rapid.T, depth int) (string, func([]string) bool) {
		kinds := []string{"tag", "not", "and", "or"}
		if depth == 0 {
			kinds = kinds[:1]
		}
		switch rapid.SampledFrom(kinds).Draw(t, "kind") {
		case "not":
			text, f := draw(t, depth-1)
			return "not (" + text + ")", func(tags []string) bool { return !f(tags) }
		case "and":
			a, f := draw(t, depth-1)
			b, g := draw(t, depth-1)
			return "(" + a + ") and (" + b + ")", func(tags []string) bool { return f(tags) && g(tags) }
		case "or":
			a, f := draw(t, depth-1)
			b, g := draw(t, depth-1)
			return a + " or " + b, func(tags []string) bool { return f(tags) || g(tags) }
		default:
			tag := rapid.SampledFrom([]string{"@a", "@b", "@c"}).Draw(t, "tag")
			return tag, func(tags []string) bool { return slices.Contains(tags, tag) }
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		text, meaning := draw(t, 4)
		e, err := ParseTags(text)
		if err != nil {
			t.Fatal(err)
		}
		tags := rapid.SliceOfDistinct(rapid.SampledFrom([]string{"@a", "@b", "@c"}), rapid.ID).Draw(t, "tags")
		if e.Match(tags) != meaning(tags) {
			t.Fatalf("%s on %v", text, tags)
		}
	})
}

func selection(tags string, req ...string) reports.Selection {
	return reports.Selection{Tags: tags, Req: req}
}

func threeScenarios(t *testing.T) features.Suite {
	t.Helper()
	step := func(n string) string { return n + "\n    もし 押す\n    ならば 出る\n" }
	return suiteOf(t, "@CHK-03 @訪問\nシナリオ: "+step("一")+"@CHK-07\nシナリオ: "+step("二")+"@CARD-325\nシナリオ: "+step("三"))
}

func TestSelect(t *testing.T) {
	suite := threeScenarios(t)
	cases := map[string]struct {
		s    reports.Selection
		want []string
	}{
		"all":              {selection(""), []string{"一", "二", "三"}},
		"blank expression": {selection("  "), []string{"一", "二", "三"}},
		"tag":              {selection("not @訪問"), []string{"二", "三"}},
		"id":               {selection("", "CHK-07"), []string{"二"}},
		"pattern":          {selection("", "CHK-*", "CARD-325"), []string{"一", "二", "三"}},
		"both":             {selection("@訪問", "CHK-*"), []string{"一"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			selected, err := Select(suite, c.s)
			require.NoError(t, err)
			var got []string
			for _, s := range selected {
				got = append(got, s.Name)
			}
			require.Equal(t, c.want, got)
		})
	}
}

func TestSelectNothingIsAnError(t *testing.T) {
	suite := threeScenarios(t)
	cases := map[string]struct {
		s    reports.Selection
		want string
	}{
		"unknown tag":             {selection("@訪門"), "no scenario has the tag @訪門 (did you mean @訪問?); list the tags with mynalab list"},
		"unknown tag behind not":  {selection("not @訪門"), "no scenario has the tag @訪門 (did you mean @訪問?);"},
		"unknown id":              {selection("", "CHK-07", "CHK-99"), "no scenario names a requirement or fact CHK-99 (did you mean CHK-03, CHK-07?);"},
		"pattern without a match": {selection("", "LST-*"), "no scenario names a requirement or fact LST-*;"},
		"bad pattern":             {selection("", "CHK-["), `requirement pattern "CHK-[" cannot be read;`},
		"empty pattern":           {selection("", ""), `requirement pattern "" cannot be read;`},
		"empty together": {
			selection("@訪問", "CHK-07"), `no scenario matches --tags "@訪問" --req CHK-07; list the scenarios with mynalab list`,
		},
		"contradiction": {selection("@訪問 and not @訪問"), `no scenario matches --tags "@訪問 and not @訪問";`},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := Run(t.Context(), Config{Suite: suite, Selection: c.s, Jobs: 1})
			var usage *UsageError
			require.ErrorAs(t, err, &usage)
			require.ErrorContains(t, err, c.want)
			require.NotContains(t, err.Error(), "\n")
		})
	}
}

func TestOrderFollowsFromSeedAndID(t *testing.T) {
	suite, err := features.Load(features.Embedded())
	require.NoError(t, err)
	require.Greater(t, len(suite.Scenarios), 5)
	ids := func(list []features.Scenario) []string {
		var all []string
		for _, s := range list {
			all = append(all, s.ID)
		}
		return all
	}
	a := ids(inOrder(1, suite.Scenarios))
	require.Equal(t, a, ids(inOrder(1, suite.Scenarios)))
	require.NotEqual(t, a, ids(inOrder(2, suite.Scenarios)))
	require.ElementsMatch(t, ids(suite.Scenarios), a)
	fewer := ids(inOrder(1, suite.Scenarios[1:]))
	require.Equal(t, slices.DeleteFunc(a, func(id string) bool { return id == suite.Scenarios[0].ID }), fewer)
}

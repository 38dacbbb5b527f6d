package features

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// oneFile is a suite of the single file a.feature.
func oneFile(content string) fstest.MapFS {
	return fstest.MapFS{"a.feature": {Data: []byte(content)}}
}

func TestLoadEmbedded(t *testing.T) {
	suite, err := Load(Embedded())
	require.NoError(t, err)
	require.NotEmpty(t, suite.Scenarios)
	require.Len(t, suite.Requirements, 459)
	require.Len(t, suite.Facts, 998)
	for _, s := range suite.Scenarios {
		require.NotEmpty(t, s.Requirements, s.ID)
		require.NotEmpty(t, s.Steps, s.ID)
	}
}

func TestLoadReadsScenariosAndRows(t *testing.T) {
	suite, err := Load(os.DirFS("testdata"))
	require.NoError(t, err)
	ids := make([]string, 0, len(suite.Scenarios))
	for _, s := range suite.Scenarios {
		ids = append(ids, s.ID)
	}
	require.Equal(t, []string{
		"pin.feature#正しい暗証番号なら表示される",
		"pin.feature#<前>回から減る [1]", "pin.feature#<前>回から減る [2]", "pin.feature#<前>回から減る [3]",
		"pin.feature#元に戻る",
	}, ids)

	row := suite.Scenarios[3]
	require.Equal(t, "1回から減る", row.Name)
	require.Equal(t, 36, row.Line)
	require.Equal(t, "間違えるたびに残り回数が減る", row.Rule)
	require.Equal(t, []string{"@PIN", "@再診", "@CARD-324", "@CARD-325"}, row.Tags)
	require.Equal(t, []string{"CARD-324", "CARD-325"}, row.Requirements)
	require.Equal(t, []Step{
		{"前提", "端末で認証方法に「暗証番号」を選んでいる", 8, KindGiven, true},
		{"かつ", "患者が待っている", 19, KindGiven, true},
		{"前提", "残り回数は1回である", 23, KindGiven, false},
		{"もし", "患者が暗証番号を間違える", 24, KindWhen, false},
		{"ならば", "残り0回と表示される", 25, KindThen, false},
		{"かつ", "カードは残り0回である", 26, KindThen, false},
	}, row.Steps)
}

func TestContentHoldsOneScenarioAtItsLines(t *testing.T) {
	whole, err := os.ReadFile("testdata/pin.feature")
	require.NoError(t, err)
	suite, err := Load(os.DirFS("testdata"))
	require.NoError(t, err)
	require.NotEmpty(t, suite.Scenarios)
	for i, s := range suite.Scenarios {
		golden, err := os.ReadFile(fmt.Sprintf("testdata/cut_%d.golden", i))
		require.NoError(t, err)
		require.Equal(t, string(golden), numbered(s.Content), s.ID)

		alone, err := Load(oneFile(string(s.Content)))
		require.NoError(t, err)
		require.Len(t, alone.Scenarios, 1)
		require.Equal(t, s.Steps, alone.Scenarios[0].Steps)
		require.Equal(t, s.Tags, alone.Scenarios[0].Tags)
		require.Equal(t, s.Line, alone.Scenarios[0].Line)
		require.Equal(t, strings.Count(string(whole), "\n"), strings.Count(string(s.Content), "\n"))
	}
}

// numbered returns the lines of the text that are not empty, each with its line number.
func numbered(content []byte) string {
	var b strings.Builder
	for i, line := range strings.Split(string(content), "\n") {
		if line != "" {
			fmt.Fprintf(&b, "%3d %s\n", i+1, line)
		}
	}
	return b.String()
}

func TestLint(t *testing.T) {
	const good = "@CHK-03\n  シナリオ: 一\n    もし 押す\n    ならば 出る\n"
	cases := map[string]struct{ content, want string }{
		"full-width space after a keyword": {
			"機能: あ\n" + strings.Replace(good, "もし ", "もし　", 1),
			`a.feature:4: full-width space after "もし"; replace it with a half-width space`,
		},
		"full-width space after a half-width one": {
			"機能: あ\n" + strings.Replace(good, "もし ", "もし 　", 1),
			`a.feature:4: full-width space after "もし"; replace it with a half-width space`,
		},
		"step in the description of a feature": {
			"機能: あ\n  前提 カードがある\n" + good,
			`a.feature:2: line is read as a description but begins like "前提"; correct the keyword`,
		},
		"keyword one letter off": {
			"機能: あ\n@CHK-03\n  シナリオ: 一\n\n    まえおき。\n    前堤 カードがある\n    もし 押す\n    ならば 出る\n",
			`a.feature:6: line is read as a description but begins like "前提"`,
		},
		"full-width colon": {
			"機能: あ\n  背景：\n" + good,
			`a.feature:2: line is read as a description but begins like "背景"`,
		},
		"full-width space before a keyword": {
			"機能: あ\n@CHK-03\n  シナリオ: 一\n　　前提 カードがある\n    もし 押す\n    ならば 出る\n",
			`a.feature:4: line is read as a description but begins like "前提"`,
		},
		"keyword as a whole line": {
			"機能: あ\n  背景\n" + good, `a.feature:2: line is read as a description but begins like "背景"`,
		},
		"unknown id": {
			"機能: あ\n" + strings.Replace(good, "@CHK-03", "@CHK-03 @CHK-999", 1),
			"a.feature:2: tag @CHK-999 names no requirement and no fact; look the id up",
		},
		"id without its hyphen": {
			"@chk03\n機能: あ\n" + good, "a.feature:1: tag @chk03 names no requirement and no fact",
		},
		"no id": {
			"機能: あ\n" + strings.Replace(good, "@CHK-03", "@PIN", 1),
			`a.feature:3: scenario "一" names no requirement or fact; add its id as a tag`,
		},
		"no claim": {
			"機能: あ\n@CHK-03\n  シナリオ: 一\n    もし 押す\n", `a.feature:3: scenario "一" has no claim; add a ならば step`,
		},
		"claim in the background only": {
			"機能: あ\n  背景:\n    ならば 出る\n@CHK-03\n  シナリオ: 一\n    かつ 押す\n", `a.feature:5: scenario "一" has no claim`,
		},
		"nine steps": {
			"機能: あ\n" + good + strings.Repeat("    かつ 出る\n", 7), `a.feature:3: scenario "一" has 9 steps, at most 8 are allowed`,
		},
		"outline without a row": {
			"機能: あ\n@CHK-03\n  シナリオテンプレート: 一\n    もし <い>\n    ならば 出る\n", `a.feature:3: outline "一" has no row`,
		},
		"two scenarios with the same name": {
			"機能: あ\n" + good + good, `a.feature:7: second scenario with the id "a.feature#一"; the first is in line 3`,
		},
		"not Gherkin": {"機能: あ\n" + good + "あれこれ\n", "a.feature:6: not Gherkin: "},
		"empty file":  {"", "a.feature:1: no 機能 in the file"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := Load(oneFile(c.content))
			require.Error(t, err)
			require.Contains(t, err.Error(), c.want)
			require.NotContains(t, err.Error(), "\n", "each problem is one line")
			var problems Problems
			require.ErrorAs(t, err, &problems)
			for _, p := range problems {
				require.NotEmpty(t, p.What.JA)
				require.NotEmpty(t, p.Next.JA)
			}
		})
	}
}

func TestLintLetsProsePass(t *testing.T) {
	suite, err := Load(oneFile("@PIN\n機能: あ\n  もしもの備え。例えば、前提となるカード。\n  窓口: 注意\n\n" +
		"  背景:\n    前提 " + strings.Repeat("長", 40) + "\n" +
		"@CHK-03\n  シナリオ: 一\n    患者が押す。\n    もし 押す\n    ならば 出る\n" + strings.Repeat("    かつ 出る\n", 6)))
	require.NoError(t, err)
	require.Len(t, suite.Scenarios, 1)
}

func TestLoadReportsEveryProblemInOrder(t *testing.T) {
	_, err := Load(fstest.MapFS{
		"b.feature": {Data: []byte("機能: あ\n  シナリオ: 一\n    もし 押す\n")},
		"a.feature": {Data: []byte("")},
	})
	require.ErrorContains(t, err, "a.feature:1: no 機能")
	require.Len(t, strings.Split(err.Error(), "\n"), 3)
	require.True(t, strings.HasPrefix(err.Error(), "a.feature:1"))

	_, err = Load(fstest.MapFS{})
	require.EqualError(t, err, "no *.feature file found at the top of the directory")
}

func TestNearNeedsOneLength(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := []rune(rapid.SampledFrom(keywords()).Draw(t, "word"))
		other := []rune(rapid.StringN(0, 6, -1).Draw(t, "other"))
		if len(word) != len(other) && near(other, word) {
			t.Fatalf("%q is accepted as %q", string(other), string(word))
		}
		if !near(word, word) {
			t.Fatalf("%q is not near itself", string(word))
		}
	})
}

package features

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWhatIsNoGherkinIsToldInOneShortLine(t *testing.T) {
	cases := map[string]struct{ content, en, ja string }{
		"English without its header": {"Feature: x\n  Scenario: a\n    Given b\n",
			`a.feature:1: not Gherkin: "Feature: x"; begin with 機能: and a name; for English keywords write # language: en on the line before it`,
			`a.feature:1: Gherkin として読めません（"Feature: x"）。「機能: 名前」で始めてください。英語のキーワードなら、その前の行に # language: en と書いてください`},
		"prose": {"機能: あ\n  シナリオ: 一\n    もし 押す\nあれこれ\nそれこれ\n",
			`a.feature:4: not Gherkin: "あれこれ"; check the line's keyword and its place`,
			`a.feature:4: Gherkin として読めません（"あれこれ"）。この行のキーワードと位置を確かめてください`},
		"terminal control sequences": {"\x1b]0;title\x07\x1b[2J\n",
			`a.feature:1: not Gherkin: "\x1b]0;title\a\x1b[2J"; begin with 機能:`, `（"\x1b]0;title\a\x1b[2J"）`},
		"a very long line": {strings.Repeat("長", 5000) + "\n",
			`not Gherkin: "` + strings.Repeat("長", 40) + `…"; begin`, `（"` + strings.Repeat("長", 40) + `…"）`},
		"a per cent sign": {"%s%d\n", `not Gherkin: "%s%d"; begin`, `（"%s%d"）`},
		"bytes that are not UTF-8": {"機能: あ\n\xff\xfe\x00\n", "a.feature:2: the file is not UTF-8 text; save it as UTF-8",
			"a.feature:2: UTF-8 のテキストではありません。文字コードを UTF-8 にして保存し直してください"},
		"byte order mark": {"\uFEFF機能: あ\n", "a.feature:1: the file begins with a byte order mark; save it as UTF-8 without a byte order mark",
			"ファイルの先頭に BOM があります。BOM なしの UTF-8 で保存し直してください"},
		"UTF-16 whose bytes are valid UTF-8": {"F\x00:\x00", "a.feature:1: the file is not UTF-8 text", "UTF-8 のテキストではありません"},
		"a line too long for the parser": {"機能: あ\n" + strings.Repeat("a", 70000),
			"a.feature:2: the line is too long (70000 bytes); split it into lines of 61440 bytes at most",
			"a.feature:2: 行が長すぎます（70000 バイト）。61440 バイトまでに分けてください"},
		"a doc string without its end": {"機能: あ\n  シナリオ: い\n    もし a\n      \"\"\"\n      b\n",
			"a.feature:6: the file ends too early; add a scenario", "a.feature:6: ファイルが途中で終わっています。"},
		"uneven table": {"機能: あ\n  シナリオ: い\n    もし a\n      | a | b |\n      | c |\n",
			`a.feature:5: row "| c |" has a different number of cells than the rows above; give`, `a.feature:5: 表の行 "| c |" の列の数が、ほかの行と違います。`},
		"tag without @": {"機能: あ\n@CHK-03 b c\n  シナリオ: い\n",
			`a.feature:2: tag line "@CHK-03 b c" has a word without @; begin every tag with @`, `タグの行 "@CHK-03 b c" に、@ のない語があります。どのタグも`},
		"unknown language": {"# language: xx\n機能: あ\n",
			`a.feature:1: unknown language: "# language: xx"; write # language: ja or # language: en`, `知らない言語です（"# language: xx"）。`},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := Load(oneFile(c.content))
			var problems Problems
			require.ErrorAs(t, err, &problems)
			require.Len(t, problems, 1, "only the first error of a file is reported")
			require.Contains(t, problems.Error(), c.en)
			require.Contains(t, problems.JA(), c.ja)
			for _, line := range []string{problems.Error(), problems.JA()} {
				require.NotRegexp(t, `[\x00-\x1f\x7f]|#[A-Z]`, line, "control characters, or a token of the parser")
				require.LessOrEqual(t, len([]rune(line)), 200)
			}
		})
	}
}

func TestTheLongestLineIsRead(t *testing.T) {
	_, err := Load(oneFile("機能: あ\n# " + strings.Repeat("a", longestLine-2) + "\n@CHK-03\n  シナリオ: 一\n    もし 押す\n    ならば 出る\n"))
	require.NoError(t, err)
}

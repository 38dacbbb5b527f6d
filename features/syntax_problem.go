package features

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/mynalab/mynalab/reports/bilingual"
)

// echoed is how many characters of a file a problem repeats: enough to find the place, too few to fill a terminal.
const echoed = 40

// longestLine is how many bytes a line may have: bufio's scanner, which reads the file for the parser, ends at 64 KiB, and
// the parser panics there.
const longestLine = 60 << 10

// misread is a row of the table of what the parser says: a part of its message, what it means, and the next move.
type misread struct {
	said       string
	what, next bilingual.Sentence
}

// misreadings is that table; the first row that fits counts, and the last one fits all. %[1]s is the line of the file, quoted
// and cut. What the parser says of its tokens is no word of a feature file and is left out.
func misreadings() []misread {
	place := bilingual.Of("この行のキーワードと位置を確かめてください", "check the line's keyword and its place")
	return []misread{
		{"end of file, expected", bilingual.Of("ファイルが途中で終わっています", "the file ends too early"),
			bilingual.Of(`最後のタグの後にシナリオを、""" の後に閉じる """ を書いてください`, `add the scenario behind the last tag, or the """ that closes`)},
		{"#FeatureLine", bilingual.Of("Gherkin として読めません（%[1]s）", "not Gherkin: %[1]s"),
			bilingual.Of("「機能: 名前」で始めてください。英語のキーワードなら、その前の行に # language: en と書いてください",
				"begin with 機能: and a name; for English keywords write # language: en in the line before")},
		{"cell count", bilingual.Of("表の行 %[1]s の列の数が、ほかの行と違います", "row %[1]s has another number of cells than those above"),
			bilingual.Of("どの行も同じ数に区切ってください", "give every row the same number")},
		{"tag may not", bilingual.Of("タグの行 %[1]s に、@ のない語があります", "tag line %[1]s has a word without @"),
			bilingual.Of("どのタグも @ で始めてください", "begin every tag with @")},
		{"Language not", bilingual.Of("知らない言語です（%[1]s）", "unknown language: %[1]s"),
			bilingual.Of("# language: ja か # language: en と書いてください", "write # language: ja or # language: en")},
		{"", bilingual.Of("Gherkin として読めません（%[1]s）", "not Gherkin: %[1]s"), place},
	}
}

// syntaxProblem is the first of the parser's "(line:column): message" lines: those behind it mostly follow from it.
func syntaxProblem(file string, content []byte, err error) Problem {
	line, message := 1, err.Error()
	if m := regexp.MustCompile(`(?m)^\((\d+):\d+\): (.*)$`).FindStringSubmatch(message); m != nil {
		line, _ = strconv.Atoi(m[1]) // the pattern lets digits pass, and no file has more lines than an int counts
		message = m[2]
	}
	text := quoted(lineOf(content, line))
	for _, row := range misreadings() {
		if strings.Contains(message, row.said) {
			return Problem{file, line, bilingual.Of(filled(row.what.JA, text), filled(row.what.EN, text)), row.next}
		}
	}
	panic("features: the last row of the misreadings fits all")
}

// filled puts the argument where the sentence has a place for it.
func filled(sentence, text string) string { return strings.ReplaceAll(sentence, "%[1]s", text) }

// lineOf is a line of the file by its number; empty behind the end.
func lineOf(content []byte, number int) string {
	lines := strings.Split(string(content), "\n")
	if number < 1 || number > len(lines) {
		return ""
	}
	return strings.TrimSpace(lines[number-1])
}

// quoted is a text of a file as a terminal may show it: no control character takes effect, and the rest is cut.
func quoted(text string) string {
	if runes := []rune(text); len(runes) > echoed {
		text = string(runes[:echoed]) + "…"
	}
	return strconv.Quote(text)
}

// textProblems are what keeps a file from being read as text at all. None of it is repeated.
func textProblems(file string, content []byte) Problems {
	if bytes.HasPrefix(content, []byte("\uFEFF")) { // the parser takes it for a part of the first keyword
		return Problems{{file, 1, bilingual.Of("ファイルの先頭に BOM があります", "the file begins with a byte order mark"),
			bilingual.Of("BOM なしの UTF-8 で保存し直してください", "save it as UTF-8 without one")}}
	}
	for i, line := range bytes.Split(content, []byte("\n")) {
		switch {
		case !utf8.Valid(line) || bytes.ContainsRune(line, 0):
			return Problems{{file, i + 1, bilingual.Of("UTF-8 のテキストではありません", "the file is no text in UTF-8"),
				bilingual.Of("文字コードを UTF-8 にして保存し直してください", "save it as UTF-8")}}
		case len(line) > longestLine:
			return Problems{{file, i + 1, bilingual.Of(fmt.Sprintf("行が長すぎます（%d バイト）", len(line)), fmt.Sprintf("the line is too long (%d bytes)", len(line))),
				bilingual.Of(fmt.Sprintf("%d バイトまでに分けてください", longestLine), fmt.Sprintf("split it into lines of %d bytes at most", longestLine))}}
		}
	}
	return nil
}

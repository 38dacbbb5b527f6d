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

// echoed is how many characters of a line a problem repeats. Our choice: enough to find the place, too few to fill a
// terminal.
const echoed = 40

// longestLine is how many bytes a line may have. The parser reads the file with a bufio.Scanner, which fails at a line of
// 64 KiB (bufio.MaxScanTokenSize), and then panics; 60 KiB stays clear of that.
const longestLine = 60 << 10

// misread is a row of the table of parser errors: a part of the parser's message, what it means to the user, and what to
// do.
type misread struct {
	said       string
	what, next bilingual.Sentence
}

// misreadings returns that table. The first row whose said is in the message decides; the last row matches everything.
// %[1]s stands for the line of the file, quoted and shortened. The parser's own message is left out: it speaks of its
// tokens, which are no words of a feature file.
func misreadings() []misread {
	place := bilingual.Of("この行のキーワードと位置を確かめてください", "check the line's keyword and its place")
	return []misread{
		{"end of file, expected", bilingual.Of("ファイルが途中で終わっています", "the file ends too early"),
			bilingual.Of(`最後のタグの後にシナリオを、""" の後に閉じる """ を書いてください`, `add a scenario after the last tag, or the closing """`)},
		{"#FeatureLine", bilingual.Of("Gherkin として読めません（%[1]s）", "not Gherkin: %[1]s"),
			bilingual.Of("「機能: 名前」で始めてください。英語のキーワードなら、その前の行に # language: en と書いてください",
				"begin with 機能: and a name; for English keywords write # language: en on the line before it")},
		{"cell count", bilingual.Of("表の行 %[1]s の列の数が、ほかの行と違います", "row %[1]s has a different number of cells than the rows above"),
			bilingual.Of("どの行も同じ数に区切ってください", "give every row the same number of cells")},
		{"tag may not", bilingual.Of("タグの行 %[1]s に、@ のない語があります", "tag line %[1]s has a word without @"),
			bilingual.Of("どのタグも @ で始めてください", "begin every tag with @")},
		{"Language not", bilingual.Of("知らない言語です（%[1]s）", "unknown language: %[1]s"),
			bilingual.Of("# language: ja か # language: en と書いてください", "write # language: ja or # language: en")},
		{"", bilingual.Of("Gherkin として読めません（%[1]s）", "not Gherkin: %[1]s"), place},
	}
}

// syntaxProblem returns the first of the parser's "(line:column): message" lines as a Problem; the lines after it mostly
// follow from the first.
func syntaxProblem(file string, content []byte, err error) Problem {
	line, message := 1, err.Error()
	if m := regexp.MustCompile(`(?m)^\((\d+):\d+\): (.*)$`).FindStringSubmatch(message); m != nil {
		line, _ = strconv.Atoi(m[1]) // the pattern allows only digits, and an int can count the lines of any file
		message = m[2]
	}
	text := quoted(lineOf(content, line))
	for _, row := range misreadings() {
		if strings.Contains(message, row.said) {
			return Problem{file, line, bilingual.Of(filled(row.what.JA, text), filled(row.what.EN, text)), row.next}
		}
	}
	panic("features: the last row of misreadings must match every message")
}

// filled replaces the placeholder of the sentence by text.
func filled(sentence, text string) string { return strings.ReplaceAll(sentence, "%[1]s", text) }

// lineOf returns a line of the file by its number, from 1; empty past the end.
func lineOf(content []byte, number int) string {
	lines := strings.Split(string(content), "\n")
	if number < 1 || number > len(lines) {
		return ""
	}
	return strings.TrimSpace(lines[number-1])
}

// quoted returns a text of a file in a form that is safe on a terminal: control characters are escaped and a long text is
// cut.
func quoted(text string) string {
	if runes := []rune(text); len(runes) > echoed {
		text = string(runes[:echoed]) + "…"
	}
	return strconv.Quote(text)
}

// textProblems finds what makes a file unreadable as text. The bytes themselves are not repeated.
func textProblems(file string, content []byte) Problems {
	if bytes.HasPrefix(content, []byte("\uFEFF")) { // the parser would read it as part of the first keyword
		return Problems{{file, 1, bilingual.Of("ファイルの先頭に BOM があります", "the file begins with a byte order mark"),
			bilingual.Of("BOM なしの UTF-8 で保存し直してください", "save it as UTF-8 without a byte order mark")}}
	}
	for i, line := range bytes.Split(content, []byte("\n")) {
		switch {
		case !utf8.Valid(line) || bytes.ContainsRune(line, 0):
			return Problems{{file, i + 1, bilingual.Of("UTF-8 のテキストではありません", "the file is not UTF-8 text"),
				bilingual.Of("文字コードを UTF-8 にして保存し直してください", "save it as UTF-8")}}
		case len(line) > longestLine:
			return Problems{{file, i + 1, bilingual.Of(fmt.Sprintf("行が長すぎます（%d バイト）", len(line)), fmt.Sprintf("the line is too long (%d bytes)", len(line))),
				bilingual.Of(fmt.Sprintf("%d バイトまでに分けてください", longestLine), fmt.Sprintf("split it into lines of %d bytes at most", longestLine))}}
		}
	}
	return nil
}

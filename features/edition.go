package features

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Edition is one edition of the text of a source document. ReadEdition makes it from the content of a file.
type Edition struct {
	// Lines is the number of lines of the file.
	Lines int
	// SHA256 is the digest of the file, in hexadecimal.
	SHA256 string
	// folded is the text without layout (see fold); line[i] is the number of the line, from 1, that byte i of folded comes from.
	folded string
	line   []int
	// question[n] is the number of the question that line n belongs to; 0 before the first question. question[0] is unused,
	// because lines are counted from 1.
	question []int
}

// The errors of ReadEdition.
var (
	// ErrNoText reports a file that is empty or contains only layout.
	ErrNoText = errors.New("the file contains no text")
	// ErrNoUTF8 reports a binary file or a text in another encoding.
	ErrNoUTF8 = errors.New("the file is not UTF-8 text")
)

// ReadEdition returns the edition that a file contains. It fails with ErrNoUTF8 or ErrNoText.
func ReadEdition(content []byte) (e Edition, err error) {
	if !utf8.Valid(content) || bytes.ContainsRune(content, 0) {
		return e, ErrNoUTF8
	}
	if e.folded, e.line = fold(string(content)); e.folded == "" {
		return e, ErrNoText
	}
	sum := sha256.Sum256(content)
	e.SHA256 = hex.EncodeToString(sum[:])
	number := 0
	e.question = []int{0}
	for line := range strings.SplitSeq(strings.TrimSuffix(string(content), "\n"), "\n") {
		if found := questionForm.FindStringSubmatch(foldedText(line)); found != nil {
			number, _ = strconv.Atoi(found[1]) // can't fail: up to 9 digits
		}
		e.question = append(e.question, number)
	}
	e.Lines = len(e.question) - 1
	return e, nil
}

// questionForm matches the beginning of a question in a folded line, e.g. "Q12.".
var questionForm = regexp.MustCompile(`^Q([1-9]\d{0,8})[.:]`)

// fold returns the text without layout, and the line number of each byte of the result. It unifies Unicode's compatibility forms
// (NFKC) and drops white space, invisible characters and the Markdown for headings and bold type (# and **). It keeps a single *,
// because forms mark required fields with it. So line breaks, indentation and bold type make no difference when two editions
// are compared, but each changed letter does.
func fold(text string) (string, []int) {
	var folded []byte
	var lines []int
	number := 0
	for line := range strings.SplitSeq(text, "\n") {
		number++
		for _, r := range norm.NFKC.String(strings.Map(dropLayout, line)) {
			switch last := len(folded) - 1; {
			case dropLayout(r) < 0 || r == '#':
			case r == '*' && last >= 0 && folded[last] == '*':
				folded, lines = folded[:last], lines[:last]
			default:
				folded = utf8.AppendRune(folded, r)
				for len(lines) < len(folded) {
					lines = append(lines, number)
				}
			}
		}
	}
	return string(folded), lines
}

// foldedText returns the text without layout.
func foldedText(text string) string {
	folded, _ := fold(text)
	return folded
}

// dropLayout returns r, or -1 if r is white space or an invisible formatting character. strings.Map drops runes that map to -1.
func dropLayout(r rune) rune {
	if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) {
		return -1
	}
	return r
}

// digestOf returns the digest of a passage: the first 16 hexadecimal digits of the SHA-256 of its folded text.
func digestOf(folded string) string {
	sum := sha256.Sum256([]byte(folded))
	return hex.EncodeToString(sum[:8])
}

// span is a passage: the bytes of the folded text from from up to, but not including, to.
type span struct{ from, to int }

func (s span) overlaps(other span) bool { return s.from < other.to && other.from < s.to }

// passages returns one passage for each occurrence of first. It ends with the next occurrence of last, which may overlap first or
// be the same words.
func (e Edition) passages(first, last string) (all []span) {
	first, last = foldedText(first), foldedText(last)
	if first == "" || last == "" {
		return nil
	}
	for at := 0; ; at++ {
		i := strings.Index(e.folded[at:], first)
		if i < 0 {
			return all
		}
		at += i
		end := max(at, at+len(first)-len(last))
		if j := strings.Index(e.folded[end:], last); j >= 0 {
			all = append(all, span{at, end + j + len(last)})
		}
	}
}

// digest returns the digest of a passage of the edition.
func (e Edition) digest(s span) string { return digestOf(e.folded[s.from:s.to]) }

// place returns where a passage is: its questions if question is true and the passage begins in a question, else its lines.
func (e Edition) place(s span, question bool) Place {
	from, to := e.line[s.from], e.line[s.to-1]
	if question && e.question[from] > 0 {
		return Place{true, e.question[from], e.question[to]}
	}
	return Place{false, from, to}
}

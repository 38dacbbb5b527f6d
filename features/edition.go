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

// Edition is the text of a source, as somebody hands it in.
type Edition struct {
	Lines  int
	SHA256 string
	// folded is the text without its layout; line is the line that each byte of it comes from.
	folded string
	line   []int
	// question is the question that each line belongs to, 0 before the first.
	question []int
}

// What a file may be instead of a text.
var (
	ErrNoText = errors.New("there is no text in it")
	ErrNoUTF8 = errors.New("it is not text in UTF-8")
)

// ReadEdition reads the text of a source.
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
			number, _ = strconv.Atoi(found[1]) // digits
		}
		e.question = append(e.question, number)
	}
	e.Lines = len(e.question) - 1
	return e, nil
}

// questionForm begins a question, folded.
var questionForm = regexp.MustCompile(`^Q([1-9]\d{0,8})[.:]`)

// fold takes the layout off a text: Unicode's compatibility forms become one (NFKC), and white space, invisible signs and the
// Markdown of headings and bold type (# and **) are dropped. A single * stays, since forms mark what is required with it.
// So a text wrapped, indented or marked anew stays the same, and one with another letter does not.
func fold(text string) (string, []int) {
	var folded []byte
	var lines []int
	number := 0
	for line := range strings.SplitSeq(text, "\n") {
		number++
		for _, r := range norm.NFKC.String(strings.Map(visible, line)) {
			switch last := len(folded) - 1; {
			case visible(r) < 0 || r == '#':
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

func foldedText(text string) string {
	folded, _ := fold(text)
	return folded
}

// visible is the sign itself, or -1 for one that only lays out.
func visible(r rune) rune {
	if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) {
		return -1
	}
	return r
}

// digestOf is the digest of a passage: the first 16 hexadecimal digits of the SHA-256 of its folded text.
func digestOf(folded string) string {
	sum := sha256.Sum256([]byte(folded))
	return hex.EncodeToString(sum[:8])
}

// span is a passage, as bytes of the folded text.
type span struct{ from, to int }

func (s span) overlaps(other span) bool { return s.from < other.to && other.from < s.to }

// passages are all that begin with first and end with the last that follows next; both may be the same words.
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

func (e Edition) digest(s span) string { return digestOf(e.folded[s.from:s.to]) }

// place is where a passage stands, as a question or as lines.
func (e Edition) place(s span, question bool) Place {
	from, to := e.line[s.from], e.line[s.to-1]
	if question && e.question[from] > 0 {
		return Place{true, e.question[from], e.question[to]}
	}
	return Place{false, from, to}
}

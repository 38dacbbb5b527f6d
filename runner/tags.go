package runner

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/mynalab/mynalab/reports/trace"
)

// TagExpression is a parsed tag expression: tags joined by and, or, not and parentheses; not binds tightest, then and.
type TagExpression struct {
	match func(tags []string) bool
	tags  []string
}

// Match reports whether a scenario with these tags is selected.
func (e TagExpression) Match(tags []string) bool { return e.match(tags) }

// Tags returns the tags in the expression, repeated if they are repeated in it.
func (e TagExpression) Tags() []string { return slices.Clone(e.tags) }

// ParseTags parses a tag expression, e.g. "@CHK-03 and not (@card-any or @PIN)". Its error is a UsageError that names the
// position as a character number, counted from 1.
func ParseTags(text string) (TagExpression, error) {
	p := &tagParser{text: text, words: tagWords(text)}
	e, err := p.either()
	if err != nil {
		return TagExpression{}, err
	}
	if w := p.peek(); w.text != "" {
		return TagExpression{}, p.expected(trace.Sentence{JA: "「and」か「or」", EN: `"and" or "or"`})
	}
	return e, nil
}

// tagWord is a tag, an operator or a parenthesis, with its position. The word at the end has an empty text.
type tagWord struct {
	text string
	at   int
}

func tagWords(text string) []tagWord {
	var words []tagWord
	open := false // a word is being read
	runes := []rune(text)
	for i, r := range runes {
		switch {
		case unicode.IsSpace(r):
			open = false
		case r == '(' || r == ')':
			words, open = append(words, tagWord{string(r), i + 1}), false
		case open:
			words[len(words)-1].text += string(r)
		default:
			words, open = append(words, tagWord{string(r), i + 1}), true
		}
	}
	return append(words, tagWord{at: len(runes) + 1})
}

type tagParser struct {
	text  string
	words []tagWord
}

func (p *tagParser) peek() tagWord { return p.words[0] }

// take consumes the next word if it is the given one.
func (p *tagParser) take(text string) bool {
	if p.peek().text != text {
		return false
	}
	p.words = p.words[1:]
	return true
}

// either parses operands joined by or.
func (p *tagParser) either() (TagExpression, error) {
	left, err := p.both()
	for err == nil && p.take("or") {
		var right TagExpression
		a := left
		right, err = p.both()
		left = TagExpression{
			func(tags []string) bool { return a.Match(tags) || right.Match(tags) }, slices.Concat(a.tags, right.tags),
		}
	}
	return left, err
}

// both parses operands joined by and.
func (p *tagParser) both() (TagExpression, error) {
	left, err := p.single()
	for err == nil && p.take("and") {
		var right TagExpression
		a := left
		right, err = p.single()
		left = TagExpression{
			func(tags []string) bool { return a.Match(tags) && right.Match(tags) }, slices.Concat(a.tags, right.tags),
		}
	}
	return left, err
}

// single parses a tag, a negation or a group.
func (p *tagParser) single() (TagExpression, error) {
	word := p.peek()
	switch {
	case p.take("not"):
		e, err := p.single()
		return TagExpression{func(tags []string) bool { return !e.Match(tags) }, e.tags}, err
	case p.take("("):
		e, err := p.either()
		if err == nil && !p.take(")") {
			return e, p.expected(trace.Sentence{JA: "「)」", EN: `")"`})
		}
		return e, err
	case !isTag(word.text):
		return TagExpression{}, p.expected(trace.Sentence{JA: "タグ", EN: "a tag"})
	}
	p.words = p.words[1:]
	return TagExpression{func(tags []string) bool { return slices.Contains(tags, word.text) }, []string{word.text}}, nil
}

// isTag refuses the operators of other tag languages (~ , & | !), which are never meant as part of a name.
func isTag(word string) bool {
	name, ok := strings.CutPrefix(word, "@")
	return ok && name != "" && !strings.ContainsAny(name, "@,~&|!")
}

func (p *tagParser) expected(what trace.Sentence) error {
	const example = `"@CHK-03 and not (@card-any or @PIN)"`
	word := p.peek()
	found := trace.Sentence{JA: fmt.Sprintf("に %q があります", word.text), EN: fmt.Sprintf("%q", word.text)}
	if word.text == "" {
		found = trace.Sentence{JA: "で式が終わっています", EN: "the end"}
	}
	return &UsageError{trace.Sentence{
		JA: fmt.Sprintf("タグの式 %q の%d文字目を読み取れません（%sが必要なところ%s）。%s のように指定してください",
			p.text, word.at, what.JA, found.JA, example),
		EN: fmt.Sprintf("tag expression %q, character %d: expected %s, found %s; write e.g. %s",
			p.text, word.at, what.EN, found.EN, example),
	}}
}

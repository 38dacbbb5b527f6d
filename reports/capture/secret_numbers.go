package capture

import (
	"slices"
	"strings"

	"github.com/mynalab/mynalab/reports/trace"
)

const (
	// longestShort is the length in bytes of the longest short secret in full width.
	longestShort = 3 * (longSecret - 1)
	// shortestNumber is the length from which a short secret is looked for inside a text: the three digits of a mistyped
	// PIN are there too often by chance, in the code of an error for one.
	shortestNumber = 4
)

// writes tells the kinds in which the product writes freely: a short secret may stand in the middle of a text there.
func writes(kind trace.Kind) bool { return kind == trace.KindScreen || kind == trace.KindRequest }

// free tells a name whose value may be searched for numbers. What the table of privacy lists is known by its name and
// either opaque or a person's: there a number equal to a PIN is chance. What is handed over and a query are texts all the
// same.
func free(name string, class trace.Class) bool {
	return slices.Contains(texts(), name) || class == trace.Open
}

// texts are the fields that hold a whole text, which the table of privacy takes for one value.
func texts() []string { return []string{fieldHandOver, fieldXML, fieldJSON, fieldQuery} }

// shortIn tells whether a text under this name, of this class, is a short secret or, where the product writes freely, has one
// in it. Of JSON it looks at the leaves, each under its own name, and at the names of the members.
func (s *scanner) shortIn(freely bool, name string, class trace.Class, text string) bool {
	if strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[") {
		if v, err := parseJSON(text); err == nil {
			return s.inMember(freely, name, v)
		}
	}
	return s.whole(text) || freely && free(name, class) && s.numbered(text)
}

func (s *scanner) inMember(freely bool, name string, v any) bool {
	switch v := v.(type) {
	case map[string]any:
		for key, inner := range v {
			if freely && s.numbered(key) || s.inMember(freely, key, inner) {
				return true
			}
		}
		return false
	case []any:
		return slices.ContainsFunc(v, func(inner any) bool { return s.inMember(freely, name, inner) })
	default:
		return s.shortIn(freely, name, trace.PrivacyOfContent(name).Class, leaf(v))
	}
}

// whole tells whether text is a short secret, in half or full width.
func (s *scanner) whole(text string) bool {
	return len(text) <= longestShort && slices.Contains(s.short, trace.FoldText.Apply(text))
}

// numbered tells whether a short secret is the only number of a word of text: "PIN: 1234", "pin1234" and "/v1/1234", but
// neither a telephone number, nor a version, nor an identifier with other digits in it.
func (s *scanner) numbered(text string) bool {
	if !strings.ContainsFunc(text, isDigit) {
		return false
	}
	for word := range strings.FieldsFuncSeq(trace.FoldText.Apply(text), notInWord) {
		if s.numbers(word) {
			return true
		}
	}
	return false
}

func (s *scanner) numbers(word string) bool {
	first, last := strings.IndexFunc(word, isDigit), strings.LastIndexFunc(word, isDigit)
	return last-first+1 >= shortestNumber && slices.Contains(s.short, word[first:last+1])
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' || r >= '０' && r <= '９' }

// notInWord: a hyphen or a dot joins the parts of a longer number.
func notInWord(r rune) bool {
	return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || isDigit(r) || r == '-' || r == '.')
}

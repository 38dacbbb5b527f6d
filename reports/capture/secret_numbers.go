package capture

import (
	"slices"
	"strings"

	"github.com/mynalab/mynalab/reports/trace"
)

const (
	// longestShort is the length in bytes of the longest short secret in full width: three bytes of UTF-8 for each character.
	longestShort = 3 * (longSecret - 1)
	// shortestNumber is the length from which a short secret is searched for inside a text. The three digits of a mistyped
	// PIN occur there by chance too often, e.g. in an error code.
	shortestNumber = 4
)

// writes reports whether the product writes free text in events of this kind, which may contain a short secret.
func writes(kind trace.Kind) bool { return kind == trace.KindScreen || kind == trace.KindRequest }

// free reports whether the value with this name may be searched for numbers. Values that the privacy table lists are opaque
// or a person's data, where a number equal to a PIN is a coincidence. Hand-over texts and queries are searched although
// they are listed.
func free(name string, class trace.Class) bool {
	return slices.Contains(texts(), name) || class == trace.Open
}

// texts returns the fields that contain a whole text, which the privacy table treats as one value.
func texts() []string { return []string{fieldHandOver, fieldXML, fieldJSON, fieldQuery} }

// shortIn reports whether a value with this name and class is a short secret or, if freely is true, contains one. In JSON it
// looks at the leaves, each under its own name, and at the names of the members.
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

// whole reports whether text is a short secret, in half or full width.
func (s *scanner) whole(text string) bool {
	return len(text) <= longestShort && slices.Contains(s.short, trace.FoldText.Apply(text))
}

// numbered reports whether a short secret is the only number in a word of text: in "PIN: 1234", "pin1234" and "/v1/1234", but
// not in a telephone number, a version, or an identifier with other digits.
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

// notInWord reports whether a rune separates words. A hyphen or a dot does not, because it joins the parts of a longer
// number.
func notInWord(r rune) bool {
	return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || isDigit(r) || r == '-' || r == '.')
}

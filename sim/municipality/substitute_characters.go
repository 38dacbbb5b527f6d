package municipality

import (
	"strings"
	"unicode"
)

// Substitution is one row of the table of 代替文字: what a certificate contains instead of a character that it cannot represent.
type Substitution struct {
	// Fits reports whether the row applies to the character.
	Fits func(rune) bool
	// Write is the text that replaces the character.
	Write  string
	Source string
}

// Characters of Unicode that a certificate cannot represent.
const (
	firstSelector, lastSelector = 0xE0100, 0xE01EF // ideographic variation selectors
	lastOfBMP                   = 0xFFFF
)

// DefaultSubstitutions returns the table of substitutions. It is known that substituted characters are flagged (CARD-422,
// CARD-425). It is not public which characters; that they are those outside the basic plane and in private use (外字) is ours.
// A variation selector is not a character of its own, so the character before it is flagged.
func DefaultSubstitutions() []Substitution {
	return []Substitution{
		{func(r rune) bool { return r == '𠮷' }, "吉", "CARD-422 (ours: the printed form of the same name)"},
		{func(r rune) bool { return r > lastOfBMP || unicode.Is(unicode.Co, r) }, "●", "CARD-422, CARD-425 (ours)"},
	}
}

// substitute returns a text as a certificate contains it, with one flag for each character: 1 if it was substituted.
func substitute(rows []Substitution, text string) (written, flags string) {
	var out, marks strings.Builder
	for _, r := range text {
		if r >= firstSelector && r <= lastSelector {
			if so := marks.String(); so != "" {
				marks.Reset()
				marks.WriteString(so[:len(so)-1] + "1")
			}
			continue
		}
		s, mark := string(r), "0"
		for _, row := range rows {
			if row.Fits(r) {
				s, mark = row.Write, "1"
				break
			}
		}
		out.WriteString(s)
		marks.WriteString(mark)
	}
	return out.String(), marks.String()
}

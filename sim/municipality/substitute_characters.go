package municipality

import (
	"strings"
	"unicode"
)

// Substitution is one row of the table of 代替文字: what a certificate writes for a character that it cannot hold.
type Substitution struct {
	// Fits tells whether the row is for the character.
	Fits func(rune) bool
	// Write is what stands for it.
	Write  string
	Source string
}

// Characters of Unicode that a certificate does not hold.
const (
	firstSelector, lastSelector = 0xE0100, 0xE01EF // ideographic variation selectors
	lastOfBMP                   = 0xFFFF
)

// DefaultSubstitutions is the table of substitutions. That substituted characters are flagged is known (CARD-422,
// CARD-425); which ones, is not public: outside of the basic plane and private use (外字) is ours. A variation selector is
// no character of its own, so the one before it is flagged.
func DefaultSubstitutions() []Substitution {
	return []Substitution{
		{func(r rune) bool { return r == '𠮷' }, "吉", "CARD-422 (ours: the printed form of the same name)"},
		{func(r rune) bool { return r > lastOfBMP || unicode.Is(unicode.Co, r) }, "●", "CARD-422, CARD-425 (ours)"},
	}
}

// substitute is a text as a certificate writes it, with a flag a character: 1 where it was substituted.
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

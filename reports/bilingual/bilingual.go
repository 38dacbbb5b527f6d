// Package bilingual is a sentence in the two languages that mynalab speaks, Japanese and English, and how one of them is
// picked. Every room may import it, and it imports none; what the sentences are about it does not know.
package bilingual

import "fmt"

// Lang is the language of what is shown.
type Lang string

// The languages.
const (
	JA Lang = "ja"
	EN Lang = "en"
)

// Sentence is one text in both languages.
type Sentence struct {
	JA string `json:"ja"`
	EN string `json:"en"`
}

// Of is a sentence of its two texts.
func Of(ja, en string) Sentence { return Sentence{JA: ja, EN: en} }

// In is the text in a language, Japanese unless it is English; where that one is empty, it is the other.
func (s Sentence) In(lang Lang) string {
	if (lang == EN || s.JA == "") && s.EN != "" {
		return s.EN
	}
	return s.JA
}

// With is a sentence of two formats (fmt) that take the same arguments.
func (s Sentence) With(args ...any) Sentence {
	return Sentence{JA: fmt.Sprintf(s.JA, args...), EN: fmt.Sprintf(s.EN, args...)}
}

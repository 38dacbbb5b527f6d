// Package bilingual has a text in the two languages that mynalab speaks, Japanese and English, and the choice between them.
//
// Every package may import it, and it imports none of ours; it does not know what the texts are about. The type is
// [Sentence], made with [Of]; [Sentence.In] picks a language.
package bilingual

import "fmt"

// Lang is the language in which a text is shown.
type Lang string

// The languages.
const (
	JA Lang = "ja"
	EN Lang = "en"
)

// Sentence is one text in both languages; results and records contain it in this JSON form.
type Sentence struct {
	JA string `json:"ja"`
	EN string `json:"en"`
}

// Of makes a Sentence of its two texts.
func Of(ja, en string) Sentence { return Sentence{JA: ja, EN: en} }

// In returns the text in a language: English for EN, else Japanese. If that text is empty it returns the other one.
func (s Sentence) In(lang Lang) string {
	if (lang == EN || s.JA == "") && s.EN != "" {
		return s.EN
	}
	return s.JA
}

// With formats both texts (fmt) with the same arguments.
func (s Sentence) With(args ...any) Sentence {
	return Sentence{JA: fmt.Sprintf(s.JA, args...), EN: fmt.Sprintf(s.EN, args...)}
}

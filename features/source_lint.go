package features

import (
	"fmt"
	"regexp"
	"slices"
	"unicode/utf8"

	"github.com/mynalab/mynalab/reports/bilingual"
)

// digestForm matches a digest as digestOf returns it.
var digestForm = regexp.MustCompile(`^[0-9a-f]{16}$`)

// lint finds pins whose requirement, place or document does not exist, and places of requirements that have no pin.
func (p Pinned) lint() (problems Problems) {
	places := map[string][]Reference{}
	for i, r := range p.Requirements {
		references, err := r.References()
		if err != nil {
			problems = append(problems, Problem{"requirements.tsv", i + 2, bilingual.Of(fmt.Sprintf("%s の出典を読み取れません（%v）", r.ID, err),
				fmt.Sprintf("the source column of %s is not valid: %v", r.ID, err)), bilingual.Of(
				"「seed 000 Q9; seed 002 L103, L145-171」のように書いてください", "write it in the form seed 000 Q9; seed 002 L103, L145-171")})
			continue
		}
		places[r.ID] = references
		problems = append(problems, p.unpinned(i+2, r.ID, references)...)
	}
	for i, pin := range p.Pins {
		problems = append(problems, p.lintPin(i+2, pin, places)...)
		if slices.Contains(p.Pins[:i], pin) {
			problems = append(problems, pinProblem(i+2, "上と同じ行です", "this row repeats an earlier one",
				"どちらかを消してください", "remove one of the two"))
		}
	}
	return problems
}

// unpinned returns a problem for each place of a requirement that has no pin.
func (p Pinned) unpinned(line int, id string, references []Reference) (problems Problems) {
	for _, at := range references {
		if slices.ContainsFunc(p.Pins, func(pin Pin) bool { return pin.Requirement == id && at == Reference{pin.Document, pin.Place} }) {
			continue
		}
		problems = append(problems, Problem{"requirements.tsv", line,
			bilingual.Of(fmt.Sprintf("%s の出典 %s %s の文言が pins.tsv にありません", id, at.Document, at.Place),
				fmt.Sprintf("%s has no pin for its source %s %s", id, at.Document, at.Place)),
			bilingual.Of("その文言の行を加えてください", "add a row with the words of that place to pins.tsv")})
	}
	return problems
}

// lintPin checks one pin by itself and against requirements.tsv and sources.tsv.
func (p Pinned) lintPin(line int, pin Pin, places map[string][]Reference) (problems Problems) {
	add := func(whatJA, whatEN, nextJA, nextEN string) {
		problems = append(problems, pinProblem(line, whatJA, whatEN, nextJA, nextEN))
	}
	at := Reference{pin.Document, pin.Place}
	switch known := slices.ContainsFunc(p.Requirements, func(r Requirement) bool { return r.ID == pin.Requirement }); {
	case !known:
		add(fmt.Sprintf("要件 %s はありません", pin.Requirement), fmt.Sprintf("requirement %s does not exist", pin.Requirement),
			"requirements.tsv のIDを書いてください", "write an id from requirements.tsv")
	case !slices.Contains(places[pin.Requirement], at):
		add(fmt.Sprintf("%s の出典に %s %s はありません", pin.Requirement, at.Document, at.Place),
			fmt.Sprintf("the source column of %s does not list %s %s", pin.Requirement, at.Document, at.Place),
			"出典の欄と同じ場所を書いてください", "write a place that it lists, or correct the column")
	}
	if !slices.ContainsFunc(p.Sources, func(s Source) bool { return s.ID == pin.Document }) {
		add(fmt.Sprintf("文書 %s はありません", pin.Document), fmt.Sprintf("document %s does not exist", pin.Document),
			"sources.tsv のIDを書いてください", "write an id from sources.tsv")
	}
	for _, quote := range []string{pin.First, pin.Last} {
		if n := utf8.RuneCountInString(quote); n > maxQuote || foldedText(quote) == "" {
			add(fmt.Sprintf("引用が%d文字です", n), fmt.Sprintf("the quote has %d characters", n),
				fmt.Sprintf("1文字から%d文字までにしてください", maxQuote), fmt.Sprintf("quote 1 to %d characters of text", maxQuote))
		}
	}
	if !digestForm.MatchString(pin.Digest) {
		add(fmt.Sprintf("%q は要約値ではありません", pin.Digest), fmt.Sprintf("%q is not a digest of 16 hexadecimal digits", pin.Digest),
			"mynalab list --pins が示す行を書いてください", "copy the row that mynalab list --pins prints")
	}
	return problems
}

// pinProblem returns a problem in a line of pins.tsv.
func pinProblem(line int, whatJA, whatEN, nextJA, nextEN string) Problem {
	return Problem{"pins.tsv", line, bilingual.Of(whatJA, whatEN), bilingual.Of(nextJA, nextEN)}
}

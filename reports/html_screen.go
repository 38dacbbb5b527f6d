package reports

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/mynalab/mynalab/reports/trace"
)

// screenView is a screen as a person sees it, drawn small.
type screenView struct {
	Title   trace.Sentence
	Outcome trace.Sentence
	// Mood is good, bad or empty. It decides the colour of the outcome.
	Mood   string
	Text   string
	Tries  string
	Fields []fieldView
	// Handover is the text that the product hands over to the receipt computer.
	Handover string
}

type fieldView struct{ Name, Value string }

func screenViewOf(e trace.Event) *screenView {
	s := &screenView{Title: say(screens(), string(e.Screen())), Outcome: say(outcomes(), string(e.Outcome())), Text: e.Text(), Tries: string(e.Tries())}
	switch e.Outcome() {
	case trace.OutcomeNone:
	case trace.OutcomeRegistered, trace.OutcomeDeregistered, trace.OutcomeConfirmed:
		s.Mood = "good"
	default:
		s.Mood = "bad"
	}
	for _, name := range slices.Sorted(maps.Keys(e.Fields)) {
		if label, ok := strings.CutPrefix(name, trace.FieldPrefix); ok {
			s.Fields = append(s.Fields, fieldView{label, e.Fields[name]})
		}
	}
	s.Handover = short(e.HandOver())
	// The record has the fields by name. If there is a hand-over, the fields are sorted in its order, which is the
	// product's.
	slices.SortStableFunc(s.Fields, func(a, b fieldView) int {
		return cmp.Compare(strings.Index(e.HandOver(), a.Name+"\t"), strings.Index(e.HandOver(), b.Name+"\t"))
	})
	return s
}

func (s *screenView) same(other *screenView) bool {
	return other != nil && s.Title == other.Title && s.Outcome == other.Outcome && s.Text == other.Text && s.Tries == other.Tries &&
		s.Handover == other.Handover && slices.Equal(s.Fields, other.Fields)
}

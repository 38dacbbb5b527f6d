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
	// Mood is good, bad or empty: how the outcome is coloured.
	Mood   string
	Text   string
	Tries  string
	Fields []fieldView
	// Handover is what the product gives to the receipt computer.
	Handover string
}

type fieldView struct{ Name, Value string }

func screenViewOf(e trace.Event) *screenView {
	f := e.Fields
	s := &screenView{Title: say(screens(), f["screen"]), Outcome: say(outcomes(), f["outcome"]), Text: f["text"], Tries: f["tries"]}
	switch f["outcome"] {
	case "":
	case "registered", "deregistered", "confirmed":
		s.Mood = "good"
	default:
		s.Mood = "bad"
	}
	for _, name := range slices.Sorted(maps.Keys(f)) {
		if label, ok := strings.CutPrefix(name, trace.FieldPrefix); ok {
			s.Fields = append(s.Fields, fieldView{label, f[name]})
		}
	}
	s.Handover = short(f["handover"])
	// The record has the fields by name; a hand-over beside them has the product's own order.
	slices.SortStableFunc(s.Fields, func(a, b fieldView) int {
		return cmp.Compare(strings.Index(f["handover"], a.Name+"\t"), strings.Index(f["handover"], b.Name+"\t"))
	})
	return s
}

func (s *screenView) same(other *screenView) bool {
	return other != nil && s.Title == other.Title && s.Outcome == other.Outcome && s.Text == other.Text && s.Tries == other.Tries &&
		s.Handover == other.Handover && slices.Equal(s.Fields, other.Fields)
}

package reports

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"

	"github.com/mynalab/mynalab/reports/trace"
)

// view is the data of the page template.
type view struct {
	Results
	Lang     Lang
	Timing   Timing
	Line     trace.Sentence
	Next     trace.Sentence
	Tallies  []verdictTally
	Kinds    []kindView
	Chapters []chapterView
	Troubles []*scenarioView
	Shown    []*scenarioView

	Policy string
	Style  template.CSS
	Script template.JS
}

// verdictTally is one segment of the bar of scenarios; X and Width are in percent.
type verdictTally struct {
	Verdict  trace.Verdict
	N        int
	X, Width float64
}

// kindView is one kind of requirement with the widths of its bar in percent.
type kindView struct {
	KindRule
	Tally
	CoveredWidth, FailedWidth float64
}

// chapterView is a chapter with its requirements or facts.
type chapterView struct {
	Chapter
	Items []itemView
}

// itemView is a row of the table of requirements, with links to its scenarios.
type itemView struct {
	Item
	Links []link
}

type link struct{ Anchor, Text string }

func viewOf(run Run) (*view, error) {
	r := run.Results
	v := &view{Results: r, Lang: run.Lang, Timing: run.Timing, Line: verdictLine(r), Next: runNext(r)}
	if v.Lang == "" {
		v.Lang = LangJA
	}
	anchors := make(map[string]string, len(r.Scenarios))
	for i, s := range r.Scenarios {
		anchors[s.ID] = fmt.Sprintf("s%d", i+1)
	}
	v.tallies()
	v.kinds()
	v.chapters(anchors)
	for _, s := range r.Scenarios {
		happened, err := run.Events(s.ID)
		if err != nil {
			return nil, err
		}
		shown := scenarioViewOf(s, anchors[s.ID], happened, run.Timing.Scenarios[s.ID])
		v.Shown = append(v.Shown, shown)
		if s.Verdict >= trace.NotRun {
			v.Troubles = append(v.Troubles, shown)
		}
	}
	for _, list := range [][]*scenarioView{v.Shown, v.Troubles} {
		slices.SortStableFunc(list, func(a, b *scenarioView) int { return cmp.Compare(b.Verdict, a.Verdict) })
	}
	return v, nil
}

func (v *view) tallies() {
	x := 0.0
	for _, verdict := range trace.Verdicts() {
		tally := verdictTally{Verdict: verdict, N: v.Counts[verdict], X: x, Width: percent(v.Counts[verdict], len(v.Scenarios))}
		x += tally.Width
		v.Tallies = append(v.Tallies, tally)
	}
}

func (v *view) kinds() {
	for i, k := range v.Coverage.Kinds {
		all := k.Covered + k.Failed + k.Open + k.Excused
		shown := kindView{Tally: k.Tally, CoveredWidth: percent(k.Covered, all), FailedWidth: percent(k.Failed, all)}
		if i < len(DefaultKinds()) {
			shown.KindRule = DefaultKinds()[i]
		}
		v.Kinds = append(v.Kinds, shown)
	}
}

func percent(n, of int) float64 { return 100 * float64(n) / float64(max(of, 1)) }

// chapters puts the items into their chapters. Items without a chapter are facts; each table of facts becomes a chapter.
func (v *view) chapters(anchors map[string]string) {
	for _, c := range v.Coverage.Chapters {
		v.Chapters = append(v.Chapters, chapterView{Chapter: c})
	}
	for _, item := range v.Coverage.Items {
		i := slices.IndexFunc(v.Chapters, func(c chapterView) bool { return c.ID == item.Chapter })
		if i < 0 {
			i = len(v.Chapters)
			v.Chapters = append(v.Chapters, chapterView{Chapter: Chapter{ID: item.Chapter, Name: say(factChapters(), item.Chapter)}})
		}
		shown := itemView{Item: item}
		for _, id := range item.Scenarios {
			shown.Links = append(shown.Links, link{anchors[id], anchors[id]})
		}
		v.Chapters[i].Items = append(v.Chapters[i].Items, shown)
	}
}

// factChapters returns the headings of the facts by the letters at the beginning of their ids.
func factChapters() []recordWord {
	return []recordWord{
		{"CARD", trace.Sentence{JA: "カードの事実のうち、シナリオが挙げたもの", EN: "Facts about the card that a scenario names"}},
		{"SVC", trace.Sentence{JA: "サービスの事実のうち、シナリオが挙げたもの", EN: "Facts about the service that a scenario names"}},
	}
}

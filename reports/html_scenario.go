package reports

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/mynalab/mynalab/reports/trace"
)

// scenarioView is one scenario of the page: what is wrong, then for each step what happened and what was found.
type scenarioView struct {
	Scenario
	Anchor   string
	Took     time.Duration
	Planes   []trace.Plane
	Chapters []string
	Bad      []findingView
	Rows     []*stepView
	// Invariants are the findings that hold and do not belong to a step.
	Invariants []findingView
}

// stepView is a step with what happened while it ran. The first one has number 0 and is for what happened before the steps.
type stepView struct {
	Step
	// Anchor is the anchor of the event that says that the step began.
	Anchor   string
	Open     bool
	Turns    []turn
	Findings []findingView
	// Screens, Commands and Messages are the numbers of screens, APDUs and HTTP requests in the step.
	Screens, Commands, Messages int
}

type findingView struct {
	trace.Judged
	Anchor string
	Links  []link
}

func scenarioViewOf(s Scenario, anchor string, events []trace.Event, took time.Duration) *scenarioView {
	v := &scenarioView{Scenario: s, Anchor: anchor, Took: took, Rows: []*stepView{{}}}
	for _, step := range s.Steps {
		v.Rows = append(v.Rows, &stepView{Step: step})
	}
	for _, id := range s.Requirements {
		if c := chapterOf(id); !slices.Contains(v.Chapters, c) {
			v.Chapters = append(v.Chapters, c)
		}
	}
	for _, p := range []trace.Plane{trace.Card, trace.Control, trace.Service} {
		if slices.ContainsFunc(events, func(e trace.Event) bool { return e.Plane == p }) {
			v.Planes = append(v.Planes, p)
		}
	}
	v.place(events)
	v.find()
	if len(v.Rows[0].Turns) == 0 && len(v.Rows) > 1 {
		v.Rows = v.Rows[1:]
	}
	return v
}

// place puts the events into the rows of their steps. A claim with a finding is left out, because the finding is shown.
func (v *scenarioView) place(events []trace.Event) {
	judged := map[int]bool{}
	for _, j := range v.Claims {
		judged[j.Seq] = true
	}
	d := drawing{scenario: v.Anchor, certificates: certificates{}}
	for _, list := range byStep(events) {
		row := v.at(list[0].Step)
		var drawn []trace.Event
		for _, e := range list {
			switch {
			case e.Kind == trace.KindStep:
				row.Anchor = eventAnchor(v.Anchor, e.Seq)
			case judged[e.Seq], e.Kind == trace.KindOutcome && e.Ending() == trace.EndingPassed:
			default:
				drawn = append(drawn, e)
			}
			row.tally(e)
		}
		row.Turns = append(row.Turns, d.turns(drawn)...)
	}
}

// byStep splits the events where the step changes.
func byStep(events []trace.Event) [][]trace.Event {
	var lists [][]trace.Event
	for i, e := range events {
		if i == 0 || e.Step != events[i-1].Step {
			lists = append(lists, nil)
		}
		lists[len(lists)-1] = append(lists[len(lists)-1], e)
	}
	return lists
}

func (s *stepView) tally(e trace.Event) {
	switch e.Kind {
	case trace.KindScreen:
		s.Screens++
	case trace.KindCommand:
		s.Commands++
	case trace.KindRequest:
		s.Messages++
	}
}

// find puts the findings into the rows of their steps, and opens the steps that have evidence of a failure.
func (v *scenarioView) find() {
	for _, j := range v.Claims {
		f := v.finding(j)
		if !j.OK {
			v.Bad = append(v.Bad, f)
			v.open(j)
		}
		switch {
		case j.Step > 0:
			row := v.at(j.Step)
			row.Findings = append(row.Findings, f)
		case j.OK:
			v.Invariants = append(v.Invariants, f)
		}
	}
	for _, row := range v.Rows {
		row.Open = row.Open || (v.Verdict >= trace.NotRun && row.Status != "" && row.Status != "passed" && row.Status != "skipped")
	}
}

func (v *scenarioView) open(j trace.Judged) {
	for _, seq := range j.Evidence {
		for _, row := range v.Rows {
			row.Open = row.Open || slices.ContainsFunc(row.Turns, func(t turn) bool { return t.holds(eventAnchor(v.Anchor, seq)) })
		}
	}
}

// finding makes a link for each piece of evidence that is on the page.
func (v *scenarioView) finding(j trace.Judged) findingView {
	f := findingView{Judged: j}
	if j.Seq > 0 {
		f.Anchor = eventAnchor(v.Anchor, j.Seq)
	}
	drawn := map[string]bool{}
	for _, row := range v.Rows {
		for _, t := range row.Turns {
			maps.Copy(drawn, t.anchors())
		}
		drawn[row.Anchor] = true
	}
	for _, other := range v.Claims {
		drawn[eventAnchor(v.Anchor, other.Seq)] = other.Step > 0
	}
	for _, seq := range j.Evidence {
		l := link{Text: fmt.Sprint(seq)}
		if a := eventAnchor(v.Anchor, seq); drawn[a] {
			l.Anchor = a
		}
		f.Links = append(f.Links, l)
	}
	return f
}

// at returns the row of a step. A step that is not in the results gets the last row.
func (v *scenarioView) at(step int) *stepView { return v.Rows[min(max(step, 0), len(v.Rows)-1)] }

func eventAnchor(scenario string, seq int) string { return fmt.Sprintf("%se%d", scenario, seq) }

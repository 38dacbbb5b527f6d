package reports

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/mynalab/mynalab/reports/trace"
)

// view is what the page shows, ready to be laid out.
type view struct {
	Results
	Tallies []verdictTally
	Items   []itemView
	Shown   []scenarioView
}

type verdictTally struct {
	Verdict trace.Verdict
	N       int
}

// itemView is a row of the requirements' table with links to its scenarios.
type itemView struct {
	Item
	Links []link
}

type link struct{ Anchor, Text string }

// scenarioView is one scenario, its steps beside what happened in them.
type scenarioView struct {
	Scenario
	Anchor string
	Open   bool
	Rows   []row
	// Invariants are the findings that belong to no step.
	Invariants []findingView
}

// row is a step with what happened while it ran. The first row, for what came before the steps, has number 0.
type row struct {
	Step
	// Anchor is that of the event that says that the step began.
	Anchor  string
	Moments []moment
}

// moment is one event, or a claim with its finding.
type moment struct {
	Event   *eventView
	Finding *findingView
}

type findingView struct {
	trace.Judged
	Anchor string
	Links  []link
}

func viewOf(r Results, events Events) (view, error) {
	v := view{Results: r}
	anchors := make(map[string]string, len(r.Scenarios))
	for i, s := range r.Scenarios {
		anchors[s.ID] = fmt.Sprintf("s%d", i+1)
	}
	for _, verdict := range slices.Backward(trace.Verdicts()) {
		v.Tallies = append(v.Tallies, verdictTally{verdict, r.Counts[verdict]})
	}
	for _, item := range r.Coverage.Items {
		shown := itemView{Item: item}
		for _, id := range item.Scenarios {
			shown.Links = append(shown.Links, link{anchors[id], anchors[id]})
		}
		v.Items = append(v.Items, shown)
	}
	for _, s := range r.Scenarios {
		happened, err := events(s.ID)
		if err != nil {
			return view{}, err
		}
		v.Shown = append(v.Shown, scenarioViewOf(s, anchors[s.ID], happened))
	}
	slices.SortStableFunc(v.Shown, func(a, b scenarioView) int { return cmp.Compare(b.Verdict, a.Verdict) })
	return v, nil
}

func scenarioViewOf(s Scenario, anchor string, events []trace.Event) scenarioView {
	v := scenarioView{Scenario: s, Anchor: anchor, Open: s.Verdict >= trace.NotRun, Rows: []row{{}}}
	for _, step := range s.Steps {
		v.Rows = append(v.Rows, row{Step: step})
	}
	findings := map[int]findingView{}
	for _, j := range s.Claims {
		if j.Seq == 0 {
			v.Invariants = append(v.Invariants, findingViewOf(j, anchor))
			continue
		}
		findings[j.Seq] = findingViewOf(j, anchor)
	}
	for _, e := range events {
		v.place(e, findings)
	}
	for _, seq := range slices.Sorted(maps.Keys(findings)) { // those whose claim is missing from the record
		f := findings[seq]
		v.at(f.Judged.Step).add(moment{Finding: &f})
	}
	if len(v.Rows[0].Moments) == 0 {
		v.Rows = v.Rows[1:]
	}
	return v
}

// place puts an event into the row of its step, a judged claim as its finding, which is then taken from findings.
func (v *scenarioView) place(e trace.Event, findings map[int]findingView) {
	here := v.at(e.Step)
	if e.Kind == trace.KindStep { // the step itself stands there
		here.Anchor = eventAnchor(v.Anchor, e.Seq)
		return
	}
	if f, ok := findings[e.Seq]; ok {
		delete(findings, e.Seq)
		here.add(moment{Finding: &f})
		return
	}
	here.add(moment{Event: eventViewOf(e, v.Anchor)})
}

// at is the row of a step; one that the results do not know goes to the last.
func (v *scenarioView) at(step int) *row { return &v.Rows[min(max(step, 0), len(v.Rows)-1)] }

func (r *row) add(m moment) { r.Moments = append(r.Moments, m) }

func findingViewOf(j trace.Judged, anchor string) findingView {
	f := findingView{Judged: j}
	if j.Seq > 0 {
		f.Anchor = eventAnchor(anchor, j.Seq)
	}
	for _, seq := range j.Evidence {
		f.Links = append(f.Links, link{eventAnchor(anchor, seq), fmt.Sprint(seq)})
	}
	return f
}

func eventAnchor(scenario string, seq int) string { return fmt.Sprintf("%se%d", scenario, seq) }

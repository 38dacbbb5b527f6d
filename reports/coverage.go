package reports

import (
	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/reports/trace"
)

// Coverage tells which sentences the run has shown to hold.
type Coverage struct {
	// Requirements and Facts count those that ask for a scenario or test.
	Requirements Tally `json:"requirements"`
	Facts        Tally `json:"facts"`
	// Items are all of those requirements, and each other requirement or fact that a scenario of the run names.
	Items []Item `json:"items"`
}

// Tally counts sentences.
type Tally struct {
	Covered int `json:"covered"`
	Failed  int `json:"failed"`
	Open    int `json:"open"`
}

// State is how far a sentence is shown.
type State string

// The states. A sentence is covered if a scenario that names it passed and none that names it did worse than
// unsupported; failed if one did; else open.
const (
	StateCovered State = "covered"
	StateFailed  State = "failed"
	StateOpen    State = "open"
)

// Item is one requirement or fact with its state.
type Item struct {
	ID        string         `json:"id"`
	Statement trace.Sentence `json:"statement"`
	Source    string         `json:"source"`
	// Level is must, should or information; for a fact its grade or basis.
	Level     string   `json:"level"`
	State     State    `json:"state"`
	Scenarios []string `json:"scenarios"`
}

// cover makes the coverage of scenarios, which are sorted by id.
func cover(suite features.Suite, scenarios []Scenario) Coverage {
	named := map[string][]Scenario{}
	for _, s := range scenarios {
		for _, id := range s.Requirements {
			named[id] = append(named[id], s)
		}
	}
	c := Coverage{Items: []Item{}}
	for _, r := range suite.Requirements {
		item := Item{ID: r.ID, Statement: trace.Sentence{JA: r.StatementJA, EN: r.Statement}, Source: r.Source, Level: r.Level}
		item.fill(named[r.ID])
		c.add(item, &c.Requirements, r.Open(), r.Open())
	}
	for _, f := range suite.Facts {
		// The tables give the facts in English alone.
		item := Item{ID: f.ID, Statement: trace.Sentence{EN: f.Statement}, Source: f.Document + " §" + f.Section, Level: f.Grade}
		item.fill(named[f.ID])
		c.add(item, &c.Facts, f.Open(), false)
	}
	return c
}

// add counts the item where it asks for a test, and lists it where it is listed always or named by a scenario.
func (c *Coverage) add(item Item, tally *Tally, counted, listed bool) {
	if counted {
		tally.count(item.State)
	}
	if listed || len(item.Scenarios) > 0 {
		c.Items = append(c.Items, item)
	}
}

func (t *Tally) count(s State) {
	switch s {
	case StateCovered:
		t.Covered++
	case StateFailed:
		t.Failed++
	default:
		t.Open++
	}
}

func (i *Item) fill(scenarios []Scenario) {
	i.State, i.Scenarios = StateOpen, []string{}
	worst, passed := trace.Pass, false
	for _, s := range scenarios {
		i.Scenarios = append(i.Scenarios, s.ID)
		worst = worst.Worse(s.Verdict)
		passed = passed || s.Verdict == trace.Pass
	}
	switch {
	case worst >= trace.UnexpectedPass:
		i.State = StateFailed
	case passed && worst != trace.NotRun:
		i.State = StateCovered
	}
}

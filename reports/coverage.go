package reports

import (
	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/reports/trace"
)

// Coverage says which requirements and facts the run has shown to hold.
type Coverage struct {
	// Kinds count the requirements by who can break them, one entry for each of DefaultKinds.
	Kinds []KindTally `json:"kinds"`
	// Facts counts the facts that need a test; only card and service can break them.
	Facts Tally `json:"facts"`
	// Chapters are in the order of the table of requirements.
	Chapters []Chapter `json:"chapters"`
	// Items are all requirements, and each fact that a scenario of the run names.
	Items []Item `json:"items"`
}

// Tally counts requirements or facts by state.
type Tally struct {
	Covered int `json:"covered"`
	Failed  int `json:"failed"`
	Open    int `json:"open"`
	Excused int `json:"excused"`
}

// State says whether a requirement or fact was shown to hold.
type State string

// The states. A requirement or fact is covered if a scenario with its id passed and no scenario with its id had a verdict
// worse than unsupported, failed if one had, excused if no scenario has its id and its kind does not need one, else open.
const (
	StateCovered State = "covered"
	StateFailed  State = "failed"
	StateOpen    State = "open"
	StateExcused State = "excused"
)

// Item is one requirement or fact with its state.
type Item struct {
	ID string `json:"id"`
	// Chapter is the letters at the beginning of the id.
	Chapter   string         `json:"chapter"`
	Kind      Kind           `json:"kind"`
	Statement trace.Sentence `json:"statement"`
	Source    string         `json:"source"`
	// Level is must, should or information; for a fact it is its grade or basis.
	Level     string   `json:"level"`
	State     State    `json:"state"`
	Scenarios []string `json:"scenarios"`
}

// newCoverage returns the coverage by the scenarios, which are sorted by id.
func newCoverage(suite features.Suite, scenarios []Scenario) Coverage {
	named := map[string][]Scenario{}
	for _, s := range scenarios {
		for _, id := range s.Requirements {
			named[id] = append(named[id], s)
		}
	}
	c := Coverage{Kinds: newKindTallies(), Chapters: []Chapter{}, Items: []Item{}}
	for _, r := range suite.Requirements {
		item := itemOf(r)
		item.fill(named[r.ID])
		c.requirement(item, r.Chapter)
	}
	for _, f := range suite.Facts {
		item := factItem(f)
		item.fill(named[f.ID])
		if f.Open() {
			c.Facts.count(item.State)
		}
		if len(item.Scenarios) > 0 {
			c.Items = append(c.Items, item)
		}
	}
	return c
}

func itemOf(r features.Requirement) Item {
	return Item{
		ID: r.ID, Chapter: chapterOf(r.ID), Kind: kindOf(r), Statement: trace.Sentence{JA: r.StatementJA, EN: r.Statement},
		Source: r.Source, Level: r.Level,
	}
}

// factItem returns an item with an English statement only, because the table of facts has no Japanese one.
func factItem(f features.Fact) Item {
	kind := KindUnbreakable
	if f.Open() {
		kind = KindSimulator
	}
	return Item{
		ID: f.ID, Chapter: chapterOf(f.ID), Kind: kind, Statement: trace.Sentence{EN: f.Statement},
		Source: f.Document + " §" + f.Section, Level: f.Grade,
	}
}

// requirement adds the item to the list, and counts it in its chapter and its kind.
func (c *Coverage) requirement(item Item, chapter string) {
	if n := len(c.Chapters); n == 0 || c.Chapters[n-1].ID != item.Chapter {
		c.Chapters = append(c.Chapters, newChapter(item.Chapter, chapter))
	}
	countKind(c.Chapters[len(c.Chapters)-1].Kinds, item.Kind, item.State)
	countKind(c.Kinds, item.Kind, item.State)
	c.Items = append(c.Items, item)
}

func (t *Tally) count(s State) {
	switch s {
	case StateCovered:
		t.Covered++
	case StateFailed:
		t.Failed++
	case StateExcused:
		t.Excused++
	default:
		t.Open++
	}
}

func (i *Item) fill(scenarios []Scenario) {
	i.State, i.Scenarios = StateOpen, []string{}
	if len(scenarios) == 0 && !i.Kind.asks() {
		i.State = StateExcused
	}
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

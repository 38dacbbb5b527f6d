// Package reports is what a run leaves behind: the versioned results and their writers (JSON, joined record, timing, JUnit,
// Cucumber messages, HTML, Markdown, annotations for CI servers, a summary for the terminal), and how parts of a run are put
// together and two runs compared.
//
// It decides nothing: verdicts and findings come in as they are, and the pages are made from results and record alone, so
// that they can be made again later.
package reports

import (
	"cmp"
	"regexp"
	"slices"
	"time"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/reports/trace"
)

// ResultsSchema is the version of the form of results.json (results.schema.json).
const ResultsSchema = "mynalab.results/1"

// Results is what a run found, with nothing in it that only a wall clock, a path or a port knows.
type Results struct {
	Schema string `json:"schema"`
	// Run is the record's header: version, seed, start of world time, adapters.
	Run       trace.Header `json:"run"`
	Selection Selection    `json:"selection"`
	// Verdict is the worst of the scenarios'.
	Verdict trace.Verdict `json:"verdict"`
	// Counts are the scenarios by verdict, with a zero for each verdict that none has.
	Counts map[trace.Verdict]int `json:"counts"`
	// Product and SelfCheck are how many scenarios count for the product, and how many only for the simulator.
	Product   int      `json:"product"`
	SelfCheck int      `json:"selfCheck"`
	Coverage  Coverage `json:"coverage"`
	// Scenarios are sorted by id.
	Scenarios []Scenario `json:"scenarios"`
	// suite is what the scenarios were taken from, for the reports that show feature files; it is not written. The zero
	// value stands for the embedded suite.
	suite features.Suite
}

// Selection is what was asked for, as it was typed.
type Selection struct {
	Tags string   `json:"tags,omitempty"`
	Req  []string `json:"req,omitempty"`
	// Shard is "I/N" for part I of N parts; empty for a whole run.
	Shard string `json:"shard,omitempty"`
}

// Counting tells for whom a scenario counts.
type Counting string

// The countings. CountsNothing is that of a scenario that was not judged.
const (
	CountsNothing   Counting = ""
	CountsProduct   Counting = "product"
	CountsSelfCheck Counting = "self-check"
)

// Scenario is one scenario or outline row with its verdict.
type Scenario struct {
	ID           string        `json:"id"`
	Feature      string        `json:"feature"`
	Rule         string        `json:"rule,omitempty"`
	Name         string        `json:"name"`
	Line         int           `json:"line"`
	Tags         []string      `json:"tags"`
	Requirements []string      `json:"requirements"`
	Verdict      trace.Verdict `json:"verdict"`
	Counts       Counting      `json:"counts,omitempty"`
	// Reason says why, where no finding does: unsupported, not run, error.
	Reason *trace.Sentence `json:"reason,omitempty"`
	// Blame is that of the worst finding or of the error; empty for a pass and for what did not run.
	Blame  trace.Blame    `json:"blame,omitempty"`
	Steps  []Step         `json:"steps"`
	Claims []trace.Judged `json:"claims"`
}

// Step is one step as it ran.
type Step struct {
	// Number counts from 1, 背景 included; events name it.
	Number  int    `json:"number"`
	Keyword string `json:"keyword"`
	Text    string `json:"text"`
	Line    int    `json:"line"`
	// Status is what the step engine says: passed, failed, undefined, pending, ambiguous, skipped; empty for a step that
	// it did not reach.
	Status string `json:"status,omitempty"`
}

// Label is the name, with the row of an outline behind it: " [2]".
func (s Scenario) Label() string { return s.Name + regexp.MustCompile(` \[\d+\]$`).FindString(s.ID) }

// Failures are the findings that are not ok, stated claims before invariants.
func (s Scenario) Failures() []trace.Judged {
	failures := slices.DeleteFunc(slices.Clone(s.Claims), func(j trace.Judged) bool { return j.OK })
	slices.SortStableFunc(failures, func(a, b trace.Judged) int { return cmp.Compare(rank(a), rank(b)) })
	return failures
}

func rank(j trace.Judged) int {
	if j.Invariant {
		return 1
	}
	return 0
}

// New puts the results of a run together. The order in which the scenarios come does not matter.
func New(run trace.Header, selection Selection, suite features.Suite, scenarios []Scenario) Results {
	run.Schema, run.Start = trace.Schema, run.Start.In(trace.JST()).Truncate(time.Second)
	r := Results{
		Schema: ResultsSchema, Run: run, Selection: selection, suite: suite,
		Counts: map[trace.Verdict]int{}, Scenarios: slices.Clone(scenarios),
	}
	slices.SortFunc(r.Scenarios, func(a, b Scenario) int { return cmp.Compare(a.ID, b.ID) })
	for _, v := range trace.Verdicts() {
		r.Counts[v] = 0
	}
	for i := range r.Scenarios {
		s := &r.Scenarios[i]
		fillLists(s)
		r.Verdict = r.Verdict.Worse(s.Verdict)
		r.Counts[s.Verdict]++
		switch s.Counts {
		case CountsProduct:
			r.Product++
		case CountsSelfCheck:
			r.SelfCheck++
		}
	}
	r.Coverage = newCoverage(suite, r.Scenarios)
	return r
}

// fillLists makes empty lists of missing ones: the schema knows no null.
func fillLists(s *Scenario) {
	s.Tags = append([]string{}, s.Tags...)
	s.Requirements = append([]string{}, s.Requirements...)
	s.Steps = append([]Step{}, s.Steps...)
	s.Claims = append([]trace.Judged{}, s.Claims...)
	for i := range s.Claims {
		s.Claims[i].Evidence = append([]int{}, s.Claims[i].Evidence...)
		s.Claims[i].Planes = append([]trace.Plane{}, s.Claims[i].Planes...)
	}
}

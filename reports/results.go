// Package reports makes the output of a run: the versioned results and their writers (JSON, joined record, timing, JUnit,
// Cucumber messages, HTML, Markdown, annotations for CI servers, a summary for the terminal). It also merges the parts of a
// run and compares two runs.
//
// It judges nothing: verdicts and findings are inputs. The reports are made from results, record and timing alone, so they
// can be made again later from an output directory.
//
// Start with [Run], the input of every writer, and [Results], its main part. [Prepare] and [Out] write an output directory,
// [ReadRun] and [Render] read one and make its reports again, [Merge] and [Diff] work on several runs.
package reports

import (
	"cmp"
	"regexp"
	"slices"
	"time"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/reports/trace"
)

// ResultsSchema is the version of the format of results.json (results.schema.json).
const ResultsSchema = "mynalab.results/1"

// Results is what a run found. It has nothing that depends on a wall clock, a path or a port, so equal runs have equal
// results.
type Results struct {
	// Schema is ResultsSchema.
	Schema string `json:"schema"`
	// Run is the header of the record: version, seed, start of world time, adapters.
	Run       trace.Header `json:"run"`
	Selection Selection    `json:"selection"`
	// Verdict is the worst verdict of all scenarios.
	Verdict trace.Verdict `json:"verdict"`
	// Counts are the numbers of scenarios by verdict; every verdict has an entry, zero if no scenario has it.
	Counts map[trace.Verdict]int `json:"counts"`
	// Product is the number of scenarios that count for the product, SelfCheck of those that only check the simulator.
	Product   int      `json:"product"`
	SelfCheck int      `json:"selfCheck"`
	Coverage  Coverage `json:"coverage"`
	// Scenarios are sorted by id.
	Scenarios []Scenario `json:"scenarios"`
	// suite is where the scenarios were taken from. The reports that show feature files need it; it is not written. The
	// zero value stands for the embedded suite.
	suite features.Suite
}

// Selection is which scenarios were asked for, as typed on the command line.
type Selection struct {
	// Tags is the tag expression (--tags), Req are the requirement patterns (--req); empty means all.
	Tags string   `json:"tags,omitempty"`
	Req  []string `json:"req,omitempty"`
	// Shard is "I/N" for part I of N parts; empty for a whole run.
	Shard string `json:"shard,omitempty"`
}

// Counting says what a scenario is evidence for.
type Counting string

// The countings. CountsNothing is for a scenario that got neither pass nor fail.
const (
	CountsNothing   Counting = ""
	CountsProduct   Counting = "product"
	CountsSelfCheck Counting = "self-check"
)

// Scenario is one scenario, or one row of an outline, with its verdict.
type Scenario struct {
	// ID is file#name, with " [n]" for row n of an outline; the other fields up to Requirements are those of features.Scenario.
	ID           string        `json:"id"`
	Feature      string        `json:"feature"`
	Rule         string        `json:"rule,omitempty"`
	Name         string        `json:"name"`
	Line         int           `json:"line"`
	Tags         []string      `json:"tags"`
	Requirements []string      `json:"requirements"`
	Verdict      trace.Verdict `json:"verdict"`
	Counts       Counting      `json:"counts,omitempty"`
	// Reason says why the scenario has its verdict if no finding says it: unsupported, not-run, error. Else it is nil.
	Reason *trace.Sentence `json:"reason,omitempty"`
	// Blame is the blame of the worst finding or of the error; empty for a pass and for a scenario that did not run.
	Blame  trace.Blame    `json:"blame,omitempty"`
	Steps  []Step         `json:"steps"`
	Claims []trace.Judged `json:"claims"`
}

// Step is one step as it ran.
type Step struct {
	// Number counts from 1 and includes the steps of the 背景; events have the same number.
	Number  int    `json:"number"`
	Keyword string `json:"keyword"`
	Text    string `json:"text"`
	Line    int    `json:"line"`
	// Status is the status of the step engine: passed, failed, undefined, pending, ambiguous, skipped; empty if the step
	// was not reached.
	Status string `json:"status,omitempty"`
}

// Label returns the name, followed by the number of the row of an outline, e.g. " [2]".
func (s Scenario) Label() string { return s.Name + regexp.MustCompile(` \[\d+\]$`).FindString(s.ID) }

// Failures returns the findings that are not ok, claims before invariants.
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

// New makes the results of a run. The order of the scenarios does not matter: they are sorted by id.
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

// fillLists replaces missing lists by empty ones, because the schema does not allow null.
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

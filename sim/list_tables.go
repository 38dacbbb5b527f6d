package main

import (
	"slices"
	"strconv"
	"strings"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/features/steps"
	"github.com/mynalab/mynalab/reports"
	"github.com/mynalab/mynalab/reports/trace"
)

// scenarioEntry is a scenario in the form that `list` shows.
type scenarioEntry struct {
	ID           string   `json:"id"`
	Feature      string   `json:"feature"`
	Rule         string   `json:"rule,omitempty"`
	Line         int      `json:"line"`
	Tags         []string `json:"tags"`
	Requirements []string `json:"requirements"`
}

func scenarioListing(suite features.Suite) listing {
	l := listing{columns: []string{"id", "feature", "rule", "line", "tags", "requirements"}}
	for _, s := range suite.Scenarios {
		l.entries = append(l.entries, scenarioEntry{s.ID, s.Feature, s.Rule, s.Line, s.Tags, s.Requirements})
	}
	return l
}

func (e scenarioEntry) rows() [][]string {
	return [][]string{{e.ID, e.Feature, e.Rule, strconv.Itoa(e.Line), strings.Join(e.Tags, " "), strings.Join(e.Requirements, " ")}}
}

func (e scenarioEntry) text(reports.Lang) string { return e.ID + "\n    " + strings.Join(e.Tags, " ") }

// requirementEntry is a requirement: a sentence of the source documents.
type requirementEntry struct {
	ID        string         `json:"id"`
	Chapter   string         `json:"chapter"`
	Level     string         `json:"level"`
	Testable  string         `json:"testable"`
	Source    string         `json:"source"`
	Statement trace.Sentence `json:"statement"`
}

func requirementListing(suite features.Suite) listing {
	l := listing{columns: []string{"id", "chapter", "level", "testable", "source", "statement_ja", "statement"}}
	for _, r := range suite.Requirements {
		l.entries = append(l.entries, requirementEntry{r.ID, r.Chapter, r.Level, r.Testable, r.Source,
			trace.Sentence{JA: r.StatementJA, EN: r.Statement}})
	}
	return l
}

func (e requirementEntry) rows() [][]string {
	return [][]string{{e.ID, e.Chapter, e.Level, e.Testable, e.Source, e.Statement.JA, e.Statement.EN}}
}

func (e requirementEntry) text(lang reports.Lang) string {
	return e.ID + "  " + e.Statement.In(lang) + "\n    " + strings.Join([]string{e.Level, e.Testable, e.Source}, ", ")
}

// naming says whether scenarios name a requirement or fact.
type naming string

// The namings. An excused requirement needs no scenario: a person attests it, or no product can break it.
const (
	namingNamed   naming = "named"
	namingOpen    naming = "open"
	namingExcused naming = "excused"
)

// coverageEntry is a requirement or fact with the scenarios that name it.
type coverageEntry struct {
	ID        string   `json:"id"`
	Naming    naming   `json:"naming"`
	Scenarios []string `json:"scenarios"`
}

func coverageListing(suite features.Suite) listing {
	l := listing{columns: []string{"id", "naming", "scenarios"}}
	add := func(id string, open bool) { l.entries = append(l.entries, coverageOf(suite.Scenarios, id, open)) }
	for _, r := range suite.Requirements {
		add(r.ID, r.Open())
	}
	for _, f := range suite.Facts {
		add(f.ID, f.Open())
	}
	return l
}

func coverageOf(scenarios []features.Scenario, id string, open bool) coverageEntry {
	e := coverageEntry{ID: id, Naming: namingExcused, Scenarios: []string{}}
	if open {
		e.Naming = namingOpen
	}
	for _, s := range scenarios {
		if slices.Contains(s.Requirements, id) {
			e.Naming, e.Scenarios = namingNamed, append(e.Scenarios, s.ID)
		}
	}
	return e
}

func (e coverageEntry) rows() [][]string {
	return [][]string{{e.ID, string(e.Naming), strings.Join(e.Scenarios, "; ")}}
}

func (e coverageEntry) text(lang reports.Lang) string {
	says := map[naming]trace.Sentence{
		namingNamed:   {JA: "シナリオあり", EN: "named"},
		namingOpen:    {JA: "未確認", EN: "open"},
		namingExcused: {JA: "対象外", EN: "excused"},
	}
	return strings.Join(append([]string{e.ID + "  " + says[e.Naming].In(lang)}, e.Scenarios...), "\n    ")
}

// stepEntry is one row of the step table.
type stepEntry struct {
	// Behind are the keywords that the step may follow.
	Behind []string       `json:"behind"`
	Step   string         `json:"step"`
	Does   trace.Sentence `json:"does"`
}

func stepListing() listing {
	l := listing{columns: []string{"behind", "step", "does_ja", "does"}}
	for _, row := range steps.Table() {
		behind := []string{"前提", "もし"}
		if row.Claims {
			behind = []string{"ならば"}
		}
		l.entries = append(l.entries, stepEntry{behind, row.Words(), row.Does})
	}
	return l
}

func (e stepEntry) rows() [][]string {
	return [][]string{{strings.Join(e.Behind, " "), e.Step, e.Does.JA, e.Does.EN}}
}

func (e stepEntry) text(lang reports.Lang) string {
	return strings.Join(e.Behind, "/") + " " + e.Step + "\n    " + e.Does.In(lang)
}

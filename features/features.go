// Package features holds the suite as text: the Japanese feature files, the tables of requirements and facts that their id
// tags name, and the pins that connect requirements to the words of their sources.
//
// It parses the feature files, checks them, cuts a file down to a single scenario, and finds the pins that a new edition of
// a source changes. It runs and judges nothing and does not know the steps (features/steps binds them). Start at [Load],
// which returns a [Suite] of [Scenario] values; [Problems] is what it found wrong.
package features

import (
	"embed"
	"fmt"
	"io/fs"

	messages "github.com/cucumber/messages/go/v21"
)

//go:embed *.feature requirements.tsv facts.tsv sources.tsv pins.tsv
var embedded embed.FS

// Suite is a checked set of feature files, with the tables that the id tags refer to.
type Suite struct {
	// Scenarios are ordered by file name and then by line; an outline gives one scenario per row.
	Scenarios []Scenario
	// Documents are the files that the scenarios came from, ordered by name.
	Documents []Document
	// Requirements and Facts are always the embedded tables, whatever directory the scenarios came from.
	Requirements []Requirement
	Facts        []Fact
}

// Embedded returns the file system with the suite that is built into this program.
func Embedded() fs.FS { return embedded }

// Load parses and checks every *.feature file at the top level of fsys. If the files break a rule of the suite the error is
// Problems, with one line per finding.
func Load(fsys fs.FS) (Suite, error) {
	suite, err := tables()
	if err != nil {
		return Suite{}, err
	}
	names, err := fs.Glob(fsys, "*.feature")
	if err != nil {
		return Suite{}, fmt.Errorf("listing feature files: %w", err)
	}
	if len(names) == 0 {
		return Suite{}, fmt.Errorf("no *.feature file found at the top of the directory")
	}
	var problems Problems
	known := suite.ids()
	ids := &messages.Incrementing{}
	for _, name := range names {
		content, err := fs.ReadFile(fsys, name)
		if err != nil {
			return Suite{}, fmt.Errorf("reading feature file: %w", err)
		}
		doc, found := parse(name, content, ids.NewId)
		if len(found) == 0 {
			suite.Documents = append(suite.Documents, doc.exported(content))
			found = append(found, lint(doc, known)...)
			suite.Scenarios = append(suite.Scenarios, doc.scenarios(known)...)
		}
		problems = append(problems, found...)
	}
	problems = append(problems, duplicates(suite.Scenarios)...)
	if len(problems) > 0 {
		return Suite{}, problems
	}
	return suite, nil
}

func tables() (Suite, error) {
	requirements, err := Requirements()
	if err != nil {
		return Suite{}, err
	}
	facts, err := Facts()
	if err != nil {
		return Suite{}, err
	}
	return Suite{Requirements: requirements, Facts: facts}, nil
}

// ids returns all the ids that a tag may name.
func (s Suite) ids() map[string]bool {
	ids := make(map[string]bool, len(s.Requirements)+len(s.Facts))
	for _, r := range s.Requirements {
		ids[r.ID] = true
	}
	for _, f := range s.Facts {
		ids[f.ID] = true
	}
	return ids
}

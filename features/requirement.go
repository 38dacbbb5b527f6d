package features

import (
	"fmt"
	"io/fs"
	"strings"
)

// Requirement is one sentence of the source documents, a row of requirements.tsv.
type Requirement struct {
	// ID is what tags name, e.g. CHK-03.
	ID          string
	Chapter     string
	Statement   string
	StatementJA string
	// Literal is the wording that a product must show letter by letter; empty if there isn't one.
	Literal string
	// Source is where the sentence is found, e.g. "seed 000 Q9".
	Source string
	// Actor is who or what acts in the sentence, e.g. portal, patient or device.
	Actor string
	// Kind is one or more of pos, neg, lim, tim, lock, data.
	Kind string
	// Product lists the parts of the system that the sentence is about, e.g. "app, reader".
	Product string
	// Level is must, should or information.
	Level string
	// Testable is yes, attest or info.
	Testable string
}

// Open reports whether the requirement needs a scenario.
func (r Requirement) Open() bool { return r.Testable == "yes" }

// Fact is one sentence about the card or the service that is not in the source documents, a row of facts.tsv.
type Fact struct {
	// ID is what tags name, e.g. CARD-324.
	ID string
	// Document is card or service.
	Document string
	// Section is the section of the reference that states the fact, e.g. 5.1.
	Section string
	// Grade is how well the fact is known: H, C, S, M, D, G for the card (card reference); source, evidence, secondary,
	// ours for the service.
	Grade     string
	Statement string
	// Use is test, switch, profile, client or info.
	Use string
}

// Open reports whether the fact needs a test.
func (f Fact) Open() bool { return f.Use == "test" }

// Requirements returns the embedded table of requirements, in the order of the file.
func Requirements() ([]Requirement, error) { return requirementsIn(embedded) }

func requirementsIn(fsys fs.FS) ([]Requirement, error) {
	rows, err := table(fsys, "requirements.tsv", 11)
	if err != nil {
		return nil, err
	}
	list := make([]Requirement, 0, len(rows))
	for _, c := range rows {
		list = append(list, Requirement{
			ID: c[0], Chapter: c[1], Statement: c[2], StatementJA: c[3], Literal: c[4], Source: c[5],
			Actor: c[6], Kind: c[7], Product: c[8], Level: c[9], Testable: c[10],
		})
	}
	return list, nil
}

// Facts returns the embedded table of facts, in the order of the file.
func Facts() ([]Fact, error) {
	rows, err := table(embedded, "facts.tsv", 6)
	if err != nil {
		return nil, err
	}
	list := make([]Fact, 0, len(rows))
	for _, c := range rows {
		list = append(list, Fact{ID: c[0], Document: c[1], Section: c[2], Grade: c[3], Statement: c[4], Use: c[5]})
	}
	return list, nil
}

// table reads a table: columns are separated by tabs, nothing is quoted, the first line is a heading.
func table(fsys fs.FS, name string, columns int) ([][]string, error) {
	content, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, fmt.Errorf("reading table: %w", err)
	}
	lines := strings.Split(strings.TrimRight(string(content), "\n"), "\n")
	rows := make([][]string, 0, len(lines))
	for i, line := range lines[1:] {
		row := strings.Split(line, "\t")
		if len(row) != columns {
			return nil, fmt.Errorf("reading table: %s:%d has %d columns instead of %d", name, i+2, len(row), columns)
		}
		rows = append(rows, row)
	}
	return rows, nil
}

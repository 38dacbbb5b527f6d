package features

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/mynalab/mynalab/reports/bilingual"
)

// Problem is one place where a feature file breaks a rule of the suite.
type Problem struct {
	// File is the feature file's name; Line is counted from 1.
	File string
	Line int
	// What says what is wrong, Next what to do about it.
	What, Next bilingual.Sentence
}

// Error returns the problem in one line of English: place, what is wrong, what to do.
func (p Problem) Error() string {
	return fmt.Sprintf("%s:%d: %s; %s", p.File, p.Line, p.What.EN, p.Next.EN)
}

// JA returns the same line in Japanese.
func (p Problem) JA() string {
	return fmt.Sprintf("%s:%d: %s。%s", p.File, p.Line, p.What.JA, p.Next.JA)
}

// Problems are all the findings of one Load or lint.
type Problems []Problem

// Error returns one line of English per problem, ordered by file and line.
func (p Problems) Error() string { return p.lines(Problem.Error) }

// JA returns the same lines in Japanese.
func (p Problems) JA() string { return p.lines(Problem.JA) }

func (p Problems) lines(of func(Problem) string) string {
	lines := make([]string, 0, len(p))
	for _, one := range slices.SortedFunc(slices.Values(p), inOrder) {
		lines = append(lines, of(one))
	}
	return strings.Join(lines, "\n")
}

func inOrder(a, b Problem) int {
	return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.What.EN, b.What.EN))
}

// duplicates finds scenarios that share an id: their results could not be told apart.
func duplicates(scenarios []Scenario) Problems {
	var problems Problems
	seen := map[string]Scenario{}
	for _, s := range scenarios {
		first, ok := seen[s.ID]
		if !ok {
			seen[s.ID] = s
			continue
		}
		problems = append(problems, Problem{
			File: s.File, Line: s.Line,
			What: bilingual.Of(fmt.Sprintf("%q という名前のシナリオが%d行目にもあります", s.ID, first.Line),
				fmt.Sprintf("second scenario with the id %q; the first is in line %d", s.ID, first.Line)),
			Next: bilingual.Of("どちらかの名前を変えてください", "rename one of them"),
		})
	}
	return problems
}

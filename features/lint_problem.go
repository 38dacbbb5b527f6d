package features

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/mynalab/mynalab/reports/bilingual"
)

// Problem is one place where a feature file breaks a rule of the house.
type Problem struct {
	File string
	Line int
	// What is wrong, and Next what to do about it.
	What, Next bilingual.Sentence
}

// Error is the problem in one line: place, what, next move.
func (p Problem) Error() string {
	return fmt.Sprintf("%s:%d: %s; %s", p.File, p.Line, p.What.EN, p.Next.EN)
}

// JA is the line in Japanese.
func (p Problem) JA() string {
	return fmt.Sprintf("%s:%d: %s。%s", p.File, p.Line, p.What.JA, p.Next.JA)
}

// Problems are all that was found.
type Problems []Problem

// Error is one line per problem, by file and line.
func (p Problems) Error() string { return p.lines(Problem.Error) }

// JA are the lines in Japanese.
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

// duplicates finds scenarios with one id: results could not be told apart.
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
				fmt.Sprintf("second scenario with the id %q, the first is in line %d", s.ID, first.Line)),
			Next: bilingual.Of("どちらかの名前を変えてください", "give one of them another name"),
		})
	}
	return problems
}

package reports

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mynalab/mynalab/reports/bilingual"
	"github.com/mynalab/mynalab/reports/trace"
)

// Change is a scenario that differs between two runs.
type Change struct {
	Scenario string
	// Before and After are its verdicts; nil if the run does not have the scenario.
	Before, After *trace.Verdict
	// Reason is why the later run has its verdict; nil for a pass.
	Reason *trace.Sentence
}

// Worse reports whether the later run is worse for the scenario, or lacks it.
func (c Change) Worse() bool {
	return c.Before != nil && (c.After == nil || *c.After > *c.Before) || c.Before == nil && *c.After >= trace.NotRun
}

// Diff returns the scenarios whose verdict, headline or presence differs from a to b, sorted by id. It does not look at the
// records, so runs with different record schemas can be compared, e.g. before and after an upgrade of mynalab.
func Diff(a, b Results) []Change {
	before, after := byID(a), byID(b)
	ids := slices.Collect(func(yield func(string) bool) {
		for _, s := range slices.Concat(a.Scenarios, b.Scenarios) {
			if !yield(s.ID) {
				return
			}
		}
	})
	slices.Sort(ids)
	var changes []Change
	for _, id := range slices.Compact(ids) {
		was, is := before[id], after[id]
		if was != nil && is != nil && was.Verdict == is.Verdict && reasonOf(*was) == reasonOf(*is) {
			continue
		}
		c := Change{Scenario: id, Before: verdictOf(was), After: verdictOf(is)}
		if is != nil && reasonOf(*is) != (trace.Sentence{}) {
			reason := reasonOf(*is)
			c.Reason = &reason
		}
		changes = append(changes, c)
	}
	return changes
}

func byID(r Results) map[string]*Scenario {
	m := make(map[string]*Scenario, len(r.Scenarios))
	for i, s := range r.Scenarios {
		m[s.ID] = &r.Scenarios[i]
	}
	return m
}

func verdictOf(s *Scenario) *trace.Verdict {
	if s == nil {
		return nil
	}
	return &s.Verdict
}

func reasonOf(s Scenario) trace.Sentence {
	return trace.Sentence{JA: headline(s, LangJA), EN: headline(s, LangEN)}
}

// DiffText returns the changes as text for the terminal, those for the worse first; one line if nothing changed.
func DiffText(changes []Change, lang Lang) string {
	if len(changes) == 0 {
		return bilingual.Of("違いはありません。\n", "no difference\n").In(lang)
	}
	var b strings.Builder
	for _, worse := range []bool{true, false} {
		for _, c := range changes {
			if c.Worse() != worse {
				continue
			}
			fmt.Fprintf(&b, "%s %s → %s  %s\n", mark(worse), verdictOrNone(c.Before, lang), verdictOrNone(c.After, lang), c.Scenario)
			if c.Reason != nil {
				fmt.Fprintf(&b, "    %s\n", c.Reason.In(lang))
			}
		}
	}
	return b.String()
}

func mark(worse bool) string {
	if worse {
		return "×"
	}
	return "○"
}

func verdictOrNone(v *trace.Verdict, lang Lang) string {
	if v == nil {
		return bilingual.Of("なし", "absent").In(lang)
	}
	return verdictName(*v, lang)
}

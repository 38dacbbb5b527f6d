package main

import (
	"slices"
	"strings"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/features/steps"
	"github.com/mynalab/mynalab/sim/mutant"
)

// touching is what a requirement's words may touch.
type touching struct {
	pinned    features.Pinned
	scenarios []features.Scenario
	// checks are the names of the judge's checks that each scenario claims, by its id.
	checks map[string][]string
}

// checksOf finds the claims in the steps of scenarios. Invariants hold in every scenario and belong to none.
func checksOf(scenarios []features.Scenario) map[string][]string {
	claimed := map[string]string{}
	checks := map[string][]string{}
	for _, s := range scenarios {
		for _, step := range s.Steps {
			if step.Kind != features.KindThen {
				continue
			}
			check, known := claimed[step.Text]
			if !known {
				check = checkOf(step.Text)
				claimed[step.Text] = check
			}
			if check != "" && !slices.Contains(checks[s.ID], check) {
				checks[s.ID] = append(checks[s.ID], check)
			}
		}
	}
	return checks
}

// checkOf is the check that a step claims; empty for a step that no row of the table takes.
func checkOf(text string) string {
	for _, row := range steps.Table() {
		if row.Claims && row.Pattern.MatchString(text) {
			return row.Check()
		}
	}
	return ""
}

// requirement is the row of that id; a pin has one.
func (t touching) requirement(id string) features.Requirement {
	at := slices.IndexFunc(t.pinned.Requirements, func(r features.Requirement) bool { return r.ID == id })
	return t.pinned.Requirements[at]
}

// bearing are the scenarios that bear a requirement's id as a tag, and the checks that they claim.
func (t touching) bearing(id string) (scenarios, checks []string) {
	scenarios, checks = []string{}, []string{}
	for _, s := range t.scenarios {
		if slices.Contains(s.Requirements, id) {
			scenarios = append(scenarios, s.ID)
			checks = append(checks, t.checks[s.ID]...)
		}
	}
	slices.Sort(checks)
	return scenarios, slices.Compact(checks)
}

// breaking are the edited rows that break a requirement.
func breaking(id string) []string {
	names := []string{}
	for _, row := range mutant.Rows() {
		if slices.Contains(row.Breaks, id) {
			names = append(names, row.Name)
		}
	}
	return names
}

func sourceIDs(pinned features.Pinned) string {
	var ids []string
	for _, s := range pinned.Sources {
		ids = append(ids, s.ID)
	}
	return strings.Join(ids, ", ")
}

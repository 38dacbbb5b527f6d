package main

import (
	"slices"
	"strings"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/features/steps"
	"github.com/mynalab/mynalab/sim/mutant"
)

// dependencies holds the data that is needed to find what depends on a requirement.
type dependencies struct {
	pinned    features.Pinned
	scenarios []features.Scenario
	// checks maps the id of a scenario to the names of the judge's checks that the scenario claims.
	checks map[string][]string
}

// checksOf returns the names of the checks that each scenario claims in its steps, by the id of the scenario. It leaves out invariants,
// because the judge checks them in every scenario.
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

// checkOf returns the name of the check that a step claims. It is empty if no row of the table that claims a check matches the step.
func checkOf(text string) string {
	for _, row := range steps.Table() {
		if row.Claims && row.Pattern.MatchString(text) {
			return row.Check()
		}
	}
	return ""
}

// requirement returns the requirement with this id. There is always one for a pin: features.LoadPins refuses others.
func (d dependencies) requirement(id string) features.Requirement {
	at := slices.IndexFunc(d.pinned.Requirements, func(r features.Requirement) bool { return r.ID == id })
	return d.pinned.Requirements[at]
}

// dependents returns the ids of the scenarios that are tagged with a requirement, and the names of the checks that they claim.
func (d dependencies) dependents(id string) (scenarios, checks []string) {
	scenarios, checks = []string{}, []string{}
	for _, s := range d.scenarios {
		if slices.Contains(s.Requirements, id) {
			scenarios = append(scenarios, s.ID)
			checks = append(checks, d.checks[s.ID]...)
		}
	}
	slices.Sort(checks)
	return scenarios, slices.Compact(checks)
}

// rowsBreaking returns the names of the edited rows that break a requirement.
func rowsBreaking(id string) []string {
	names := []string{}
	for _, row := range mutant.Rows() {
		if slices.Contains(row.Breaks, id) {
			names = append(names, row.Name)
		}
	}
	return names
}

// sourceIDs returns the ids of the sources, separated by commas.
func sourceIDs(pinned features.Pinned) string {
	var ids []string
	for _, s := range pinned.Sources {
		ids = append(ids, s.ID)
	}
	return strings.Join(ids, ", ")
}

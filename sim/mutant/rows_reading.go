package mutant

import (
	"slices"

	"github.com/mynalab/mynalab/sim/eligibility"
)

// readingRows are wrong in what the app does with the card, what it then reports to the service, and how it handles several
// results.
func readingRows() []Row {
	byPIN := func(r eligibility.Reading) bool { return r.Mode == modePIN }
	return []Row{
		{"app shows the first of several qualifications", []string{"SVC-169"}, func(t *Tables) {
			t.App.Several = eligibility.FirstOnly
		}},
		{"app reports a visual check to the service after a PIN", checksByPIN(), func(t *Tables) {
			edit(t.App.Readings, byPIN, func(r *eligibility.Reading) { r.Tells = modeVisual })
		}},
		{"app lets the card sign twice after a PIN", checksByPIN(), func(t *Tables) {
			edit(t.App.Readings, byPIN, func(r *eligibility.Reading) {
				r.Steps = append(slices.Clone(r.Steps), eligibility.Step{Do: eligibility.SignChallenge, Source: "this mutant"})
			})
		}},
	}
}

// Modes as the reading table names them.
const (
	modePIN    = "pin"
	modeVisual = "visual"
)

// checksByPIN returns requirements such that each scenario with a check by PIN has one of them. An error in every such check
// is noticed by an invariant in all of these scenarios.
func checksByPIN() []string {
	return []string{"CHK-03", "CHK-09", "CHK-11", "CHK-18", "CARD-338", "CARD-359", "SVC-151", "SVC-154", "SVC-155", "SVC-161",
		"SVC-166", "SVC-295", "SVC-297"}
}

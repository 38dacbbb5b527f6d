package mutant

import (
	"slices"
	"time"

	"github.com/mynalab/mynalab/mockservice/account"
	"github.com/mynalab/mynalab/mockservice/qualification"
)

// serviceRows are wrong in the binding of accounts, in the grace period and in single steps of the check.
func serviceRows() []Row {
	return []Row{
		{"service has no cooldown", []string{"DER-03", "SVC-124"}, func(t *Tables) {
			t.Service.Account.Cooldown = 0
		}},
		{"service lets the cooldown last two hours", []string{"DER-04", "SVC-124"}, func(t *Tables) {
			t.Service.Account.Cooldown = 2 * time.Hour
		}},
		{"service binds a bound account to another device", []string{"DER-05", "SVC-121"}, func(t *Tables) {
			edit(t.Service.Account.Lifecycle, func(r account.Row) bool {
				return r.From == account.Bound && r.Event == account.Register
			}, func(r *account.Row) { r.To, r.Fact, r.Refusal = account.Bound, account.IsBound, "" })
		}},
		{"service grants four months of grace", []string{"SMP-10", "SVC-161"}, func(t *Tables) {
			t.Service.Qualification.Grace.Months = 4
		}},
		{"service ends the grace on the same day of the month", []string{"SVC-161"}, func(t *Tables) {
			t.Service.Qualification.Grace.ToMonthEnd = false
		}},
		{"service does not look at revocations", []string{"SVC-300", "SVC-301"}, func(t *Tables) { removeStep(t, 6) }},
		{"service does not look at the registration", []string{"CHK-22", "SVC-154"}, func(t *Tables) { removeStep(t, 8) }},
	}
}

// checkRows are wrong in the life cycle of accounts and in the outcome of checks.
func checkRows() []Row {
	lifecycle := func(t *Tables, from account.State, event account.Event, change func(*account.Row)) {
		edit(t.Service.Account.Lifecycle, func(r account.Row) bool { return r.From == from && r.Event == event }, change)
	}
	outcome := func(t *Tables, name, validity string) {
		edit(t.Service.Qualification.Outcomes, func(o qualification.Outcome) bool { return o.Name == name },
			func(o *qualification.Outcome) { o.Validity = validity })
	}
	return []Row{
		{"service lets an account register before its review", []string{"SVC-117"}, func(t *Tables) {
			lifecycle(t, account.Applied, account.Register, func(r *account.Row) {
				r.To, r.Fact, r.Refusal = account.Bound, account.IsBound, ""
			})
		}},
		{"service lets a lost account register again", []string{"DER-06", "SVC-125"}, func(t *Tables) {
			lifecycle(t, account.Orphaned, account.Register, func(r *account.Row) {
				r.To, r.Fact, r.Refusal = account.Bound, account.IsBound, ""
			})
		}},
		{"service serves a cancelled account", []string{"SVC-128"}, func(t *Tables) {
			lifecycle(t, account.Cancelled, account.Use, func(r *account.Row) { r.Refusal = "" })
		}},
		{"service accepts a challenge for a day", []string{"SVC-290"}, func(t *Tables) {
			t.Service.Qualification.ChallengeLife = 24 * time.Hour
		}},
		{"service waits a minute for the revocation", []string{"SVC-301"}, func(t *Tables) {
			t.Service.Qualification.Patience = time.Minute
		}},
		{"service does not look at the signature", []string{"SVC-293"}, func(t *Tables) { removeStep(t, 5) }},
		{"service does not look at the flags", []string{"SVC-165", "SVC-166"}, func(t *Tables) { removeStep(t, 9) }},
		{"service does not look at chain and validity", []string{"SVC-161", "SVC-162", "SVC-163", "SVC-292"},
			func(t *Tables) { removeStep(t, 4) }},
		{"service keeps no record of checks", []string{"SVC-296"}, func(t *Tables) { removeStep(t, 11) }},
		{"service does not warn of a coming expiry", []string{"SVC-162"}, func(t *Tables) {
			t.Service.Qualification.WarningMonths = 0
		}},
		{"service reports two qualifications as a valid one", []string{"SVC-169"}, func(t *Tables) {
			outcome(t, "several current", "1")
		}},
		{"service does not report a newer qualification", []string{"SVC-170"}, func(t *Tables) {
			outcome(t, "lost, a newer one exists", "2")
		}},
	}
}

// removeStep removes step n of the check, so that it finds nothing wrong.
func removeStep(t *Tables, n int) {
	steps := t.Service.Qualification.Steps
	for i := range steps {
		if steps[i].N == n {
			t.Service.Qualification.Steps = slices.Delete(steps, i, i+1)
			return
		}
	}
	panic("mutant: internal error: no such step")
}

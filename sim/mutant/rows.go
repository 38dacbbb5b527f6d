package mutant

import (
	"regexp"
	"slices"
	"time"

	"github.com/mynalab/mynalab/mockservice"
	"github.com/mynalab/mynalab/mockservice/account"
	"github.com/mynalab/mynalab/sim/driver"
	"github.com/mynalab/mynalab/sim/eligibility"
	"github.com/mynalab/mynalab/virtualcard"
)

// Tables are all tables of app, service and card that a row can be edited in.
type Tables struct {
	App     eligibility.Tables
	Service mockservice.Config
	Card    virtualcard.Tables
}

// Row is one edited row: a product that is wrong in one place.
type Row struct {
	// Name says what the wrong product does.
	Name string
	// Breaks are the requirements that it breaks: some scenario that names one of them turns red, and no other does.
	Breaks []string
	// Edit changes one row of one table.
	Edit func(*Tables)
}

// Rows are the edited rows, those of the app first, then of the service, then of the card.
func Rows() []Row { return slices.Concat(appRows(), serviceRows(), cardRows()) }

func appRows() []Row {
	return []Row{
		{"app sends an activation code of any form", []string{"INI-04", "INI-05", "INI-06", "INI-07"}, func(t *Tables) {
			edit(t.App.Formats, func(f eligibility.Format) bool { return f.Entry == eligibility.EntryActivationCode },
				func(f *eligibility.Format) { f.Pattern = regexp.MustCompile(`.`) })
		}},
		{"app stays on the result when it is closed", []string{"CHK-08", "CHK-09"}, func(t *Tables) {
			edit(t.App.Flow, func(r eligibility.Row) bool { return r.From == driver.ScreenResult && r.Verb == driver.Close },
				func(r *eligibility.Row) { r.To = eligibility.Stay })
		}},
		{"app tells every PIN answer with tries left as a locked PIN", []string{"CARD-324"}, func(t *Tables) {
			edit(t.App.PINAnswers, func(a eligibility.PINAnswer) bool { return a.Outcome == driver.OutcomePINWrong },
				func(a *eligibility.PINAnswer) { a.Outcome = driver.OutcomePINLocked })
		}},
		{"app opens with any passcode", []string{"INI-12"}, func(t *Tables) {
			edit(t.App.Flow, func(r eligibility.Row) bool { return r.Action == eligibility.CheckPasscode },
				func(r *eligibility.Row) { r.Action = eligibility.Move })
		}},
		{"app reads the card although the face does not match", []string{"CHK-02", "SVC-111"}, func(t *Tables) {
			edit(t.App.Flow, func(r eligibility.Row) bool { return r.Action == eligibility.NoteStranger },
				func(r *eligibility.Row) { r.To = driver.ScreenCardRead })
		}},
	}
}

func serviceRows() []Row {
	return []Row{
		{"service knows no cooldown", []string{"DER-03", "SVC-124"}, func(t *Tables) {
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
		{"service does not look at revocations", []string{"SVC-300"}, func(t *Tables) { removeStep(t, 6) }},
		{"service does not look at the registration", []string{"CHK-22", "SVC-154"}, func(t *Tables) { removeStep(t, 8) }},
	}
}

func cardRows() []Row {
	pin := func(p virtualcard.PIN) bool { return p.FID == virtualcard.FIDAuthPIN }
	return []Row{
		{"card gives four tries", []string{"CARD-338"}, func(t *Tables) {
			edit(t.Card.PINs, pin, func(p *virtualcard.PIN) { p.Tries = 4 })
		}},
		{"card reads the signature certificate to anybody", []string{"CARD-150"}, func(t *Tables) {
			edit(t.Card.Files, func(f virtualcard.File) bool { return f.FID == virtualcard.FIDSignCertificate },
				func(f *virtualcard.File) { f.Read = virtualcard.Always() })
		}},
	}
}

// removeStep makes a step of the check find nothing wrong.
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

// edit changes the one row of a table that fits. A table without exactly one such row is a mistake of the program.
func edit[R any](table []R, fits func(R) bool, change func(*R)) {
	found := 0
	for i := range table {
		if fits(table[i]) {
			change(&table[i])
			found++
		}
	}
	if found != 1 {
		panic("mutant: internal error: the edit does not fit exactly one row")
	}
}

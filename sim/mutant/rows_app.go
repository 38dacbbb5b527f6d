package mutant

import (
	"regexp"
	"slices"

	"github.com/mynalab/mynalab/sim/driver"
	"github.com/mynalab/mynalab/sim/eligibility"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// appRows are wrong in what the app sends and in which screen follows.
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
		{"app reports every PIN answer with tries left as a locked PIN", []string{"CARD-324"}, func(t *Tables) {
			edit(t.App.PINAnswers, func(a eligibility.PINAnswer) bool { return a.Outcome == driver.OutcomePINWrong },
				func(a *eligibility.PINAnswer) { a.Outcome = driver.OutcomePINLocked })
		}},
		{"app opens with any passcode", []string{"INI-12"}, func(t *Tables) {
			edit(t.App.Flow, func(r eligibility.Row) bool { return r.Action == eligibility.CheckPasscode },
				func(r *eligibility.Row) { r.Action = eligibility.Move })
		}},
		{"app reads the card although the face does not match", []string{"SVC-111"}, func(t *Tables) {
			edit(t.App.Flow, func(r eligibility.Row) bool { return r.Action == eligibility.NoteStranger },
				func(r *eligibility.Row) { r.To = driver.ScreenCardRead })
		}},
	}
}

// screenRows are wrong in what the app accepts and in what it shows.
func screenRows() []Row {
	outcome := func(o driver.Outcome) func(*eligibility.Failure) {
		return func(f *eligibility.Failure) { f.Outcome = o }
	}
	return []Row{
		{"app takes credentials without consent to the notice", []string{"INI-01"}, func(t *Tables) {
			edit(t.App.Flow, func(r eligibility.Row) bool { return r.Action == eligibility.Register },
				func(r *eligibility.Row) { r.From = eligibility.Anywhere })
		}},
		{"app begins a check from any screen", []string{"INI-23", "CHK-21"}, func(t *Tables) {
			edit(t.App.Flow, func(r eligibility.Row) bool { return r.Verb == driver.StartCheck && r.When == eligibility.SwitchOn },
				func(r *eligibility.Row) { r.From = eligibility.Anywhere })
		}},
		{"app opens the settings from any screen", []string{"INI-12", "INI-18"}, func(t *Tables) {
			edit(t.App.Flow, func(r eligibility.Row) bool { return r.Verb == driver.OpenSettings },
				func(r *eligibility.Row) { r.From = eligibility.Anywhere })
		}},
		{"app presents a PIN of any length", []string{"CHK-03"}, func(t *Tables) {
			edit(t.App.Formats, func(f eligibility.Format) bool { return f.Entry == eligibility.EntryPIN },
				func(f *eligibility.Format) { f.Pattern = regexp.MustCompile(`.`) })
		}},
		{"app says that a removed card can't be read", []string{"F07"}, func(t *Tables) {
			edit(t.App.Failures, func(f eligibility.Failure) bool { return f.Err == reader.ErrRemoved },
				outcome(driver.OutcomeCardFailed))
		}},
		{"app says that a missing card can't be read", []string{"CHK-05"}, func(t *Tables) {
			edit(t.App.Failures, func(f eligibility.Failure) bool { return f.Err == reader.ErrNoCard },
				outcome(driver.OutcomeCardFailed))
		}},
		{"app says after a malformed answer that the service can't be reached", []string{"F14"}, func(t *Tables) {
			edit(t.App.Failures, func(f eligibility.Failure) bool { return f.Err == eligibility.ErrUnreadable },
				outcome(driver.OutcomeUnreachable))
		}},
		{"app says that a person whose data may not be provided is not registered", []string{"SVC-166"}, func(t *Tables) {
			edit(t.App.Problems, func(p eligibility.ProblemOutcome) bool { return p.Outcome == driver.OutcomeNotUsable },
				func(p *eligibility.ProblemOutcome) { p.Outcome = driver.OutcomeNotRegistered })
		}},
		{"app begins 令和 a day late", []string{"SVC-276"}, func(t *Tables) {
			edit(t.App.Eras, func(e eligibility.Era) bool { return e.Name == "令和" },
				func(e *eligibility.Era) { e.From = "20190502" })
		}},
		{"app hands over no JSON", []string{"SVC-138"}, func(t *Tables) {
			t.App.Files = slices.DeleteFunc(t.App.Files, func(f eligibility.FileForm) bool { return f.Extension == ".json" })
		}},
		{"app leaves out the branch", []string{"SVC-132"}, func(t *Tables) {
			t.App.Labels = slices.DeleteFunc(t.App.Labels, func(l eligibility.Label) bool { return l.Label == "枝番" })
		}},
	}
}

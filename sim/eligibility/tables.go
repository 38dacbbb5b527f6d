package eligibility

import (
	"fmt"
	"slices"

	"github.com/mynalab/mynalab/mockservice/wire"
)

// Tables are all rules of the app as values: one edited row makes a different, wrong app.
type Tables struct {
	// Flow is the state machine of the screens.
	Flow []Row
	// Formats are the forms of what a person types.
	Formats []Format
	// Readings are the steps between terminal, card and service, in their order, by mode.
	Readings []Reading
	// PINAnswers give the meaning of the card's answer to a PIN.
	PINAnswers []PINAnswer
	// Problems give the outcome for each problem of the service.
	Problems []ProblemOutcome
	// Failures give the outcome for an error of card or connection.
	Failures []Failure
	// Texts are the messages that the app writes itself.
	Texts []Text
	// Confirmation says when a result counts as confirmed.
	Confirmation Confirmation
	// Several says what is shown of several results.
	Several Several
	// Labels are the lines of the result.
	Labels []Label
	// Files are the forms, other than the text, in which a result is handed over.
	Files []FileForm
	// Eras are the Japanese eras in which dates are shown.
	Eras []Era
}

// DefaultTables returns the rules of the sources. Where the sources say nothing the rules are ours; each such row says so.
func DefaultTables() Tables {
	return Tables{
		Flow:         DefaultFlow(),
		Formats:      DefaultFormats(),
		Readings:     DefaultReadings(),
		PINAnswers:   DefaultPINAnswers(),
		Problems:     DefaultProblems(),
		Failures:     DefaultFailures(),
		Texts:        DefaultTexts(),
		Confirmation: DefaultConfirmation(),
		Several:      AgreedOnly,
		Labels:       DefaultLabels(),
		Files:        DefaultFiles(),
		Eras:         DefaultEras(),
	}
}

// check refuses tables with unknown names, so that the actions need not check them.
func (t Tables) check() error {
	if err := t.checkFlow(); err != nil {
		return err
	}
	return t.checkReadings()
}

func (t Tables) checkFlow() error {
	for i, r := range t.Flow {
		if _, ok := actions()[r.Action]; !ok {
			return fmt.Errorf("checking the flow table: row %d has the unknown action %q; use an Action of package eligibility", i+1, r.Action)
		}
		if _, ok := guards()[r.When]; !ok {
			return fmt.Errorf("checking the flow table: row %d has the unknown guard %q; use a Guard of package eligibility", i+1, r.When)
		}
	}
	if !slices.ContainsFunc(t.Flow, func(r Row) bool {
		return r.From == Anywhere && r.Verb == AnyVerb && r.When == Always
	}) {
		return fmt.Errorf("checking the flow table: no row fits every call; add a last row with From %s, Verb %s", Anywhere, AnyVerb)
	}
	return nil
}

func (t Tables) checkReadings() error {
	for _, mode := range []wire.Mode{wire.ModePIN, wire.ModeVisual} {
		if len(t.reading(mode).Steps) == 0 {
			return fmt.Errorf("checking the reading table: mode %s has no steps; add a Reading for it", mode)
		}
	}
	for _, reading := range t.Readings {
		for _, s := range reading.Steps {
			if _, ok := stepFuncs()[s.Do]; !ok {
				return fmt.Errorf("checking the reading table: mode %s has the unknown step %q; use a StepName of package eligibility",
					reading.Mode, s.Do)
			}
		}
	}
	return nil
}

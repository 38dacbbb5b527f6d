package eligibility

import (
	"fmt"
	"slices"

	"github.com/mynalab/mynalab/mockservice/wire"
)

// Tables are all rules of the app as values: one edited row makes another, wrong app.
type Tables struct {
	// Flow is the state machine of the screens.
	Flow []Row
	// Formats are the forms of what a person types.
	Formats []Format
	// Readings are the steps between terminal, card and service, in their order, by mode.
	Readings []Reading
	// PINAnswers say what the card's answer to a PIN means.
	PINAnswers []PINAnswer
	// Problems say which outcome a refusal of the service is.
	Problems []ProblemOutcome
	// Failures say which outcome an error at card or line is.
	Failures []Failure
	// Texts are the messages that the app itself words.
	Texts []Text
	// Confirmation is when a result counts as confirmed.
	Confirmation Confirmation
	// Several is what is shown of several results.
	Several Several
	// Labels are the lines of the result.
	Labels []Label
	// Files are the forms beside the text in which a result is handed over.
	Files []FileForm
	// Eras are the Japanese eras in which dates are shown.
	Eras []Era
}

// DefaultTables are the rules of the sources; where those say nothing, our own, named so row by row.
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

// check refuses tables in which a name means nothing, so that no deed has to.
func (t Tables) check() error {
	if err := t.checkFlow(); err != nil {
		return err
	}
	return t.checkReadings()
}

func (t Tables) checkFlow() error {
	for i, r := range t.Flow {
		if _, ok := actions()[r.Action]; !ok {
			return fmt.Errorf("checking the flow table: row %d names the unknown action %q; use one of the package's", i+1, r.Action)
		}
		if _, ok := guards()[r.When]; !ok {
			return fmt.Errorf("checking the flow table: row %d names the unknown guard %q; use one of the package's", i+1, r.When)
		}
	}
	if !slices.ContainsFunc(t.Flow, func(r Row) bool {
		return r.From == Anywhere && r.Verb == AnyVerb && r.When == Always
	}) {
		return fmt.Errorf("checking the flow table: it has no row for everything else; end it with From %s, Verb %s", Anywhere, AnyVerb)
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
				return fmt.Errorf("checking the reading table: mode %s names the unknown step %q; use one of the package's",
					reading.Mode, s.Do)
			}
		}
	}
	return nil
}

package eligibility

import (
	"regexp"

	"github.com/mynalab/mynalab/sim/driver"
)

// Entry is something that a person types.
type Entry string

// The entries whose form the app checks itself.
const (
	EntryActivationCode Entry = "activation code"
	EntryPIN            Entry = "pin"
)

// Format is the form that an entry must have; Outcome is shown if it does not have it.
type Format struct {
	Entry   Entry
	Pattern *regexp.Regexp
	Outcome driver.Outcome
	Source  string
}

// DefaultFormats returns the forms that the sources give. An entry without a row is accepted as typed.
func DefaultFormats() []Format {
	return []Format{
		{EntryActivationCode, regexp.MustCompile(`^[0-9]{12}$`), driver.OutcomeFormat, "seed 000 Q10, INI-04 to INI-07"},
		{EntryPIN, regexp.MustCompile(`^[0-9]{4}$`), driver.OutcomePINFormat, "CHK-03, CARD-339"},
	}
}

// wellFormed returns a refusal if a value does not have the form of its entry. The refusal does not contain the value.
func (t Tables) wellFormed(entry Entry, value string) error {
	for _, f := range t.Formats {
		if f.Entry == entry && !f.Pattern.MatchString(value) {
			return t.refusal(f.Outcome)
		}
	}
	return nil
}

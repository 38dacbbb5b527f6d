package qualification

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// Tally is a person's qualifications, grouped by their state on the day of confirmation.
type Tally struct {
	Current []store.Qualification
	Lost    []store.Qualification // the most recently lost comes first
	Coming  []store.Qualification // not begun yet
}

// Outcome is one row of the table of outcomes. The first row whose When is true gives the answer.
type Outcome struct {
	Name     string
	Source   string
	When     func(Tally) bool
	Validity string // OQSCD006
	// Show selects the qualifications that the answer carries.
	Show func(Tally) []store.Qualification
}

// DefaultOutcomes returns the table of OQSCD006, with the cases of eligibility reference §2.6. In a check by card the answer is
// 3 (無効, 新しい資格あり) only while the newer qualification has not begun; afterwards the newer one is the answer.
func DefaultOutcomes() []Outcome {
	const source = "eligibility reference §2.6, OQSCD006"
	return []Outcome{
		{"several current", source, func(t Tally) bool { return len(t.Current) > 1 }, wire.ValidityMultiple, showCurrent},
		{"one current", "SVC-053", func(t Tally) bool { return len(t.Current) == 1 }, wire.ValidityValid, showCurrent},
		{"lost, a newer one exists", source, func(t Tally) bool { return len(t.Lost) > 0 && len(t.Coming) > 0 },
			wire.ValiditySuperseded, showLost},
		{"lost", source, func(t Tally) bool { return len(t.Lost) > 0 }, wire.ValidityInvalid, showLost},
		{"none", source, func(Tally) bool { return true }, wire.ValidityNone, showNone},
	}
}

func showCurrent(t Tally) []store.Qualification { return t.Current }
func showLost(t Tally) []store.Qualification    { return t.Lost[:1] }
func showNone(Tally) []store.Qualification      { return nil }

// TallyOn groups qualifications by their state on a day, yyyyMMdd. The day To is the first day without the qualification.
func TallyOn(day string, list []store.Qualification) Tally {
	var t Tally
	for _, q := range list {
		switch {
		case q.To != "" && q.To <= day:
			t.Lost = append(t.Lost, q)
		case q.From > day:
			t.Coming = append(t.Coming, q)
		default:
			t.Current = append(t.Current, q)
		}
	}
	slices.SortStableFunc(t.Lost, func(a, b store.Qualification) int { return cmp.Compare(b.To, a.To) })
	return t
}

// checkQualification is step 10. It judges the qualifications on 確認日, the day in Japan on which the check is made (SVC-295).
func checkQualification(_ context.Context, c *Inquiry) error {
	tally := TallyOn(c.Now.In(jpki.JST).Format(dateForm), c.Person.Qualifications)
	for _, o := range c.Rules.Outcomes {
		if o.When(tally) {
			c.Conclude(o.Validity, o.Show(tally))
			return nil
		}
	}
	return errors.New("judging the qualifications: no row of the table of outcomes applies")
}

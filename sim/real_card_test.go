package main

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/municipality"
	"github.com/mynalab/mynalab/sim/people"
	"github.com/mynalab/mynalab/sim/slot"
	"github.com/mynalab/mynalab/sim/world"
	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/pcsc"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// These tests run scenarios with a card in a reader that can't be made to order, as --card pcsc: does.

// ourCardPlan puts a card of the cast's first person in a reader and enrols it.
func ourCardPlan(t *testing.T, tries int) (*slotPlan, municipality.Issued, *reader.InProcess) {
	t.Helper()
	issued := madeCard(t, func(o *municipality.Order) { o.TriesLeft = &tries })
	b, present := presentCardPlan(t, issued.Card)
	enrolled, err := slot.Enrol(t.Context(), pcsc.Guard(present, pcsc.ForForeignCard()))
	require.NoError(t, err)
	require.Equal(t, slot.Enrolled{Serial: issued.AuthSerial, Certificate: sha256.Sum256(issued.Spec.AuthCert), Ours: true, Tries: tries,
		Signs: true, Holder: municipality.Holder{Person: "P01", CastPINs: true}}, enrolled)
	return b, issued, present
}

// madeCard issues an ordinary card of the cast's first person; change alters the order.
func madeCard(t *testing.T, change func(*municipality.Order)) municipality.Issued {
	t.Helper()
	cast, err := people.Load()
	require.NoError(t, err)
	order := municipality.Order{Person: cast.Persons[0], Profile: "contact-a1", Issued: world.DefaultStart().AddDate(-1, 0, 0)}
	change(&order)
	issued, err := municipality.NewIssuer(municipality.Chance(1, t.Name()), virtualcard.DefaultTables(), 0).Issue(order)
	require.NoError(t, err)
	return issued
}

// presentCardPlan returns a plan with a card in a reader that can't be made to order.
func presentCardPlan(t *testing.T, chip reader.Chip) (*slotPlan, *reader.InProcess) {
	t.Helper()
	present := reader.NewInProcess("bench reader")
	present.Insert(chip)
	b := testPlan(t)
	b.one = true
	b.config.Cards = slot.PresentCard(b.config.Cast, func() (reader.Reader, func() error, error) {
		return present, func() error { return nil }, nil
	})
	return b, present
}

func unsupported(s reports.Scenario) bool { return s.Verdict == trace.Unsupported }

// needs returns a filter for the scenarios with a tag.
func needs(tag string) func(reports.Scenario) bool {
	return func(s reports.Scenario) bool {
		for _, t := range s.Tags {
			if t == tag {
				return true
			}
		}
		return false
	}
}

func TestOurCardInAReader(t *testing.T) {
	b, issued, _ := ourCardPlan(t, 3)
	s := reportSuite(t, b, 1, reports.Selection{})
	possible := append(s.ids(needs("@card-any")), s.ids(needs("@card-known"))...)
	require.NotEmpty(t, possible)
	require.ElementsMatch(t, possible, s.ids(passed))
	require.Len(t, s.ids(unsupported), len(s.run.Results.Scenarios)-len(possible))
	left, _ := issued.Card.Memory().TriesLeft(virtualcard.FIDAuthPIN)
	require.Equal(t, 3, left, "the run must leave the counter as it found it")
}

func TestOurCardOnItsLastTry(t *testing.T) {
	b, issued, _ := ourCardPlan(t, 1)
	s := reportSuite(t, b, 1, reports.Selection{})
	require.ElementsMatch(t, s.ids(needs("@card-any")), s.ids(passed))
	left, _ := issued.Card.Memory().TriesLeft(virtualcard.FIDAuthPIN)
	require.Equal(t, 1, left, "the last try is never spent")
}

func TestStrangersCardInAReader(t *testing.T) {
	issued := madeCard(t, func(o *municipality.Order) { o.Flaw = municipality.ForgedSignature })
	b, _ := presentCardPlan(t, issued.Card)
	b.config.Random = strings.NewReader(strings.Repeat("r", 64))
	s := reportSuite(t, b, 1, reports.Selection{})
	require.NotEmpty(t, s.ids(passed))
	require.ElementsMatch(t, s.ids(needs("@card-any")), s.ids(passed))
	record := string(s.file(t, reports.TraceFile))
	der := issued.Spec.AuthCert
	for _, secret := range []string{hex.EncodeToString(der[40:60]), strings.ToUpper(hex.EncodeToString(der[40:60])),
		base64.StdEncoding.EncodeToString(der[42:60]), issued.AuthSerial} {
		require.NotContains(t, record, secret, "somebody else's certificate must be a token")
	}
}

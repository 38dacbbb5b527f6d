package qualification_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// A check is for the terminal's own facility, or for one that 併設申告 declares as colocated, while the declaration is in force.
func TestFacilityOfACheck(t *testing.T) {
	const own, other = "2800001234", "2800005678"
	for name, row := range map[string]struct {
		declared store.Colocation
		asked    string
		ok       bool
	}{
		"its own, unnamed":              {store.Colocation{}, "", true},
		"its own, named":                {store.Colocation{}, own, true},
		"DUT-10 another":                {store.Colocation{}, other, false},
		"DUT-09 the subordinate":        {store.Colocation{Main: own, DeclaredAt: start}, other, true},
		"DUT-09 not yet declared":       {store.Colocation{Main: own, DeclaredAt: start.Add(time.Second)}, other, false},
		"DUT-11 cancelled":              {store.Colocation{Main: own, DeclaredAt: start, CancelledAt: start}, other, false},
		"DUT-09 of another main clinic": {store.Colocation{Main: "2800009999", DeclaredAt: start}, other, false},
	} {
		t.Run(name, func(t *testing.T) {
			l := open(t)
			require.NoError(t, l.rows.ChangeColocation(t.Context(), other, func(c *store.Colocation) error {
				row.declared.Subordinate = other
				*c = row.declared
				return nil
			}))
			answer, err := l.check(func(r *wire.CheckRequest) { r.InstitutionCode = row.asked })
			if !row.ok {
				l.refused(err, wire.CodeNotDeclared, 2)
				return
			}
			require.NoError(t, err)
			want := own
			if row.asked != "" {
				want = row.asked
			}
			require.Equal(t, want, answer.XmlMsg.MessageHeader.MedicalInstitutionCode)
		})
	}
}

// The limited type began in April 2024, months before its use became mandatory.
func TestNoCheckBeforeTheStart(t *testing.T) {
	for name, row := range map[string]struct {
		now string
		ok  bool
	}{
		"DUT-02 the last day before": {"2024-03-31", false},
		"DUT-02 the first day":       {"2024-04-01", true},
		"DUT-02 before the mandate":  {"2024-12-01", true},
	} {
		t.Run(name, func(t *testing.T) {
			l := open(t)
			l.now = day(row.now)
			_, err := l.check()
			if !row.ok {
				l.refused(err, wire.CodeUnavailable, 2)
				return
			}
			require.NoError(t, err)
		})
	}
}

package municipality_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/sim/municipality"
	"github.com/mynalab/mynalab/virtualcard"
)

func TestEndings(t *testing.T) {
	issuer := newIssuer(0)
	c, at := issue(t, issuer, "P01"), jst(2025, 6, 2, 9, 0)
	for _, row := range municipality.DefaultEndings() {
		t.Run("SVC-312 "+string(row.Event), func(t *testing.T) {
			require.True(t, control.Reason(row.Reason).Valid(), row.Reason)
			require.NotEmpty(t, row.Source)
			ended, err := issuer.End(c, row.Event, at)
			require.NoError(t, err)
			require.Equal(t, map[bool]int{true: 1, false: 2}[row.ByProfile], len(ended))
			require.Equal(t, municipality.Revocation{Serial: c.SignSerial(), Signing: true, At: at, Reason: row.Reason}, ended[len(ended)-1])
		})
	}
	t.Run("SVC-155 a holder who moves keeps the user certificate", func(t *testing.T) {
		ended, err := issuer.End(c, municipality.EventMoved, at)
		require.NoError(t, err)
		require.Len(t, ended, 1)
		require.True(t, ended[0].Signing)
	})
	t.Run("CARD-452 a profile with which a change ends both certificates, or only the user certificate", func(t *testing.T) {
		for _, kinds := range [][]string{{"sign", "auth"}, {"auth"}, {}} {
			c := issue(t, newIssuer(0), "P01", withProfile(t, func(p *virtualcard.Profile) { p.Cert.ChangeRevokes = kinds }))
			ended, err := issuer.End(c, municipality.EventMoved, at)
			require.NoError(t, err)
			require.Len(t, ended, len(kinds))
			for _, r := range ended {
				require.Equal(t, r.Signing, r.Serial == c.SignSerial())
				require.Equal(t, "affiliation_changed", r.Reason)
			}
		}
	})
	t.Run("an edited row is followed", func(t *testing.T) {
		life := municipality.DefaultLife()
		life.Endings = []municipality.Ending{{Event: "eaten", Reason: "unspecified"}}
		ended, err := newIssuer(0).WithLife(life).End(c, "eaten", at)
		require.NoError(t, err)
		require.Len(t, ended, 2)
	})
}

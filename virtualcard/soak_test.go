package virtualcard_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mynalab/mynalab/virtualcard"
)

// TestCardAgainstModel applies the same hundred events per round to the card and the model: 100 rounds here, ten thousand (a
// million events) with `make soak`.
func TestCardAgainstModel(t *testing.T) {
	t.Run("CARD-064 CARD-482 CARD-496 to CARD-499 as the standard requires", func(t *testing.T) {
		rapid.Check(t, func(rt *rapid.T) {
			if err := drive(rt, modelConfig(t)); err != nil {
				rt.Fatal(err)
			}
		})
	})
}

// TestModelSeesAnEditedRule edits one row of the card's tables at a time. If the drive did not find the difference it would
// prove nothing.
func TestModelSeesAnEditedRule(t *testing.T) {
	file := func(tables *virtualcard.Tables, fid uint16) *virtualcard.File {
		return fileIn(tables.Files, virtualcard.JPKI, fid)
	}
	text := func(tables *virtualcard.Tables, fid uint16) *virtualcard.File {
		return fileIn(tables.MunicipalFiles, virtualcard.TextAP, fid)
	}
	for _, row := range []struct {
		name string
		edit func(*virtualcard.Tables)
	}{
		{"the signature certificate is free", func(t *virtualcard.Tables) { file(t, virtualcard.FIDSignCertificate).Read = virtualcard.Always() }},
		{"the signature certificate opens by the other PIN", func(t *virtualcard.Tables) {
			file(t, virtualcard.FIDSignCertificate).Read = virtualcard.Verified(virtualcard.FIDAuthPIN)
		}},
		{"the user certificate is guarded", func(t *virtualcard.Tables) {
			file(t, virtualcard.FIDAuthCertificate).Read = virtualcard.Verified(virtualcard.FIDAuthPIN)
		}},
		{"the auth key is free", func(t *virtualcard.Tables) { file(t, virtualcard.FIDAuthKey).Use = virtualcard.Always() }},
		{"the sign key opens by the other PIN", func(t *virtualcard.Tables) {
			file(t, virtualcard.FIDSignKey).Use = virtualcard.Verified(virtualcard.FIDAuthPIN)
		}},
		{"the sign key never opens", func(t *virtualcard.Tables) { file(t, virtualcard.FIDSignKey).Use = virtualcard.Never() }},
		{"照合番号B opens the My Number", func(t *virtualcard.Tables) {
			text(t, virtualcard.FIDTextMyNumber).Read = virtualcard.Verified(virtualcard.FIDTextCodeB)
		}},
		{"照合番号A opens the attributes", func(t *virtualcard.Tables) {
			text(t, virtualcard.FIDTextAttributes).Read = virtualcard.Any(virtualcard.Verified(virtualcard.FIDTextPIN), virtualcard.Verified(virtualcard.FIDTextCodeA))
		}},
		{"照合番号B opens the My Number image", func(t *virtualcard.Tables) {
			fileIn(t.MunicipalFiles, virtualcard.SurfaceAP, virtualcard.FIDSurfaceMyNumber).Read = virtualcard.Verified(virtualcard.FIDSurfaceCodeB)
		}},
		{"one try more", func(t *virtualcard.Tables) { t.PINs[0].Tries = 4 }},
	} {
		t.Run(row.name, func(t *testing.T) {
			config := modelConfig(t)
			config.Tables = virtualcard.DefaultTables()
			row.edit(&config.Tables)
			require.True(t, finds(t, config), "1,000 rounds have not found it")
		})
	}
}

// fileIn returns a row to edit.
func fileIn(rows []virtualcard.File, application string, fid uint16) *virtualcard.File {
	for i := range rows {
		if rows[i].Application == application && rows[i].FID == fid {
			return &rows[i]
		}
	}
	return nil
}

// finds reports whether the drive finds a difference.
func finds(t *testing.T, config virtualcard.Config) bool {
	t.Helper()
	rounds := rapid.Custom(func(rt *rapid.T) bool { return drive(rt, config) != nil })
	for seed := range 1000 {
		if rounds.Example(seed) {
			t.Logf("seen in round %d", seed+1)
			return true
		}
	}
	return false
}

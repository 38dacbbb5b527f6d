package virtualcard_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/apdu"
)

func TestTablesCiteTheirSources(t *testing.T) {
	tables := virtualcard.DefaultTables()
	require.NotEmpty(t, tables.Commands)
	for _, row := range tables.Applications {
		require.NotEmpty(t, row.Source, row.Name)
	}
	require.NotEmpty(t, tables.MunicipalFiles)
	for _, row := range slices.Concat(tables.Files, tables.MunicipalFiles) {
		require.NotEmpty(t, row.Source, "%04X", row.FID)
		require.Regexp(t, `^00[01][0-9A-F]$`, fidText(row.FID), "CARD-107")
	}
	for _, row := range tables.PINs {
		require.NotEmpty(t, row.Source, row.Name)
	}
	for _, row := range tables.Commands {
		require.NotEmpty(t, row.Source, row.Name)
		require.Contains(t, []byte{0x00, 0x80}, row.CLA, "CARD-484 CARD-485")
	}
}

// TestEveryCommandRowIsReachable finds, for each row, parameters that no earlier row matches.
func TestEveryCommandRowIsReachable(t *testing.T) {
	rows := virtualcard.DefaultCommands()
	for i, row := range rows {
		reachable := false
		for p := 0; p < 0x10000 && !reachable; p++ {
			p1, p2 := byte(p>>8), byte(p)
			reachable = fits(row, p1, p2)
			for _, earlier := range rows[:i] {
				if earlier.CLA == row.CLA && earlier.INS == row.INS && fits(earlier, p1, p2) {
					reachable = false
				}
			}
		}
		require.True(t, reachable, row.Name)
	}
}

func fits(row virtualcard.Command, p1, p2 byte) bool { return row.P1.Fits(p1) && row.P2.Fits(p2) }

func fidText(fid uint16) string { return apdu.Status(fid).String() }

func TestEditedRows(t *testing.T) {
	t.Run("a rule", func(t *testing.T) {
		card := edited(t, func(tables *virtualcard.Tables) { tables.Files[0].Read = virtualcard.Always() })
		talk(t, card, selectJPKI, "00B0810002 -> 3082 9000")
	})
	t.Run("a counter", func(t *testing.T) {
		card := edited(t, func(tables *virtualcard.Tables) { tables.PINs[0].Tries = 15 })
		talk(t, card, selectJPKI, "00200098 -> 63CF")
	})
	t.Run("a handler", func(t *testing.T) {
		card := edited(t, func(tables *virtualcard.Tables) {
			tables.Commands[0].Handler = func(*virtualcard.Card, apdu.Command) apdu.Response {
				return apdu.Response{SW: apdu.SW9000OK}
			}
		})
		talk(t, card, selectJPKI, "00200098 -> 9000")
	})
	t.Run("the caller's tables are not changed", func(t *testing.T) {
		config := fullConfig()
		config.Tables, config.Spec.InstitutionKey = virtualcard.DefaultTables(), nil
		before := len(config.Tables.Commands)
		newCard(t, config)
		require.Len(t, config.Tables.Commands, before)
		require.Equal(t, "last command of a phone", config.Tables.Commands[before-1].Name)
	})
}

func TestTablesThatContradictThemselves(t *testing.T) {
	for _, row := range []struct {
		name string
		edit func(*virtualcard.Tables)
		want string
	}{
		{"no application", func(t *virtualcard.Tables) { t.Applications = nil }, "no application"},
		{"a file of no application", func(t *virtualcard.Tables) { t.Files[0].Application = "text" }, "file 0001 of text: there is no such application"},
		{"a file twice", func(t *virtualcard.Tables) { t.Files[1].FID = 0x0001 }, "file 0001 of jpki: it is in the table twice"},
		{"a file without content", func(t *virtualcard.Tables) { t.Files[0].Content = nil }, "a transparent file needs Content"},
		{"a key without key", func(t *virtualcard.Tables) { t.Files[9].Use = virtualcard.Always() }, "file 0016 of jpki: a key that may be used needs Key"},
		{"a rule with an unknown PIN", func(t *virtualcard.Tables) { t.Files[0].Read = virtualcard.Any(virtualcard.Verified(0x0010)) }, "its rule names PIN 0010, which has no row"},
		{"a PIN of no file", func(t *virtualcard.Tables) {
			t.PINs = append(t.PINs, virtualcard.PIN{Application: virtualcard.JPKI, FID: 0x0017})
		}, "there is no such PIN file"},
		{"a PIN twice", func(t *virtualcard.Tables) { t.PINs = append(t.PINs, t.PINs[0]) }, "PIN 0018 of jpki: it is in the table twice"},
		{"16 tries", func(t *virtualcard.Tables) { t.PINs[0].Tries = 16 }, "16 tries are out of range (0 to 15, the limit of 63Cx)"},
		{"a PIN without value", func(t *virtualcard.Tables) { t.PINs[0].Initial = nil }, "it needs Initial"},
		{"a command without handler", func(t *virtualcard.Tables) { t.Commands[0].Handler = nil }, "command VERIFY: it has cases but no handler"},
	} {
		t.Run(row.name, func(t *testing.T) {
			config := fullConfig()
			config.Tables = virtualcard.DefaultTables()
			row.edit(&config.Tables)
			_, err := virtualcard.New(config)
			require.ErrorContains(t, err, "making a card: checking the tables: ")
			require.ErrorContains(t, err, row.want)
		})
	}
}

package virtualcard_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/apdu"
)

// TestCardsShareNothingThatChanges changes everything that a caller can reach of profile and tables. It must affect no card,
// neither one that exists nor the next one.
func TestCardsShareNothingThatChanges(t *testing.T) {
	answers := func(t *testing.T, card *virtualcard.Card) {
		talk(t, card, selectJPKI, selectEF(0x0005), "00B0000001 -> 6981", "00200098 -> 63C3", authPIN)
	}
	t.Run("an embedded profile", func(t *testing.T) {
		made := newCard(t, faceConfig())
		p := preset(t, "contact-a1")
		p.Read.UnknownSW["0005"] = apdu.SW6D00UnknownINS
		p.PIN[virtualcard.JPKI]["0018"] = virtualcard.PINPolicy{MaxTries: 1}
		p.Files[virtualcard.JPKI][0] = "FFFF"
		answers(t, made)
		answers(t, newCard(t, faceConfig()))
		require.NotEqual(t, p, preset(t, "contact-a1"))
	})
	t.Run("tables passed by the caller", func(t *testing.T) {
		config := faceConfig()
		config.Tables = virtualcard.DefaultTables()
		made := newCard(t, config)
		clear(config.Tables.Commands)
		clear(config.Tables.Files)
		clear(config.Tables.PINs)
		answers(t, made)
		answers(t, newCard(t, faceConfig()))
	})
	t.Run("the rows of one card", func(t *testing.T) {
		spec := faceConfig().Spec
		spec.Profile = "android" // guards the certificate
		rows := virtualcard.Tables{}.For(spec, preset(t, "android"))
		clear(rows.Commands)
		clear(rows.PINs)
		clear(rows.Files)
		answers(t, newCard(t, faceConfig()))
	})
}

// TestACardIsCheapToMake limits the allocations for one more card of a known profile, apart from its files: the profile is
// decoded and the tables are checked once, not for each card.
func TestACardIsCheapToMake(t *testing.T) {
	config := faceConfig()
	newCard(t, config)
	require.Less(t, testing.AllocsPerRun(20, func() { newCard(t, config) }), 200.0)
}

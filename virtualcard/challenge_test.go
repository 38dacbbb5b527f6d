package virtualcard_test

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/virtualcard"
)

// institutionCommand gets a challenge of n bytes from the card and returns the command that signs it after label.
func institutionCommand(t *testing.T, card *virtualcard.Card, label string, n int) string {
	t.Helper()
	answer := send(t, card, fmt.Sprintf("00840000%02X", n))
	require.Len(t, answer, n+2)
	signature := ed25519.Sign(institutionKey(), append([]byte(label), answer[:n]...))
	return fmt.Sprintf("80A24D4C40 %X", signature)
}

func powerCycle(card *virtualcard.Card) {
	card.PowerOff()
	card.PowerOn()
}

func TestInstitutionAuthentication(t *testing.T) {
	// The label of our contract is written out here; the reference app has its own copy.
	const label = "MYNALAB institution authentication v1\x00"
	sign := "802A009733 " + digestInfo + " -> "
	start := func(t *testing.T) *virtualcard.Card {
		card := newCard(t, fullConfig())
		talk(t, card, selectJPKI)
		return card
	}
	t.Run("SVC-288 opens the auth key without a PIN, and nothing else", func(t *testing.T) {
		card := start(t)
		talk(t, card, sign+"6982", institutionCommand(t, card, label, 16)+" -> 9000", sign+"<256>9000",
			"802A009A33 "+digestInfo+" -> 6982", "00B0810004 -> 6982", selectEF(0x0018), "0024018004 34333231 -> 6982", "00200098 -> 63C3")
	})
	t.Run("SVC-288 a wrong PIN does not end it", func(t *testing.T) {
		card := start(t)
		talk(t, card, institutionCommand(t, card, label, 16)+" -> 9000", wrongAuthPIN+" -> 63C2", sign+"<256>9000")
	})
	t.Run("a challenge can be used once", func(t *testing.T) {
		card := start(t)
		command := institutionCommand(t, card, label, 16)
		talk(t, card, command+" -> 9000", command+" -> 6985")
	})
	t.Run("a wrong signature uses up the challenge and ends the status", func(t *testing.T) {
		card := start(t)
		talk(t, card, institutionCommand(t, card, label, 16)+" -> 9000")
		talk(t, card, institutionCommand(t, card, "", 16)+" -> 6300", sign+"6982")
		right := institutionCommand(t, card, label, 16)
		talk(t, card, fmt.Sprintf("80A24D4C40 %0128X -> 6300", 0), right+" -> 6985")
	})
	t.Run("an older challenge is refused", func(t *testing.T) {
		card := start(t)
		older := institutionCommand(t, card, label, 16)
		talk(t, card, "0084000010 -> <16>9000", older+" -> 6300")
	})
	t.Run("a challenge ends with the selection of another application", func(t *testing.T) {
		for _, reset := range []func(*virtualcard.Card){func(*virtualcard.Card) {}, (*virtualcard.Card).WarmReset} {
			card := start(t)
			talk(t, card, institutionCommand(t, card, label, 16)+" -> 9000") // now the status belongs to the JPKI application
			reset(card)
			talk(t, card, selectISD)
			drawn := institutionCommand(t, card, label, 16)
			talk(t, card, selectJPKI, drawn+" -> 6985")
		}
	})
	t.Run("a challenge of the issuer domain after a reset is refused in JPKI", func(t *testing.T) {
		for _, reset := range []func(*virtualcard.Card){powerCycle, (*virtualcard.Card).WarmReset} {
			card := start(t)
			reset(card)
			drawn := institutionCommand(t, card, label, 16) // nothing was selected, so the issuer security domain is
			talk(t, card, selectJPKI, drawn+" -> 6985")
			talk(t, card, institutionCommand(t, card, label, 16)+" -> 9000")
		}
	})
	t.Run("a challenge stays if the same application is selected again", func(t *testing.T) {
		card := start(t)
		drawn := institutionCommand(t, card, label, 16)
		talk(t, card, selectJPKI, drawn+" -> 9000")
	})
	t.Run("CARD-355 another application ends it, power-off too", func(t *testing.T) {
		card := start(t)
		talk(t, card, institutionCommand(t, card, label, 16)+" -> 9000", selectISD, selectJPKI, sign+"6982")
		talk(t, card, institutionCommand(t, card, label, 16)+" -> 9000")
		card.PowerOff()
		card.PowerOn()
		talk(t, card, selectJPKI, sign+"6982")
	})
	t.Run("only if the application has a terminal key", func(t *testing.T) {
		card := newCard(t, fullConfig())
		talk(t, card, institutionCommand(t, card, label, 16)+" -> 6A82")
	})
	t.Run("lengths", func(t *testing.T) {
		card := start(t)
		talk(t, card, "80A24D4C -> 6700", "80A24D4C01 00 -> 6700", institutionCommand(t, card, label, 16)+"00 -> 6700")
	})
	t.Run("CARD-395 without an institution key as on a real card", func(t *testing.T) {
		config := fullConfig()
		config.Spec.InstitutionKey = nil
		card := newCard(t, config)
		talk(t, card, selectJPKI, institutionCommand(t, card, label, 16)+" -> 6A86")
	})
	require.Equal(t, label, virtualcard.InstitutionLabel)
}

func TestCARD129ChallengeParametersAndLengths(t *testing.T) {
	talk(t, newCard(t, fullConfig()), "0084010008 -> 6A86", "0084000108 -> 6A86", "00840000 -> 6700", "0084000001 00 -> 6700")
}

func TestChanceThatFails(t *testing.T) {
	config := fullConfig()
	config.Chance = iotest.ErrReader(errors.New("no entropy"))
	talk(t, newCard(t, config), selectJPKI, "0084000008 -> 6F00", authPIN, "802A039701 A5 -> <256>9000", "802A059701 A5 -> 6F00")
}

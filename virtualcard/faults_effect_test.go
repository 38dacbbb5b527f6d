package virtualcard_test

import (
	"encoding/hex"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// met is all that a terminal meets of a card with that fault: answers, what became of the chip, and time.
func met(t *testing.T, fault virtualcard.Fault) (lines []string) {
	t.Helper()
	var waited time.Duration
	chip, err := virtualcard.WithFault(newCard(t, fullConfig()), fault, virtualcard.FaultOptions{Probability: 1, Chance: chance(),
		Delay: time.Minute, Wait: func(d time.Duration) { waited += d }})
	require.NoError(t, err)
	chip.PowerOn()
	for _, command := range []string{"00A4040C0AD392F000260100000001", "00200098", readCertificate} {
		lines = append(lines, hex.EncodeToString(send(t, chip, command)))
	}
	return append(lines, fmt.Sprint(reader.FailureOf(chip)), waited.String())
}

// idle is the fault as a row whose Act does nothing.
func idle(fault virtualcard.Fault) virtualcard.Fault {
	fault.Act = func(m virtualcard.Moment) ([]byte, error) { return m.CarryOut(), nil }
	return fault
}

// TestEveryFaultHasAnEffect: no row leaves a conversation as it is, and one that did would be noticed here.
func TestEveryFaultHasAnEffect(t *testing.T) {
	sound := met(t, idle(virtualcard.Fault{Name: "none"}))
	require.Contains(t, sound[2], "9000", "there is something to disturb")
	for _, row := range virtualcard.Faults() {
		t.Run(row.Name, func(t *testing.T) {
			require.NotEqual(t, sound, met(t, row))
			require.Equal(t, sound, met(t, idle(row)), "the act alone has the effect")
		})
	}
}

// TestNoFaultWritesIntoTheCardsAnswer: it belongs to the card (Moment.CarryOut).
func TestNoFaultWritesIntoTheCardsAnswer(t *testing.T) {
	for _, row := range virtualcard.Faults() {
		answer := []byte{0x04, 0x00, 0x90, 0x00}
		options := virtualcard.FaultOptions{Bytes: 100, Chance: chance(), Wait: func(time.Duration) {}}
		_, err := row.Act(virtualcard.Moment{FaultOptions: options, CarryOut: func() []byte { return answer }})
		require.Equal(t, []byte{0x04, 0x00, 0x90, 0x00}, answer, "%s (%v)", row.Name, err)
	}
}

func TestFaultAltered(t *testing.T) {
	card := newCard(t, fullConfig())
	talk(t, card, selectJPKI)
	right := send(t, card, readCertificate)
	chip := withFault(t, card, "altered", virtualcard.FaultOptions{INS: []byte{0xB0}})
	t.Run("SVC-293 one bit of the data", func(t *testing.T) {
		got := send(t, chip, readCertificate)
		require.Equal(t, right[0]^1, got[0])
		require.Equal(t, right[1:], got[1:])
	})
	t.Run("on its way", func(t *testing.T) {
		require.Equal(t, right, send(t, card, readCertificate), "the card's own answer is as it was")
	})
	t.Run("nothing else", func(t *testing.T) {
		talk(t, chip, "00B09F0004 -> 6A82", "00200098 -> 63C3")
		challenge := withFault(t, card, "altered", virtualcard.FaultOptions{INS: []byte{0x84}})
		require.Equal(t, right, send(t, challenge, readCertificate), "it waits for another instruction")
	})
}

func TestFaultOtherKind(t *testing.T) {
	t.Run("F07 whatever is asked for is not found", func(t *testing.T) {
		card := newCard(t, fullConfig())
		chip := withFault(t, card, "other-kind", virtualcard.FaultOptions{})
		require.Equal(t, []byte{0x3B, 0x00}, chip.ATR())
		talk(t, chip, "00A4040C0A D392F000260100000001 -> 6A82", "00B08A0000 -> 6A82", "002000980431323335 -> 6A82")
		require.Equal(t, 3, triesLeft(t, card, virtualcard.FIDAuthPIN), "the card in whose place it stands heard nothing")
		require.NotEqual(t, card.ATR(), chip.ATR())
	})
}

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

// terminalView returns everything that a terminal sees of a card with the fault: answers, the state of the chip, and time.
func terminalView(t *testing.T, fault virtualcard.Fault) (lines []string) {
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

// idle returns the fault with an Act that only passes the command on.
func idle(fault virtualcard.Fault) virtualcard.Fault {
	fault.Act = func(m virtualcard.Moment) ([]byte, error) { return m.CarryOut(), nil }
	return fault
}

// TestEveryFaultHasAnEffect proves that each row changes a conversation. A row without an effect fails here.
func TestEveryFaultHasAnEffect(t *testing.T) {
	sound := terminalView(t, idle(virtualcard.Fault{Name: "none"}))
	require.Contains(t, sound[2], "9000", "the conversation succeeds without a fault")
	for _, row := range virtualcard.Faults() {
		t.Run(row.Name, func(t *testing.T) {
			require.NotEqual(t, sound, terminalView(t, row))
			require.Equal(t, sound, terminalView(t, idle(row)), "the effect comes from Act alone")
		})
	}
}

// TestNoFaultWritesIntoTheCardsAnswer proves that no fault changes the slice of the answer, which belongs to the card
// (Moment.CarryOut).
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
	t.Run("only in transit", func(t *testing.T) {
		require.Equal(t, right, send(t, card, readCertificate), "the card's own answer is unchanged")
	})
	t.Run("nothing else", func(t *testing.T) {
		talk(t, chip, "00B09F0004 -> 6A82", "00200098 -> 63C3")
		challenge := withFault(t, card, "altered", virtualcard.FaultOptions{INS: []byte{0x84}})
		require.Equal(t, right, send(t, challenge, readCertificate), "the fault applies to another instruction")
	})
}

func TestFaultOtherKind(t *testing.T) {
	t.Run("F07 every command is answered not found", func(t *testing.T) {
		card := newCard(t, fullConfig())
		chip := withFault(t, card, "other-kind", virtualcard.FaultOptions{})
		require.Equal(t, []byte{0x3B, 0x00}, chip.ATR())
		talk(t, chip, "00A4040C0A D392F000260100000001 -> 6A82", "00B08A0000 -> 6A82", "002000980431323335 -> 6A82")
		require.Equal(t, 3, triesLeft(t, card, virtualcard.FIDAuthPIN), "the card that it replaces received nothing")
		require.NotEqual(t, card.ATR(), chip.ATR())
	})
}

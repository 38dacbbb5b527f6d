package virtualcard_test

import (
	"context"
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// pulledDuring returns a chip that leaves the field during the first command with the given instruction.
func pulledDuring(t *testing.T, chip reader.Chip, ins byte) reader.Chip {
	t.Helper()
	return withFault(t, chip, "removed", virtualcard.FaultOptions{INS: []byte{ins}})
}

func TestPulledDuring(t *testing.T) {
	card := newCard(t, fullConfig())
	chip := pulledDuring(t, card, 0x2A)
	talk(t, chip, selectJPKI, authPIN)
	sign, err := hex.DecodeString("802A009701A5")
	require.NoError(t, err)

	require.Nil(t, chip.Transmit(sign), "the answer is lost")
	require.Nil(t, chip.Transmit(sign), "the card is out of the field")
	chip.WarmReset()
	require.Nil(t, chip.Transmit(sign), "a reset does not reach it")
	require.Equal(t, card.ATR(), chip.ATR())

	chip.PowerOn()
	talk(t, chip, selectJPKI, "802A009701 A5 -> 6982", // CARD-359: removal clears the status
		authPIN, "802A009701 A5 -> <256>9000") // the fault happens once
}

func TestPulledDuringVerifySpendsTheTry(t *testing.T) {
	card := newCard(t, fullConfig())
	chip := pulledDuring(t, card, 0x20)
	talk(t, chip, selectJPKI)
	command, err := hex.DecodeString("002000980431323335")
	require.NoError(t, err)
	require.Nil(t, chip.Transmit(command))
	require.Equal(t, 2, triesLeft(t, card, virtualcard.FIDAuthPIN))
}

func TestPulledCardInAReader(t *testing.T) {
	slot := reader.NewInProcess("slot")
	slot.Insert(pulledDuring(t, newCard(t, fullConfig()), 0xB0))
	connection, err := slot.Connect(context.Background())
	require.NoError(t, err)
	_, err = connection.Transmit(context.Background(), []byte{0x00, 0xB0, 0x00, 0x00, 0x04})
	require.ErrorIs(t, err, reader.ErrRemoved)
	_, err = slot.Connect(context.Background())
	require.ErrorIs(t, err, reader.ErrNoCard)
}

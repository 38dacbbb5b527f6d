package virtualcard_test

import (
	"context"
	"encoding/hex"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// TestCardInAReader tests the card through a reader as a terminal uses it: what each disposition does to the verified status.
func TestCardInAReader(t *testing.T) {
	for _, row := range []struct {
		name string
		end  reader.Disposition
		want string
	}{
		{"CARD-356 leave", reader.Leave, "3082 9000"},
		{"CARD-358 reset", reader.Reset, "3082 9000"},
		{"CARD-359 unpower", reader.Unpower, "6982"},
	} {
		t.Run(row.name, func(t *testing.T) {
			card, err := virtualcard.New(fullConfig())
			require.NoError(t, err)
			slot := reader.NewInProcess("slot")
			slot.Insert(card)
			first, err := slot.Connect(context.Background())
			require.NoError(t, err)
			require.Equal(t, card.ATR(), first.ATR())
			talk(t, terminal{t, first}, selectJPKI, signPIN)
			require.NoError(t, first.Disconnect(row.end))

			second, err := slot.Connect(context.Background())
			require.NoError(t, err)
			talk(t, terminal{t, second}, selectJPKI, "00B0810002 -> "+row.want)
		})
	}
}

// terminal makes a connection usable as a chip, for talk.
type terminal struct {
	t    *testing.T
	card reader.Card
}

func (c terminal) PowerOn()    {}
func (c terminal) WarmReset()  {}
func (c terminal) PowerOff()   {}
func (c terminal) ATR() []byte { return c.card.ATR() }

func (c terminal) Transmit(command []byte) []byte {
	answer, err := c.card.Transmit(context.Background(), command)
	require.NoError(c.t, err)
	return answer
}

// TestLookingOnWhileTheCardWorks is for the race detector: other goroutines unlock a PIN and read the memory while the reader
// works.
func TestLookingOnWhileTheCardWorks(t *testing.T) {
	card := newCard(t, fullConfig())
	talk(t, card, selectJPKI)
	verify, err := hex.DecodeString("002000980431323335")
	require.NoError(t, err)
	var beside sync.WaitGroup
	beside.Go(func() {
		for range 50 {
			_ = card.Unlock(virtualcard.FIDAuthPIN, "1234")
		}
	})
	beside.Go(func() {
		for range 50 {
			_ = card.Memory()
		}
	})
	for range 50 {
		require.Len(t, card.Transmit(verify), 2)
	}
	beside.Wait()
	require.LessOrEqual(t, triesLeft(t, card, virtualcard.FIDAuthPIN), 3)
}

package ci

import (
	"encoding/hex"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/virtualcard/reader"
)

// TestVirtualReaderIsQuick is the only test that measures time. Without TCP_QUICKACK before every read, vpcd 0.8 takes 44
// ms for each APDU instead of 0.1 ms, and nothing else would show it; the limit of 20 ms is far from both. The time between
// the arrivals of two commands at the card is a full round trip through vpcd, pcscd and the client.
func TestVirtualReaderIsQuick(t *testing.T) {
	const rounds, limit = 50, 20 * time.Millisecond
	d := startPcscd(t)
	issued, _ := issue(t)
	card := &watched{Chip: issued.Card}
	defer d.plug(t, card)()

	d.must(t, "opensc-tool", slices.Repeat([]string{"-s", "00A4020C02000A"}, rounds+1)...)

	require.Greater(t, len(card.times), rounds)
	last := card.times[len(card.times)-rounds-1:]
	var trips []time.Duration
	for i := range rounds {
		trips = append(trips, last[i+1].Sub(last[i]))
	}
	slices.Sort(trips)
	require.Less(t, trips[rounds/2], limit, "median of %d round trips; all: %v", rounds, trips)
}

// sends returns the arguments with which opensc-tool sends these commands.
func sends(commands ...string) (args []string) {
	for _, c := range commands {
		args = append(args, "-s", c)
	}
	return args
}

func TestVirtualReaderPassesEverythingOn(t *testing.T) {
	d := startPcscd(t)
	issued, _ := issue(t)
	card := &watched{Chip: issued.Card}
	defer d.plug(t, card)()

	for name, command := range map[string]string{
		"CARD-307 the query of four bytes":  "00200080",
		"CARD-071 a pseudo-APDU of readers": "ffca000000",
	} {
		t.Run(name, func(t *testing.T) {
			d.must(t, "opensc-tool", sends("00A4040C0AD392F000260100000001", "00A4020C020018", command)...)
			require.Contains(t, card.noted(), command)
		})
	}
	t.Run("CARD-053 a reset by OpenSC is power off, then on", func(t *testing.T) {
		card.awaitLast(t, "off") // pcscd powers the card off a moment after the last client has disconnected
		before := len(card.noted())
		d.must(t, "opensc-tool", "--reset")
		driven := slices.DeleteFunc(card.noted()[before:], func(s string) bool { return len(s) > len("reset") })
		require.GreaterOrEqual(t, len(driven), 3)
		require.Equal(t, []string{"on", "off", "on"}, driven[:3], "on for the client, then the reset")
	})
}

// withATR is a chip with the ATR of another card.
type withATR struct {
	reader.Chip
	atr []byte
}

func (d withATR) ATR() []byte { return d.atr }

// TestNextCardIsSeen: a card that is inserted after pcscd has found the reader empty is always detected. Without that wait,
// which plug does, pcscd would keep the ATR of the card before.
func TestNextCardIsSeen(t *testing.T) {
	d := startPcscd(t)
	issued, _ := issue(t)
	for _, atr := range []string{
		"3bda13ff8131fb468012392f31c173c601c03b", "3b888001000005e0b381a1007f", "3be000ff8131fe4514", "3b888001000041e0b381a1003b",
	} {
		bytes, err := hex.DecodeString(atr)
		require.NoError(t, err)
		out := d.plug(t, withATR{issued.Card, bytes})
		require.Equal(t, atr, atrOf(t, d))
		out()
	}
}

// TestPrivatePcscdsAreApart: each private pcscd has its own reader, so a card in one is not visible in another.
func TestPrivatePcscdsAreApart(t *testing.T) {
	full, empty := startPcscd(t), startPcscd(t)
	issued, _ := issue(t)
	defer full.plug(t, issued.Card)()
	require.NotEmpty(t, atrOf(t, full))
	out, err := empty.tool(t, "opensc-tool", "-r", readerName, "-a")
	require.Error(t, err, out)
	require.Contains(t, out, "Card not present")
}

package virtualcard_test

import (
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/virtualcard/apdu"
)

// FuzzTransmit sends two arbitrary commands inside the JPKI AP: each is answered, and no counter rises unless a VERIFY
// was answered 9000.
func FuzzTransmit(f *testing.F) {
	for _, seed := range []string{
		"00A4040C0AD392F000260100000001", "0020009804" + "31323335", "002000980431323334", "1020009802" + "3132",
		"00B08A00000000", "802A009701A500", "0084000008", "80A24D4C40", "00B0FFFF00", "00", "", "0CB0000000", "00240180" + "0431313131",
	} {
		raw, err := hex.DecodeString(seed)
		require.NoError(f, err)
		f.Add(raw, raw)
	}
	f.Fuzz(func(t *testing.T, first, second []byte) {
		card := newCard(t, fullConfig())
		talk(t, card, selectJPKI, "0020009804 31323335 -> 63C2", selectEF(0x0018))
		for _, command := range [][]byte{first, second} {
			before := card.Memory()
			answer := card.Transmit(command)
			require.GreaterOrEqual(t, len(answer), 2)
			won := apdu.Status(uint16(answer[len(answer)-2])<<8|uint16(answer[len(answer)-1])) == apdu.SW9000OK
			for i, pin := range card.Memory().PINs {
				require.True(t, won || pin.TriesLeft <= before.PINs[i].TriesLeft, "tries rose on %X", command)
				require.True(t, won || pin.PIN == before.PINs[i].PIN, "a PIN changed on %X", command)
			}
		}
	})
}

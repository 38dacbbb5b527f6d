package virtualcard_test

import (
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/apdu"
)

// FuzzTransmit sends two arbitrary commands to a card with one try spent. Each must get a well-formed answer. Only VERIFY may
// change a counter, and only the two commands for it may change a PIN. The corpus is in testdata/fuzz.
func FuzzTransmit(f *testing.F) {
	for _, seed := range []string{
		"00A4040C0AD392F000260100000001", "0020009804" + "31323335", "002000980431323334", "1020009802" + "3132",
		"00B08A00000000", "802A009701A500", "0084000008", "80A24D4C40", "00B0FFFF00", "00", "", "0CB0000000", "00240180" + "0431313131",
		"00A4040C0AD3921000310001010408", "00A4040C0AD3921000310001010402", "00B2010C00", "00CA00F8000000", "0088009908010203040506070800", "8032008004" + "31313131",
		"0020009104" + "31323335", "80AE0000",
	} {
		raw, err := hex.DecodeString(seed)
		require.NoError(f, err)
		f.Add(raw, raw)
	}
	f.Fuzz(func(t *testing.T, first, second []byte) {
		card := residentCard(t, "contact-a1")
		talk(t, card, selectJPKI, pinEntry(0x18, holder().PINs.Wrong, "63C2"), selectEF(0x0018))
		for _, command := range [][]byte{first, second} {
			before := card.Memory()
			answer := card.Transmit(command)
			wellFormed(t, command, answer)
			for i, pin := range card.Memory().PINs {
				onlyByItsCommand(t, command, answer, before.PINs[i], pin)
			}
		}
	})
}

// wellFormed requires a status word of the table, data only with 9000, and no more data than Le allows.
func wellFormed(t *testing.T, command, answer []byte) {
	t.Helper()
	require.GreaterOrEqual(t, len(answer), 2, "%X", command)
	sw := statusOf(answer)
	require.NotContains(t, sw.Error(), "unknown", "%X", command)
	if len(answer) == 2 {
		return
	}
	require.Equal(t, apdu.SW9000OK, sw, "data with an error on %X", command)
	parsed, err := apdu.Parse(command)
	require.NoError(t, err)
	// Without Le a signature has data all the same (CARD-389).
	require.True(t, len(answer)-2 <= parsed.Ne || parsed.Ne == 0 && parsed.INS == apdu.INSSign, "%X", command)
}

func onlyByItsCommand(t *testing.T, command, answer []byte, before, after virtualcard.PINMemory) {
	t.Helper()
	if before == after {
		return
	}
	won := statusOf(answer) == apdu.SW9000OK
	switch {
	case command[1] == apdu.INSVerify:
		require.Equal(t, before.PIN, after.PIN, "VERIFY changed a PIN: %X", command)
		require.Equal(t, won, after.TriesLeft > before.TriesLeft, "%X", command)
	case command[1] == apdu.INSChangeReferenceData || command[1] == apdu.INSChangeKey:
		require.True(t, won && before.TriesLeft == after.TriesLeft, "a PIN changed without success: %X", command)
	default:
		t.Fatalf("a PIN or its counter changed on %X", command)
	}
}

func statusOf(answer []byte) apdu.Status {
	return apdu.Status(uint16(answer[len(answer)-2])<<8 | uint16(answer[len(answer)-1]))
}

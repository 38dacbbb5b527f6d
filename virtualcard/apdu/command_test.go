package apdu_test

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mynalab/mynalab/virtualcard/apdu"
)

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	require.NoError(t, err)
	return b
}

// TestParse has one row for each case of ISO/IEC 7816-4:2020 §5.2 and each edge of its length fields.
func TestParse(t *testing.T) {
	for _, row := range []struct {
		name, hex  string
		isoCase    int
		lc, ne     int
		isExtended bool
	}{
		{"case 1", "00200080", 1, 0, 0, false},
		{"case 2 short", "00B0000004", 2, 0, 4, false},
		{"case 2 short, 00 is 256", "00B0000000", 2, 0, 256, false},
		{"case 3 short", "0020008004 31323334", 3, 4, 0, false},
		{"case 4 short", "802A008001 A5 00", 4, 1, 256, false},
		{"case 2 extended", "00B0000000 0123", 2, 0, 0x123, true},
		{"case 2 extended, 0000 is 65,536", "00B0000000 0000", 2, 0, 65536, true},
		{"case 3 extended", "80A200C100 0002 A5A5", 3, 2, 0, true},
		{"case 4 extended", "802A030000 0001 A5 0100", 4, 1, 256, true},
		{"case 4 extended, 0000 is 65,536", "802A030000 0001 A5 0000", 4, 1, 65536, true},
	} {
		t.Run(row.name, func(t *testing.T) {
			raw := unhex(t, row.hex)
			c, err := apdu.Parse(raw)
			require.NoError(t, err)
			require.Equal(t, row.isoCase, c.Case())
			require.Len(t, c.Data, row.lc)
			require.Equal(t, row.ne, c.Ne)
			require.Equal(t, row.isExtended, c.Extended)
			require.Equal(t, raw, c.Bytes())
		})
	}
}

func TestParseRefuses(t *testing.T) {
	for _, row := range []struct{ name, hex, want string }{
		{"nothing", "", "0 bytes instead of at least 4"},
		{"three bytes", "00A404", "3 bytes instead of at least 4"},
		{"data cut", "0020008004 313233", "Lc is 4 but 3 bytes follow"},
		{"two bytes behind the data", "0020008001 31 0000", "Lc is 1 but 3 bytes follow"},
		{"half an extended length", "00B0000000 01", "extended length field of 2 bytes"},
		{"extended Lc of 0 with data", "00B0000000 0000 01", "extended Lc is 0 but 1 bytes follow"},
		{"extended data cut", "00B0000000 0003 0102", "extended Lc is 3 but 2 bytes follow"},
		{"short Le behind extended data", "00B0000000 0001 01 00", "extended Lc is 1 but 2 bytes follow"},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, err := apdu.Parse(unhex(t, row.hex))
			require.ErrorIs(t, err, apdu.ErrMalformed)
			require.ErrorContains(t, err, row.want)
		})
	}
}

func TestAppendChoosesTheForm(t *testing.T) {
	for _, row := range []struct {
		name    string
		command apdu.Command
		head    string
		size    int
	}{
		{"255 bytes are short", apdu.Command{Data: make([]byte, 255)}, "00000000FF", 5 + 255},
		{"256 bytes are extended", apdu.Command{Data: make([]byte, 256)}, "00000000000100", 7 + 256},
		{"Le of 257 makes all extended", apdu.Command{Data: []byte{0xA5}, Ne: 257}, "00000000000001A50101", 10},
		{"case 1 has no extended form", apdu.Command{Extended: true}, "00000000", 4},
	} {
		t.Run(row.name, func(t *testing.T) {
			raw := row.command.Bytes()
			require.Len(t, raw, row.size)
			require.True(t, bytes.HasPrefix(raw, unhex(t, row.head)), "%X", raw)
		})
	}
	for _, impossible := range []apdu.Command{{Data: make([]byte, 65536)}, {Ne: 65537}, {Ne: -1}} {
		require.Panics(t, func() { impossible.Bytes() })
	}
}

func TestStringShowsTheParts(t *testing.T) {
	require.Equal(t, "00A4040C 02 D392 00", apdu.Command{INS: 0xA4, P1: 0x04, P2: 0x0C, Data: []byte{0xD3, 0x92}, Ne: 256}.String())
	require.Equal(t, uint16(0x040C), apdu.Command{P1: 0x04, P2: 0x0C}.P1P2())
}

func TestWhatIsWrittenReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := apdu.Command{CLA: rapid.Byte().Draw(t, "CLA"), INS: rapid.Byte().Draw(t, "INS"),
			P1: rapid.Byte().Draw(t, "P1"), P2: rapid.Byte().Draw(t, "P2"),
			Data: rapid.SliceOfN(rapid.Byte(), 0, 300).Draw(t, "data"), Ne: rapid.IntRange(0, 65536).Draw(t, "Ne")}
		c.Extended = len(c.Data) > 255 || c.Ne > 256
		if len(c.Data) == 0 {
			c.Data = nil
		}
		got, err := apdu.Parse(c.Bytes())
		require.NoError(t, err)
		require.Equal(t, c, got)
	})
}

// FuzzParse proves that a command that can be decoded is encoded to the same bytes.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"00200080", "00B0000000", "0020008004 31323334", "802A008001 A5 00", "00B0000000 0000", "802A030000 0001 A5 0000", "00"} {
		f.Add(unhex(f, seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		c, err := apdu.Parse(raw)
		if err != nil {
			require.ErrorIs(t, err, apdu.ErrMalformed)
			return
		}
		require.Equal(t, raw, c.Bytes())
	})
}

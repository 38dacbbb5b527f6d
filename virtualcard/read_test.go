package virtualcard_test

import (
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/apdu"
)

func TestRead(t *testing.T) {
	for _, row := range []struct {
		name  string
		lines []string
	}{
		{"CARD-195 no current EF", []string{selectJPKI, "00B0000000 -> 6986", "00B0800000 -> 6986", "00B2010400 -> 6986"}},
		{"CARD-188 CARD-189 a short read is not an error", []string{selectJPKI, selectEF(0x0008), "00B00000FF -> 8F8F00 9000", "00B0000201 -> 00 9000"}},
		{"CARD-190 CARD-192 CARD-477 CARD-616 at and behind the end", []string{selectJPKI, selectEF(0x0008), "00B0000301 -> 6B00", "00B0000401 -> 6B00", "00B07FFF00 -> 6B00", "00B088FF00 -> 6B00"}},
		{"CARD-193 CARD-194 by identifier, then current", []string{selectJPKI, selectEF(0x0018), "00B0880102 -> 8F00 9000", "00B0000003 -> 8F8F00 9000"}},
		{"a failed read by identifier does not change the current EF", []string{selectJPKI, selectEF(0x0008), "00B0810004 -> 6982", "00B0880300 -> 6B00", "00B0000003 -> 8F8F00 9000"}},
		{"CARD-187 Le 00 is 256", []string{selectJPKI, selectEF(0x000A), "00B0000000 -> <256>9000", "00B0010000 -> <256>9000"}},
		{"CARD-097 CARD-098 CARD-196 CARD-461 internal and key files", []string{selectJPKI, selectEF(0x001E), "00B0000000 -> 6981", "00B2010400 -> 6981", selectEF(0x0018), "00B0000000 -> 6981", selectEF(0x0017), "00B0000000 -> 6981"}},
		{"CARD-152 CARD-156 CARD-164 CARD-620 unknown files", []string{selectJPKI, "00B0850001 -> 6981", "00B0890001 -> 6982", "00B0990001 -> 6981", "00B09C0001 -> 6981", selectEF(0x0010), selectEF(0x0016)}},
		{"CARD-197 each PIN opens its own", []string{selectJPKI, authPIN, "00B0810004 -> 6982", signPIN, "00B0810004 -> <4>9000"}},
		{"CARD-151 CARD-157 CARD-159 free certificates", []string{selectJPKI, "00B0820002 -> 3082 9000", "00B08A0002 -> 3082 9000", "00B08B0002 -> 3082 9000"}},
		{"CARD-108 no such identifier", []string{selectJPKI, "00B0830001 -> 6A82", "00B09F0001 -> 6A82", "00B20124 00 -> 6A82"}},
		{"CARD-495 READ has no data and needs Le", []string{selectJPKI, selectEF(0x0008), "00B00000 -> 6700", "00B0000001 00 -> 6700"}},
		{"CARD-494 parameters", []string{selectJPKI, "00B0A80001 -> 6A86", "00B0C80001 -> 6A86"}},
	} {
		t.Run(row.name, func(t *testing.T) { talk(t, newCard(t, fullConfig()), row.lines...) })
	}
}

func TestReadPolicies(t *testing.T) {
	config := fullConfig()
	config.Spec.Own = profileWith(t, func(p *virtualcard.Profile) {
		p.Read.EOFSW, p.Read.ShortSW = apdu.SW9000OK, apdu.SW6A81NotSupported
		p.Read.UnknownSW["0005"] = apdu.SW6985ConditionsNotMet
	})
	talk(t, newCard(t, config), selectJPKI, selectEF(0x0008),
		"00B0000301 -> 9000", "00B00000FF -> 8F8F00 6A81", "00B0000003 -> 8F8F00 9000", "00B0850001 -> 6985")
}

func TestTokenInformation(t *testing.T) {
	card := newCard(t, fullConfig())
	talk(t, card, selectJPKI, selectEF(0x0006))
	token := send(t, card, "00B0000000")
	t.Run("CARD-153 160 bytes, free to read", func(t *testing.T) {
		require.Len(t, token, 160+2)
		require.Equal(t, []byte{0x90, 0x00}, token[160:])
	})
	text := func(from, to int) string { return string(token[from:to]) }
	t.Run("CARD-169 CARD-170 label", func(t *testing.T) {
		require.Equal(t, "JPKIAPICCTOKEN2"+strings.Repeat(" ", 17), text(0, 32))
	})
	t.Run("CARD-174 CARD-175 CARD-176 maker, model, serial", func(t *testing.T) {
		require.Equal(t, strings.Repeat("0", 31)+"1", text(32, 64))
		require.Equal(t, "E16R01NJ        ", text(64, 80))
		require.Regexp(t, `^\d{16}$`, text(80, 96))
	})
	t.Run("CARD-168 CARD-177 to CARD-180 numbers, big-endian", func(t *testing.T) {
		want := "0000040D" + "00000001" + "00000000" + "00000001" + "00000000" + "00000010" + "00000006" + strings.Repeat("FFFFFFFF", 4)
		require.Equal(t, want, fmt.Sprintf("%X", token[96:140]))
	})
	t.Run("CARD-181 CARD-182 versions and time", func(t *testing.T) {
		require.Equal(t, "0301"+strings.Repeat("9", 16), text(140, 160))
	})
	t.Run("CARD-183 CARD-184 CARD-185 short reads", func(t *testing.T) {
		talk(t, card, "00B0000020 -> <32>9000", "00B0000014 -> <20>9000")
	})
}

// TestClientReadingLoops reads a certificate the way the clients of card reference §11 do.
func TestClientReadingLoops(t *testing.T) {
	card := newCard(t, fullConfig())
	want := issued().authCert
	loop := func(t *testing.T, first, le int) []byte {
		got := send(t, card, fmt.Sprintf("00B00000%02X", first))[:first]
		for len(got) < len(want) {
			n := min(le, len(want)-len(got))
			answer := send(t, card, fmt.Sprintf("00B0%04X%02X", len(got), n&0xFF))
			require.Equal(t, "9000", hex.EncodeToString(answer[len(answer)-2:]))
			got = append(got, answer[:len(answer)-2]...)
		}
		return got
	}
	talk(t, card, selectJPKI, selectEF(0x000A))
	t.Run("CARD-203 seven bytes, then blocks of 256", func(t *testing.T) { require.Equal(t, want, loop(t, 7, 256)) })
	t.Run("CARD-204 four bytes, then blocks of 255", func(t *testing.T) { require.Equal(t, want, loop(t, 4, 255)) })
	t.Run("CARD-191 Le=FF until 6B00", func(t *testing.T) {
		var got []byte
		for {
			answer := send(t, card, fmt.Sprintf("00B0%04XFF", len(got)))
			if len(answer) == 2 {
				require.Equal(t, apdu.SW6B00OffsetOutside.Bytes(), answer)
				break
			}
			got = append(got, answer[:len(answer)-2]...)
		}
		require.Equal(t, want, got)
	})
}

func TestReadingReusesItsBuffer(t *testing.T) {
	card := newCard(t, fullConfig())
	talk(t, card, selectJPKI, selectEF(0x000A))
	read := []byte{0x00, 0xB0, 0x00, 0x00, 0x00, 0x00, 0x00}
	card.Transmit(read)
	require.Zero(t, testing.AllocsPerRun(100, func() { card.Transmit(read) }))
}

package municipality_test

import (
	"bytes"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/virtualcard"
)

const text = virtualcard.TextAP

func textSigner(t require.TestingT, s virtualcard.Spec) *rsa.PublicKey {
	certificate := items(t, read(t, s, text, 0x0004), 0)
	_, _, key := certified(t, certificate[0].value, &jpki.CVTextCA.Key().PublicKey)
	return key
}

func TestTextMyNumber(t *testing.T) {
	p := person(t, "P01")
	got := read(t, card(t, p), text, 0x0001)
	t.Run("CARD-209 FF10 0C, twelve digits, two bytes of filler", func(t *testing.T) {
		require.Equal(t, "ff100c"+hex.EncodeToString([]byte(p.MyNumber))+"ffff", hex.EncodeToString(got))
	})
	t.Run("CARD-249 CARD-253 17 bytes", func(t *testing.T) { require.Len(t, got, 0x11) })
}

func TestTextAttributes(t *testing.T) {
	p := person(t, "P01")
	p.Name, p.Address = "黒田　太郎", "架空県港市見本町東六丁目１２－７－３"
	got := read(t, card(t, p), text, 0x0002)
	fields := record(t, got, 0xFF20)
	t.Run("CARD-211 the fields", func(t *testing.T) {
		require.Equal(t, []int{0xDF21, 0xDF22, 0xDF23, 0xDF24, 0xDF25}, tags(fields))
	})
	t.Run("CARD-233 CARD-234 the offsets of the published example", func(t *testing.T) {
		require.Equal(t, "ff2065df2108000e002000590064", hex.EncodeToString(got[:14]))
	})
	t.Run("CARD-236 the name with a full-width blank", func(t *testing.T) {
		require.Equal(t, "黒田　太郎", string(fields[1].value))
	})
	t.Run("CARD-238 the birth date", func(t *testing.T) { require.Equal(t, "19850217", string(fields[3].value)) })
	t.Run("CARD-239 the sex", func(t *testing.T) { require.Equal(t, "2", string(fields[4].value)) })
	t.Run("CARD-237 the address in full-width digits", func(t *testing.T) {
		p.Address = "架空県港市1-23"
		fields := record(t, read(t, card(t, p), text, 0x0002), 0xFF20)
		require.Equal(t, "架空県港市１-２３", string(fields[2].value))
	})
}

// TestTextAttributesAtTheLengthBoundary: a record of 127 bytes has a length field of one byte, the next longer one has three
// (CARD-235, CARD-248).
func TestTextAttributesAtTheLengthBoundary(t *testing.T) {
	p := person(t, "P01")
	p.Name = "あ"
	for bytes, want := range map[int]string{127: "ff207fdf2108000e", 128: "ff20820080df21080010"} {
		t.Run("CARD-235", func(t *testing.T) {
			p.Address = strings.Repeat("x", bytes-11-6-3-11-4)
			got := read(t, card(t, p), text, 0x0002)
			require.Equal(t, want, hex.EncodeToString(got[:len(want)/2]))
		})
	}
}

func TestTextAttributesParseBack(t *testing.T) {
	base, d := person(t, "P04"), 0
	rapid.Check(t, func(t *rapid.T) {
		p := base
		p.Name = rapid.StringMatching(`[一-鿿]{1,20}　[ぁ-ん]{1,40}`).Draw(t, "name")
		p.Address = rapid.StringMatching(`[一-鿿０-９－]{1,120}`).Draw(t, "address")
		p.Sex = rapid.SampledFrom([]string{"1", "2", "9"}).Draw(t, "sex")
		d++
		spec, _, err := newIssuer(d).Personalise(order(p))
		require.NoError(t, err)
		got := read(t, spec, text, 0x0002)
		fields := record(t, got, 0xFF20)
		require.Equal(t, []int{0xDF21, 0xDF22, 0xDF23, 0xDF24, 0xDF25}, tags(fields))
		want := []string{p.Name, p.Address, p.Birthdate, p.Sex}
		for i, field := range fields[1:] {
			require.Equal(t, field.at, int(binary.BigEndian.Uint16(fields[0].value[2*i:])), "CARD-233 offset %d", i)
			require.Equal(t, want[i], string(field.value), "CARD-240")
		}
	})
}

func TestTextIntegrity(t *testing.T) {
	spec := card(t, person(t, "P01"))
	got := read(t, spec, text, 0x0003)
	fields := record(t, got, 0xFF30)
	t.Run("CARD-213 its fields", func(t *testing.T) {
		require.Equal(t, "ff3082014bdf3120", hex.EncodeToString(got[:8]))
		require.Equal(t, []int{0xDF31, 0xDF32, 0xDF33}, tags(fields))
		require.Len(t, fields[2].value, 256)
	})
	t.Run("CARD-250 336 bytes", func(t *testing.T) { require.Len(t, got, 336) })
	t.Run("CARD-241 the digest of the My Number file, filler included", func(t *testing.T) {
		want := sha256.Sum256(read(t, spec, text, 0x0001))
		require.Equal(t, want[:], fields[0].value)
	})
	t.Run("CARD-242 CARD-244 the digest of the attributes from the first offset on", func(t *testing.T) {
		attributes := read(t, spec, text, 0x0002)
		table := record(t, attributes, 0xFF20)[0].value
		want := sha256.Sum256(attributes[binary.BigEndian.Uint16(table):])
		require.Equal(t, want[:], fields[1].value)
	})
	t.Run("CARD-243 signed by the certified key", func(t *testing.T) {
		require.NoError(t, verifies(textSigner(t, spec), raws(fields[:2]), fields[2].value))
	})
}

func TestTextCertificate(t *testing.T) {
	got := read(t, card(t, person(t, "P01")), text, 0x0004)
	t.Run("CARD-215 CARD-251 568 bytes", func(t *testing.T) { require.Len(t, got, 568) })
	t.Run("CARD-284 7F21 820233, 5F4E 820129, 5F37 820100", func(t *testing.T) {
		require.Equal(t, "7f218202335f4e820129", hex.EncodeToString(got[:10]))
		require.Equal(t, "5f37820100", hex.EncodeToString(got[307:312]))
	})
	t.Run("CARD-285 CARD-286 CARD-287 CARD-289 CARD-290 signed by 6000033", func(t *testing.T) {
		issuer, subject, key := certified(t, got[5:], &jpki.CVTextCA.Key().PublicKey)
		require.Equal(t, "6000033\x08\x05001\x00\x00\x00\x00", issuer)
		require.Equal(t, "2899931\x08\x05000\x00\x00\x00\x00", subject)
		require.Zero(t, key.N.Cmp(jpki.CVTextSigner.Key().N))
	})
}

func TestTextBasicInfo(t *testing.T) {
	spec := card(t, person(t, "P01"))
	got := read(t, spec, text, 0x0005)
	fields := record(t, got, 0xFF40)
	t.Run("CARD-216 CARD-217 FF40 with the length 82009F", func(t *testing.T) {
		require.Equal(t, "ff4082009fdf4104", hex.EncodeToString(got[:8]))
		require.Equal(t, []int{0xDF41, 0xDF42, 0xDF43}, tags(fields))
	})
	t.Run("CARD-252 256 bytes, filler after the 164 bytes of the object", func(t *testing.T) {
		require.Len(t, got, 256)
		require.Equal(t, bytes.Repeat([]byte{0xFF}, 256-164), got[164:])
	})
	t.Run("CARD-245", func(t *testing.T) { require.Equal(t, "01030e01", hex.EncodeToString(fields[0].value)) })
	t.Run("CARD-246 CARD-287 a KeyId", func(t *testing.T) {
		require.Equal(t, "6000034\x08\x05001\x00\x00\x00\x00", string(fields[1].value))
	})
	t.Run("CARD-247 32 bytes and 96 times FF", func(t *testing.T) {
		require.Len(t, fields[2].value, 128)
		require.Equal(t, bytes.Repeat([]byte{0xFF}, 96), fields[2].value[32:])
		require.NotContains(t, string(fields[2].value[:32]), "\xFF\xFF\xFF")
	})
	t.Run("CARD-248 the length 820080", func(t *testing.T) {
		require.Equal(t, "df43820080", hex.EncodeToString(fields[2].raw[:5]))
	})
}

func TestTextKeys(t *testing.T) {
	spec := card(t, person(t, "P01"))
	t.Run("CARD-218 0006 is A1 with the session key's public half", func(t *testing.T) {
		outer := items(t, read(t, spec, text, 0x0006), 0)
		require.Len(t, outer, 1)
		require.Equal(t, 0xA1, outer[0].tag)
		require.Equal(t, key(t, spec, text, 0x0006).N, rsaKey(t, outer[0].value).N)
	})
	t.Run("CARD-220 CARD-227 0007 is the signing key, signed by the certified key", func(t *testing.T) {
		got := read(t, spec, text, 0x0007)
		require.Equal(t, "ff50820213df51820109", hex.EncodeToString(got[:10]))
		fields := record(t, got, 0xFF50)
		require.Equal(t, []int{0xDF51, 0xDF52}, tags(fields))
		require.Equal(t, key(t, spec, text, 0x0013).N, rsaKey(t, fields[0].value).N)
		require.NoError(t, verifies(textSigner(t, spec), fields[0].raw, fields[1].value))
	})
	t.Run("CARD-222 0008 is sixteen FF", func(t *testing.T) {
		require.Equal(t, bytes.Repeat([]byte{0xFF}, 16), read(t, spec, text, 0x0008))
	})
}

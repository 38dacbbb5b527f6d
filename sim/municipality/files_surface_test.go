package municipality_test

import (
	"bytes"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/asn1"
	"encoding/binary"
	"encoding/hex"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/virtualcard"
)

const surface = virtualcard.SurfaceAP

func surfaceSigner(t require.TestingT, s virtualcard.Spec) *rsa.PublicKey {
	certificate := items(t, read(t, s, surface, 0x0004), 0)
	_, _, key := certified(t, certificate[0].value, &jpki.CVSurfaceCA.Key().PublicKey)
	return key
}

func TestSurfaceAgeRecord(t *testing.T) {
	spec := card(t, person(t, "P01"))
	got := read(t, spec, surface, 0x0001)
	fields := record(t, got, 0xFF10)
	t.Run("CARD-257 the fields", func(t *testing.T) {
		require.Equal(t, "ff1082021edf1108"+hex.EncodeToString([]byte("19850217"))+"df12820109", hex.EncodeToString(got[:21]))
		require.Equal(t, []int{0xDF11, 0xDF12, 0xDF13}, tags(fields))
		require.Len(t, fields[2].value, 256)
	})
	t.Run("the card's key, signed by the certified key", func(t *testing.T) {
		require.Equal(t, key(t, spec, surface, virtualcard.FIDSurfaceSigningKey).N, rsaKey(t, fields[1].value).N)
		require.NoError(t, verifies(surfaceSigner(t, spec), raws(fields[:2]), fields[2].value))
	})
}

func TestSurfaceCardFace(t *testing.T) {
	spec := card(t, person(t, "P01"))
	got := read(t, spec, surface, 0x0002)
	fields := record(t, got, 0xFF20)
	t.Run("CARD-259 the fields and their offsets", func(t *testing.T) {
		require.Equal(t, []int{0xDF21, 0xDF22, 0xDF23, 0xDF24, 0xDF25, 0xDF26, 0xDF27, 0xDF28, 0xDF29, 0xDF2A}, tags(fields))
		for i, field := range fields[1:] {
			require.Equal(t, field.at, int(binary.BigEndian.Uint16(fields[0].value[2*i:])), "offset %d", i)
		}
		require.Equal(t, "19850217", string(fields[1].value))
		require.Equal(t, "2", string(fields[2].value))
		require.Equal(t, key(t, spec, surface, virtualcard.FIDSurfaceSigningKey).N, rsaKey(t, fields[3].value).N)
	})
	t.Run("the longest name and address still fit below the last offset of READ BINARY", func(t *testing.T) {
		p := person(t, "P01")
		p.Name, p.Address = strings.Repeat("x", 800), strings.Repeat("y", 800)
		require.Less(t, len(read(t, card(t, p), surface, 0x0002)), 0x8000)
	})
	t.Run("CARD-263 the expiry", func(t *testing.T) { require.Equal(t, "20330217", string(fields[8].value)) })
	t.Run("CARD-262 CARD-282 one signature over three digests", func(t *testing.T) {
		var digests []byte
		for _, group := range [][]item{fields[1:4], fields[4:6], fields[6:7]} {
			digest := sha256.Sum256(raws(group))
			digests = append(digests, digest[:]...)
		}
		require.Equal(t, digests, recovered(t, surfaceSigner(t, spec), fields[7].value))
	})
}

// recovered returns the digest from a PKCS#1 v1.5 signature, with the bare RSA operation (RFC 8017 §9.2).
func recovered(t *testing.T, key *rsa.PublicKey, signature []byte) []byte {
	t.Helper()
	block := new(big.Int).Exp(new(big.Int).SetBytes(signature), big.NewInt(int64(key.E)), key.N).FillBytes(make([]byte, 256))
	padding, der, ok := bytes.Cut(block[2:], []byte{0})
	require.True(t, ok)
	require.Equal(t, []byte{0, 1}, block[:2])
	require.Equal(t, bytes.Repeat([]byte{0xFF}, len(padding)), padding)
	var info struct {
		Algorithm struct {
			ID   asn1.ObjectIdentifier
			Null asn1.RawValue
		}
		Digest []byte
	}
	rest, err := asn1.Unmarshal(der, &info)
	require.NoError(t, err)
	require.Empty(t, rest)
	require.Equal(t, "2.16.840.1.101.3.4.2.1", info.Algorithm.ID.String())
	return info.Digest
}

func TestSurfaceBasicInfo(t *testing.T) {
	fields := record(t, read(t, card(t, person(t, "P01")), surface, 0x0003), 0xFF30)
	t.Run("CARD-266 the fields", func(t *testing.T) {
		require.Equal(t, []int{0xDF31, 0xDF32, 0xDF33, 0xDF34, 0xDF35}, tags(fields))
	})
	t.Run("CARD-267", func(t *testing.T) { require.Equal(t, "06030e01", hex.EncodeToString(fields[0].value)) })
	t.Run("CARD-268 a KeyId", func(t *testing.T) {
		require.Equal(t, "6000024\x08\x05001\x00\x00\x00\x00", string(fields[1].value))
	})
	t.Run("CARD-269 version and municipality", func(t *testing.T) {
		require.Len(t, fields[2].value, 1)
		require.Equal(t, "28999", string(fields[3].value))
	})
	t.Run("CARD-270 a KeyId and 256 bytes", func(t *testing.T) {
		require.Equal(t, "df35820110", hex.EncodeToString(fields[4].raw[:5]))
		require.Equal(t, "\x08\x05", string(fields[4].value[7:9]))
		require.Len(t, fields[4].value, 16+256)
	})
}

func TestSurfaceCertificate(t *testing.T) {
	got := read(t, card(t, person(t, "P01")), surface, 0x0004)
	t.Run("CARD-271 CARD-285 CARD-286 CARD-289 signed by 6000023", func(t *testing.T) {
		require.Len(t, got, 568)
		issuer, subject, _ := certified(t, got[5:], &jpki.CVSurfaceCA.Key().PublicKey)
		require.Equal(t, "6000023\x08\x05001\x00\x00\x00\x00", issuer)
		require.Equal(t, "2899921\x08\x05000\x00\x00\x00\x00", subject)
	})
}

func TestSurfaceMyNumberImage(t *testing.T) {
	spec := card(t, person(t, "P01"))
	fields := record(t, read(t, spec, surface, 0x0005), 0xFF40)
	t.Run("CARD-272 image, key, signature by the certified key", func(t *testing.T) {
		require.Equal(t, []int{0xDF41, 0xDF42, 0xDF43}, tags(fields))
		require.Equal(t, key(t, spec, surface, virtualcard.FIDSurfaceSigningKey).N, rsaKey(t, fields[1].value).N)
		require.NoError(t, verifies(surfaceSigner(t, spec), raws(fields[:2]), fields[2].value))
	})
	t.Run("CARD-274 0006 is sixteen FF", func(t *testing.T) {
		require.Equal(t, bytes.Repeat([]byte{0xFF}, 16), read(t, spec, surface, 0x0006))
	})
}

func TestCodesOfACard(t *testing.T) {
	p := person(t, "P01")
	pins := map[string]string{}
	spec := card(t, p)
	for _, pin := range spec.PINs {
		pins[pin.Application+" "+hex.EncodeToString([]byte{byte(pin.FID)})] = pin.PIN
	}
	for fact, row := range map[string]struct{ at, want string }{
		"CARD-224 the PIN of the text AP":              {text + " 11", p.PINs.Holder},
		"CARD-228 CARD-279 照合番号A of the text AP":       {text + " 14", p.MyNumber},
		"CARD-229 CARD-280 照合番号B of the text AP":       {text + " 15", "600217" + "2033" + "4821"},
		"CARD-275 生年月日":                                {surface + " 11", "600217"},
		"CARD-276 CARD-280 照合番号B of the surface AP":    {surface + " 12", "60021720334821"},
		"CARD-277 CARD-279 照合番号A of the surface AP":    {surface + " 13", p.MyNumber},
		"CARD-138 the PIN of 共通":                       {virtualcard.CommonAP + " 1c", p.PINs.Holder},
		"CARD-145 the PIN of 住基, with its own counter": {virtualcard.JukiAP + " 1c", p.PINs.Holder},
	} {
		t.Run(fact, func(t *testing.T) { require.True(t, pins[row.at] == row.want, "wrong value at %s", row.at) })
	}
	require.Len(t, spec.PINs, 8)
}

package municipality_test

import (
	"encoding/asn1"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/virtualcard"
)

func TestCommonFiles(t *testing.T) {
	spec := card(t, person(t, "P01"))
	record := read(t, spec, virtualcard.CommonAP, 0x0001)
	t.Run("CARD-131 CARD-133 01 1C, number, municipality, expiry", func(t *testing.T) {
		require.Equal(t, "\x01\x1c", string(record[:2]))
		require.Len(t, record, 2+28)
		require.Regexp(t, `^[0-9]{15}2899920330217$`, string(record[2:]))
	})
	t.Run("CARD-135 a KeyId of 16 bytes", func(t *testing.T) {
		require.Equal(t, "6000020\x08\x05001\x00\x00\x00\xA8", string(read(t, spec, virtualcard.CommonAP, 0x0002)))
	})
	t.Run("CARD-136 CARD-145 the same in 住基", func(t *testing.T) {
		require.Equal(t, read(t, spec, virtualcard.CommonAP, 0x0002), read(t, spec, virtualcard.JukiAP, 0x0002))
	})
	t.Run("CARD-137 a separate key", func(t *testing.T) {
		require.NotEqual(t, spec.AuthKey.N, key(t, spec, virtualcard.CommonAP, 0x0019).N)
	})
}

func object(t *testing.T, s virtualcard.Spec, tag uint16) []byte {
	t.Helper()
	for _, o := range s.Objects {
		if o.Tag == tag {
			return o.Bytes()
		}
	}
	require.FailNow(t, "no such object", "%04X", tag)
	return nil
}

func TestObjectsOfTheIssuerDomain(t *testing.T) {
	spec := card(t, person(t, "P01"))
	number := string(read(t, spec, virtualcard.CommonAP, 0x0001)[2:17])
	t.Run("CARD-112 the issuer, a KeyId", func(t *testing.T) {
		require.Equal(t, "2899920\x08\x05000\x00\x00\x00\x00", string(object(t, spec, 0x0042)))
	})
	t.Run("CARD-113 the card's number", func(t *testing.T) { require.Equal(t, number, string(object(t, spec, 0x0045))) })
	t.Run("CARD-115 the municipality", func(t *testing.T) { require.Equal(t, "28999", string(object(t, spec, 0x00F0))) })
	t.Run("CARD-116 the expiry", func(t *testing.T) { require.Equal(t, "20330217", string(object(t, spec, 0x00F2))) })
	t.Run("CARD-114 GlobalPlatform's object identifiers", func(t *testing.T) {
		outer := items(t, object(t, spec, 0x0066), 0)
		require.Equal(t, []int{0x73}, tags(outer))
		parts := items(t, outer[0].value, 0)
		require.Equal(t, []int{0x06, 0x60, 0x63, 0x64}, tags(parts))
		for i, want := range []string{"1.2.840.114283.1", "1.2.840.114283.2.2.1.1", "1.2.840.114283.3", "1.2.840.114283.4.2.21"} {
			der := parts[i].raw
			if parts[i].tag != 0x06 {
				der = parts[i].value
			}
			var id asn1.ObjectIdentifier
			_, err := asn1.Unmarshal(der, &id)
			require.NoError(t, err)
			require.Equal(t, want, id.String())
		}
	})
	t.Run("CARD-117 CARD-118 CARD-119 CARD-287 a chain from the root to the municipality", func(t *testing.T) {
		root, middle, key := certified(t, object(t, spec, 0x00F8), &jpki.CVRoot.Key().PublicKey)
		require.Equal(t, "6000020\x08\x05001\x00\x00\x00\xA8", root)
		require.Equal(t, middle, string(object(t, spec, 0x00F7)))
		issuer, subject, _ := certified(t, object(t, spec, 0x7F21), key)
		require.Equal(t, middle, issuer)
		require.Equal(t, string(object(t, spec, 0x0042)), subject)
	})
	t.Run("CARD-122 5F51 is the card's own", func(t *testing.T) {
		for _, o := range spec.Objects {
			require.NotEqual(t, uint16(0x5F51), o.Tag)
		}
	})
}

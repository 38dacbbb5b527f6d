package virtualcard_test

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/apdu"
)

// verbatimPadding returns PKCS#1 v1.5 block type 1 of RFC 8017 §9.2 without a DigestInfo, written out by hand.
func verbatimPadding(data []byte) []byte {
	block := append([]byte{0x00, 0x01}, bytes.Repeat([]byte{0xFF}, 256-3-len(data))...)
	return append(append(block, 0x00), data...)
}

// opened returns the block inside a signature: the public operation, s^e mod n.
func opened(key *rsa.PublicKey, signature []byte) []byte {
	s := new(big.Int).SetBytes(signature)
	return s.Exp(s, big.NewInt(65537), key.N).FillBytes(make([]byte, 256))
}

func TestSignatureSchemes(t *testing.T) {
	card := newCard(t, fullConfig())
	talk(t, card, selectJPKI, authPIN)
	key := &issued().auth.PublicKey
	hash := sha256.Sum256([]byte("challenge"))
	sign := func(t *testing.T, p1 byte, data []byte) []byte {
		command := apdu.Command{CLA: 0x80, INS: 0x2A, P1: p1, P2: 0x97, Data: data, Ne: 256}
		answer := send(t, card, hex.EncodeToString(command.Bytes()))
		require.Len(t, answer, 258)
		return answer[:256]
	}
	t.Run("CARD-373 CARD-381 verbatim, 1 to 245 bytes", func(t *testing.T) {
		for _, n := range []int{1, 32, 35, 51, 245} {
			data := bytes.Repeat([]byte{0xA5}, n)
			require.Equal(t, verbatimPadding(data), opened(key, sign(t, 0, data)))
		}
	})
	t.Run("CARD-374 hashed, bare digest", func(t *testing.T) {
		require.Equal(t, verbatimPadding(hash[:]), opened(key, sign(t, 1, []byte("challenge"))))
	})
	t.Run("CARD-375 CARD-376 CARD-382 DigestInfo", func(t *testing.T) {
		info, err := hex.DecodeString("3031300D060960864801650304020105000420")
		require.NoError(t, err)
		want := verbatimPadding(append(info, hash[:]...))
		require.Equal(t, want, opened(key, sign(t, 2, hash[:])))
		require.Equal(t, want, opened(key, sign(t, 3, []byte("challenge"))))
	})
	t.Run("CARD-377 CARD-378 PSS with a fresh salt", func(t *testing.T) {
		first, second := sign(t, 4, hash[:]), sign(t, 5, []byte("challenge"))
		require.NoError(t, rsa.VerifyPSS(key, crypto.SHA256, hash[:], first, nil))
		require.NoError(t, rsa.VerifyPSS(key, crypto.SHA256, hash[:], second, nil))
		require.NotEqual(t, first, second)
	})
}

func TestSign(t *testing.T) {
	ask := func(p1p2 string) string { return "802A" + p1p2 + "33 " + digestInfo + " 00 -> " }
	for _, row := range []struct {
		name  string
		lines []string
	}{
		{"CARD-350 CARD-369 current key", []string{selectJPKI, selectEF(0x0018), "0020008004 31323334 -> 9000", selectEF(0x0017), ask("0080") + "<256>9000"}},
		{"CARD-370 CARD-371 direct", []string{selectJPKI, authPIN, ask("0097") + "<256>9000", signPIN, ask("009A") + "<256>9000"}},
		{"CARD-389 without Le", []string{selectJPKI, authPIN, "802A009733 " + digestInfo + " -> <256>9000"}},
		{"CARD-379 other P1", []string{selectJPKI, authPIN, ask("0697") + "6A86", ask("FF97") + "6A86"}},
		{"CARD-372 no default key here", []string{selectJPKI, authPIN, ask("0000") + "6A86"}},
		{"CARD-386 not verified", []string{selectJPKI, ask("0097") + "6982", ask("009A") + "6982"}},
		{"CARD-388 nothing selected", []string{ask("0080") + "6986", selectJPKI, ask("0080") + "6986"}},
		{"CARD-161 the terminal key signs nothing", []string{selectJPKI, authPIN, signPIN, ask("0096") + "6982"}},
		{"CARD-497 no key there", []string{selectJPKI, authPIN, ask("0098") + "6981", ask("008A") + "6981"}},
		{"CARD-387 lengths", []string{selectJPKI, authPIN, "802A0097 -> 6700", "802A009700 -> 6700", "802A02971F " + strings.Repeat("A5", 31) + " -> 6700",
			"802A009701 A5 10 -> 6700", "802A009701 A5 00 -> <256>9000"}},
		{"CARD-393 no ISO form", []string{selectJPKI, "002A9E9A01 A5 00 -> 6D00"}},
	} {
		t.Run(row.name, func(t *testing.T) { talk(t, newCard(t, fullConfig()), row.lines...) })
	}
	t.Run("CARD-373 246 bytes", func(t *testing.T) {
		card := newCard(t, fullConfig())
		talk(t, card, selectJPKI, authPIN, fmt.Sprintf("802A0097F6 %0492X 00 -> 6700", 0))
	})
	t.Run("CARD-629 CARD-387 a card with one scheme and another length answer", func(t *testing.T) {
		config := fullConfig()
		config.Spec.Own = profileWith(t, func(p *virtualcard.Profile) {
			p.Sign = virtualcard.SignPolicy{Schemes: []int{0}, BadLengthSW: apdu.SW6985ConditionsNotMet}
		})
		talk(t, newCard(t, config), selectJPKI, authPIN, ask("0397")+"6A86", ask("0097")+"<256>9000", "802A0097 -> 6985")
	})
}

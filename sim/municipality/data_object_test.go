package municipality_test

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"math/big"

	"github.com/stretchr/testify/require"
)

// item is a data object as a client finds it in a file.
type item struct {
	tag   int
	at    int // where it begins, counted from the start of the file
	raw   []byte
	value []byte
}

// items splits a sequence of data objects (ISO/IEC 7816-4 §6.3): tags of one or two bytes, lengths in all forms. It stops at
// filler. at is the position of the sequence in its file.
func items(t require.TestingT, b []byte, at int) []item {
	var list []item
	for rest := b; len(rest) > 0 && (rest[0] != 0xFF || len(rest) > 1 && rest[1] != 0xFF); {
		tag, n := int(rest[0]), 1
		if rest[0]&0x1F == 0x1F {
			tag, n = tag<<8|int(rest[1]), 2
		}
		length, size := int(rest[n]), 1
		if rest[n] >= 0x80 {
			size = 1 + int(rest[n]&0x7F)
			length = int(new(big.Int).SetBytes(rest[n+1 : n+size]).Int64())
		}
		end := n + size + length
		require.LessOrEqual(t, end, len(rest), "an object is longer than the sequence")
		list = append(list, item{tag, at, rest[:end], rest[n+size : end]})
		at, rest = at+end, rest[end:]
	}
	return list
}

// record returns the contents of the one data object of a file.
func record(t require.TestingT, file []byte, tag int) []item {
	outer := items(t, file, 0)
	require.Len(t, outer, 1)
	require.Equal(t, tag, outer[0].tag)
	return items(t, outer[0].value, len(outer[0].raw)-len(outer[0].value))
}

func tags(list []item) []int {
	var out []int
	for _, i := range list {
		out = append(out, i.tag)
	}
	return out
}

// raws returns the objects as written, one after another.
func raws(list []item) []byte {
	var out []byte
	for _, i := range list {
		out = append(out, i.raw...)
	}
	return out
}

// rsaKey reads a key in the form 90, 91.
func rsaKey(t require.TestingT, b []byte) *rsa.PublicKey {
	require.Len(t, b, 265)
	parts := items(t, b, 0)
	require.Equal(t, []int{0x90, 0x91}, tags(parts))
	require.Equal(t, []byte{1, 0, 1}, parts[0].value)
	require.Len(t, parts[1].value, 256)
	return &rsa.PublicKey{N: new(big.Int).SetBytes(parts[1].value), E: 65537}
}

func verifies(key *rsa.PublicKey, signed, signature []byte) error {
	digest := sha256.Sum256(signed)
	return rsa.VerifyPKCS1v15(key, crypto.SHA256, digest[:], signature)
}

// certified reads a card-verifiable certificate without its template. It checks the signature with the issuer's key and
// returns the names and the key.
func certified(t require.TestingT, content []byte, issuer *rsa.PublicKey) (issuerID, subjectID string, key *rsa.PublicKey) {
	parts := items(t, content, 0)
	require.Equal(t, []int{0x5F4E, 0x5F37}, tags(parts))
	body := parts[0].value
	require.Len(t, body, 297)
	require.NoError(t, verifies(issuer, body, parts[1].value))
	return string(body[:16]), string(body[16:32]), rsaKey(t, body[32:])
}

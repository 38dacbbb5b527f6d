package municipality

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/binary"
	"slices"

	"github.com/mynalab/mynalab/mockservice/jpki"
)

// filler is the byte that follows the data object in a file (card reference §3.2, CARD-209).
const filler = 0xFF

// object returns one data object. The length of a value of 128 bytes or more is written as 82 hh hh even if 81 hh would do,
// because cards are personalised like this (CARD-217, CARD-248). So it is not the shortest form of ISO/IEC 7816-4.
func object(tag uint16, parts ...[]byte) []byte {
	value := slices.Concat(parts...)
	var out []byte
	if tag > 0xFF {
		out = append(out, byte(tag>>8))
	}
	out = append(out, byte(tag))
	if len(value) < 0x80 {
		out = append(out, byte(len(value)))
	} else {
		out = binary.BigEndian.AppendUint16(append(out, 0x82), uint16(len(value)))
	}
	return append(out, value...)
}

// indexed returns a record that begins with a table of the two-byte offsets of its fields, counted from the start of the file
// (CARD-233). The offsets change when the record's own length field gets longer (CARD-235).
func indexed(record, table uint16, fields ...[]byte) []byte {
	offsets := object(table, make([]byte, 2*len(fields)))
	body := slices.Concat(fields...)
	at := len(object(record, offsets, body)) - len(body)
	values := offsets[len(offsets)-2*len(fields):]
	for i, field := range fields {
		binary.BigEndian.PutUint16(values[2*i:], uint16(at))
		at += len(field)
	}
	return object(record, offsets, body)
}

// physical returns the content with filler up to the given size.
func physical(size int, content []byte) []byte {
	return append(content, bytes.Repeat([]byte{filler}, max(0, size-len(content)))...)
}

// publicKey returns a key in the form of card files, exponent and modulus, 265 bytes (CARD-285).
func publicKey(key *rsa.PrivateKey) []byte {
	return slices.Concat(object(0x90, []byte{1, 0, 1}), object(0x91, key.N.FillBytes(make([]byte, key.Size()))))
}

// signature returns an RSA PKCS#1 v1.5 signature over the SHA-256 of data, 256 bytes.
func signature(by jpki.CVKey, data []byte) []byte {
	digest := sha256.Sum256(data)
	return mustSign(by, crypto.SHA256, digest[:])
}

// mustSign panics if one of the program's own keys does not sign, because that is a mistake of the program.
func mustSign(by jpki.CVKey, hash crypto.Hash, digest []byte) []byte {
	s, err := rsa.SignPKCS1v15(nil, by.Key(), hash, digest)
	if err != nil {
		panic("municipality: internal error: signing a card's record: " + err.Error())
	}
	return s
}

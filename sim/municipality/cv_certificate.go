package municipality

import (
	"crypto/rsa"

	"github.com/mynalab/mynalab/mockservice/jpki"
)

// keyID names a key of the card's own hierarchy: 7 digits, 08 05, 3 digits, three zero bytes and one byte more (card
// reference §4.3, CARD-287).
type keyID []byte

func newKeyID(number, group string, last byte) keyID {
	id := append([]byte(number), 0x08, 0x05)
	return append(append(id, group...), 0, 0, 0, last)
}

// rootID and authorityID name the authorities by the numbers of the profile. Those of the test hierarchy begin with 6
// (CARD-289); our keys have nothing to do with the keys that bear these numbers on other test cards (CARD-290).
func rootID(number string) keyID      { return newKeyID(number, "001", 0xA8) }
func authorityID(number string) keyID { return newKeyID(number, "001", 0) }

// intermediateID is ours: no public source names the key between root and municipality.
func intermediateID() keyID { return newKeyID("6000021", "001", 0) }

// What a key of the municipality is for: the last two digits of its number. That of the surface AP was seen on a test
// card, the others are made by analogy.
const (
	forCard    = "20"
	forSurface = "21"
	forText    = "31"
)

// municipalityID names a key of the municipality: its five-digit code and what the key is for.
func municipalityID(code, purpose string) keyID { return newKeyID(code+purpose, "000", 0) }

// cvContent is what a card-verifiable certificate holds: the issuer's and the subject's names and the subject's key, 297
// bytes, and the issuer's signature over them (CARD-285, CARD-286). GET DATA gives it so, without the template.
func cvContent(issuer keyID, by jpki.CVKey, subject keyID, key *rsa.PrivateKey) []byte {
	body := append(append(append([]byte{}, issuer...), subject...), publicKey(key)...)
	return append(object(0x5F4E, body), object(0x5F37, signature(by, body))...)
}

// cvCertificate is a card-verifiable certificate as a file holds it, 568 bytes (CARD-284).
func cvCertificate(issuer keyID, by jpki.CVKey, subject keyID, key *rsa.PrivateKey) []byte {
	return object(0x7F21, cvContent(issuer, by, subject, key))
}

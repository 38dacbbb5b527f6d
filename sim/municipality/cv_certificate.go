package municipality

import (
	"crypto/rsa"

	"github.com/mynalab/mynalab/mockservice/jpki"
)

// keyID identifies a key of the card's own hierarchy: 7 digits, 08 05, 3 digits, three zero bytes and one more byte (card
// reference §4.3, CARD-287).
type keyID []byte

func newKeyID(number, group string, last byte) keyID {
	id := append([]byte(number), 0x08, 0x05)
	return append(append(id, group...), 0, 0, 0, last)
}

// rootID and authorityID identify the authorities by the numbers of the profile. Numbers of the test hierarchy begin with 6
// (CARD-289). Our keys are not the keys with these numbers on other test cards (CARD-290).
func rootID(number string) keyID      { return newKeyID(number, "001", 0xA8) }
func authorityID(number string) keyID { return newKeyID(number, "001", 0) }

// intermediateID is ours: no public source identifies the key between root and municipality.
func intermediateID() keyID { return newKeyID("6000021", "001", 0) }

// The purpose of a municipality's key: the last two digits of its number. The one for the surface AP was seen on a test card;
// the others are chosen by analogy.
const (
	forCard    = "20"
	forSurface = "21"
	forText    = "31"
)

// municipalityID identifies a key of the municipality by its five-digit code and the purpose of the key.
func municipalityID(code, purpose string) keyID { return newKeyID(code+purpose, "000", 0) }

// cvContent returns the content of a card-verifiable certificate: the issuer's and the subject's names and the subject's key,
// 297 bytes, and the issuer's signature over them (CARD-285, CARD-286). GET DATA returns it like this, without the template.
func cvContent(issuer keyID, by jpki.CVKey, subject keyID, key *rsa.PrivateKey) []byte {
	body := append(append(append([]byte{}, issuer...), subject...), publicKey(key)...)
	return append(object(0x5F4E, body), object(0x5F37, signature(by, body))...)
}

// cvCertificate returns a card-verifiable certificate as a file contains it, 568 bytes (CARD-284).
func cvCertificate(issuer keyID, by jpki.CVKey, subject keyID, key *rsa.PrivateKey) []byte {
	return object(0x7F21, cvContent(issuer, by, subject, key))
}

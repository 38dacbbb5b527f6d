package virtualcard

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"errors"
	"io"

	"github.com/mynalab/mynalab/virtualcard/apdu"
)

// Scheme is what one value of P1 means for a signature (card reference §6).
type Scheme struct {
	P1 byte
	// Hash: the card hashes the data with SHA-256; else they are taken as they are.
	Hash bool
	// DigestInfo: the card puts the SHA-256 DigestInfo before the hash.
	DigestInfo bool
	// PSS: RSASSA-PSS with a random salt; else PKCS#1 v1.5.
	PSS bool
}

// Sign is the handler for one scheme.
func Sign(s Scheme) Handler {
	return func(c *Card, command apdu.Command) apdu.Response {
		f, sw := c.signingKey(command.P2)
		switch {
		case sw != apdu.SW9000OK:
			return refuse(sw)
		case f.Kind != KeyFile:
			return refuse(apdu.SW6981WrongFileStructure)
		case !c.allows(f.Use):
			return refuse(apdu.SW6982SecurityNotSatisfied)
		}
		signed, err := s.sign(c.chance, f.privateKey(), command.Data)
		if err != nil {
			return refuse(apdu.SW6F00Internal)
		}
		return apdu.Response{Data: signed, SW: apdu.SW9000OK}
	}
}

// signingKey is step 6 for a signature: P2=00 names the default key of the application (CARD-372).
func (c *Card) signingKey(p2 byte) (*file, apdu.Status) {
	if p2 != 0 {
		return c.target(p2)
	}
	for _, f := range c.local() {
		if f.DefaultKey {
			return f, apdu.SW9000OK
		}
	}
	return nil, apdu.SW6A88ObjectNotFound
}

func (s Scheme) sign(chance io.Reader, key *rsa.PrivateKey, data []byte) ([]byte, error) {
	if key == nil {
		return nil, errors.New("the file has no private key")
	}
	if s.Hash {
		digest := sha256.Sum256(data)
		data = digest[:]
	}
	switch {
	case s.PSS:
		return rsa.SignPSS(chance, key, crypto.SHA256, data, &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash})
	case s.DigestInfo:
		return rsa.SignPKCS1v15(nil, key, crypto.SHA256, data)
	default: // hash 0 pads what it is given, which need not be a DigestInfo (CARD-381)
		return rsa.SignPKCS1v15(nil, key, crypto.Hash(0), data)
	}
}

package virtualcard

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"errors"
	"io"

	"github.com/mynalab/mynalab/virtualcard/apdu"
)

// Scheme says how a signature is made for one value of P1 (card reference §6).
type Scheme struct {
	P1 byte
	// Hash is true if the card hashes the data with SHA-256; otherwise the data are signed as they are.
	Hash bool
	// DigestInfo is true if the card puts the SHA-256 DigestInfo before the hash.
	DigestInfo bool
	// PSS is true for RSASSA-PSS with a random salt; otherwise the padding is PKCS#1 v1.5.
	PSS bool
}

// Sign returns the handler of COMPUTE DIGITAL SIGNATURE for one scheme.
func Sign(s Scheme) Handler {
	return func(c *Card, command apdu.Command) apdu.Response {
		f, sw := c.signingKey(command.P2)
		switch {
		case sw != apdu.SW9000OK:
			return statusOnly(sw)
		case f.Kind != KeyFile:
			return statusOnly(apdu.SW6981WrongFileStructure)
		case !c.allows(f.Use):
			return statusOnly(apdu.SW6982SecurityNotSatisfied)
		}
		signed, err := s.sign(c.chance, f.privateKey(), command.Data)
		if err != nil {
			return statusOnly(apdu.SW6F00Internal)
		}
		return apdu.Response{Data: signed, SW: apdu.SW9000OK}
	}
}

// signingKey is step 6 of the evaluation order for a signature: P2=00 means the default key of the application (CARD-372).
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
	default: // hash 0 pads the data as given, which need not be a DigestInfo (CARD-381)
		return rsa.SignPKCS1v15(nil, key, crypto.Hash(0), data)
	}
}

package virtualcard

import (
	"cmp"
	"crypto/ed25519"
	"crypto/rsa"
	"errors"
	"fmt"

	"github.com/mynalab/mynalab/virtualcard/tlv"
)

// keyBits is the size of the keys of both certificates (card reference §6, CARD-385).
const keyBits = 2048

// Spec is the personalisation of one card.
type Spec struct {
	// Profile names an embedded profile; see ProfileNames.
	Profile string
	// AuthKey and SignKey are RSA-2048 keys. A card without signature certificate has neither SignKey nor SignCert.
	AuthKey, SignKey *rsa.PrivateKey
	// The certificates in DER, each at least 256 bytes long (card reference §3.3).
	AuthCert, SignCert, AuthCA, SignCA []byte
	// AuthPIN and SignPIN are the PINs as issued; SignPIN may be empty on a card without signature certificate.
	AuthPIN, SignPIN string
	// InstitutionKey proves our stand-in for 特定機関認証; without it the card refuses that command as a real one does.
	InstitutionKey ed25519.PublicKey
}

// check proves keys and certificates by their outer form; whether a certificate is good is for others to find out.
func (s Spec) check() error {
	if (s.SignKey == nil) != (s.SignCert == nil) {
		return errors.New("a signature key and its certificate come together or not at all")
	}
	if err := cmp.Or(checkKey("auth key", s.AuthKey), checkCertificate("auth certificate", s.AuthCert),
		checkCertificate("auth CA", s.AuthCA), checkCertificate("sign CA", s.SignCA)); err != nil {
		return err
	}
	if n := len(s.InstitutionKey); n != 0 && n != ed25519.PublicKeySize {
		return fmt.Errorf("institution key of %d bytes, %d wanted", n, ed25519.PublicKeySize)
	}
	if s.AuthPIN == "" || s.SignKey != nil && s.SignPIN == "" {
		return errors.New("a key without its PIN; set AuthPIN and, with SignKey, SignPIN")
	}
	if s.SignKey == nil {
		return nil
	}
	return cmp.Or(checkKey("sign key", s.SignKey), checkCertificate("sign certificate", s.SignCert))
}

// checkKey proves the size that both certificates have (CARD-385).
func checkKey(name string, key *rsa.PrivateKey) error {
	if key == nil || key.N.BitLen() != keyBits || key.E != 65537 {
		return fmt.Errorf("%s is no RSA-%d key with exponent 65537", name, keyBits)
	}
	return nil
}

// checkCertificate proves the header 30 82 hh ll that clients rely on (card reference §3.3, CARD-201, CARD-208).
func checkCertificate(name string, der []byte) error {
	const sequence, headerSize = 0x30, 4
	header, err := tlv.ReadHeader(der)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if header.Tag != sequence || header.Size != headerSize || header.Total() != len(der) {
		return fmt.Errorf("%s of %d bytes is not one SEQUENCE of 256 bytes or more", name, len(der))
	}
	return nil
}

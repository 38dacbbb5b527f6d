package virtualcard

import (
	"cmp"
	"crypto/ed25519"
	"crypto/rsa"
	"errors"
	"fmt"
	"slices"

	"github.com/mynalab/mynalab/virtualcard/tlv"
)

// keyBits is the size of the keys of both certificates (card reference §6, CARD-385).
const keyBits = 2048

// Spec is the personalisation of one card.
type Spec struct {
	// Profile names an embedded profile; see ProfileNames.
	Profile string
	// Own is a profile of the user's, which stands for the embedded one whatever its name is, and must not be changed
	// afterwards; nil for none.
	Own *Profile
	// AuthKey and SignKey are RSA-2048 keys. A card without signature certificate has neither SignKey nor SignCert.
	AuthKey, SignKey *rsa.PrivateKey
	// The certificates in DER, each at least 256 bytes long (card reference §3.3).
	AuthCert, SignCert, AuthCA, SignCA []byte
	// AuthPIN and SignPIN are the PINs as issued; SignPIN may be empty on a card without signature certificate.
	AuthPIN, SignPIN string
	// Contents are the files of the applications beside JPKI; a file without content is not on the card.
	Contents []Content
	// Keys are their private keys, PINs their PINs as issued.
	Keys []Key
	PINs []InitialPIN
	// Objects are the data objects of GET DATA, except 5F51, which is the profile's own answer to reset (CARD-122).
	Objects []Object
	// InstitutionKey proves our stand-in for 特定機関認証; without it the card refuses that command as a real one does.
	InstitutionKey ed25519.PublicKey
}

// Content is what one file holds. Bytes is asked for when the file is first read, so that a card whose file nobody reads
// costs nothing; it must give the same bytes each time, and they must not change.
type Content struct {
	Application string
	FID         uint16
	Bytes       func() []byte
}

// Key is one private key, RSA-2048 with exponent 65537. It is asked for when it is first used.
type Key struct {
	Application string
	FID         uint16
	Key         func() *rsa.PrivateKey
}

// InitialPIN is a PIN as issued.
type InitialPIN struct {
	Application string
	FID         uint16
	PIN         string
}

// Object is one data object of GET DATA: what stands in the answer. It is asked for like a Content.
type Object struct {
	Tag   uint16
	Bytes func() []byte
}

// profile is what the card behaves by, proved. It is shared: nobody writes to it.
func (s Spec) profile() (Profile, error) {
	if s.Own == nil {
		return embedded(s.Profile)
	}
	return *s.Own, s.Own.Check()
}

// has tells whether anything is personalised for an application beside JPKI.
func (s Spec) has(application string) bool {
	return slices.ContainsFunc(s.Contents, func(c Content) bool { return c.Application == application }) ||
		slices.ContainsFunc(s.Keys, func(k Key) bool { return k.Application == application }) ||
		slices.ContainsFunc(s.PINs, func(p InitialPIN) bool { return p.Application == application })
}

// content is what gives the bytes of a file, or nil.
func (s Spec) content(application string, fid uint16) func() []byte {
	for _, c := range s.Contents {
		if c.Application == application && c.FID == fid {
			return c.Bytes
		}
	}
	return nil
}

// key is what gives the private key of a file, or nil.
func (s Spec) key(application string, fid uint16) func() *rsa.PrivateKey {
	for _, k := range s.Keys {
		if k.Application == application && k.FID == fid {
			return k.Key
		}
	}
	return nil
}

// pin is the PIN of a file as issued.
func (s Spec) pin(application string, fid uint16) (pin string, ok bool) {
	for _, p := range s.PINs {
		if p.Application == application && p.FID == fid {
			return p.PIN, true
		}
	}
	return "", false
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
	if err := s.checkIssued(); err != nil {
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

// checkIssued proves that whatever the other applications are to hold can be asked for.
func (s Spec) checkIssued() error {
	for _, c := range s.Contents {
		if c.Bytes == nil {
			return fmt.Errorf("content %04X of %s gives no bytes; set Bytes", c.FID, c.Application)
		}
	}
	for _, k := range s.Keys {
		if k.Key == nil {
			return fmt.Errorf("key %04X of %s gives no key; set Key", k.FID, k.Application)
		}
	}
	for _, o := range s.Objects {
		if o.Bytes == nil {
			return fmt.Errorf("object %04X gives no bytes; set Bytes", o.Tag)
		}
	}
	return nil
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

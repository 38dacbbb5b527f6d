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

// keyBits is the size in bits of all RSA keys of the card (card reference §6, CARD-385).
const keyBits = 2048

// Spec is the personalisation of one card.
type Spec struct {
	// Profile is the name of an embedded profile; see ProfileNames.
	Profile string
	// Own is a user's profile. It is used instead of the embedded one, whatever its name is, and must not be changed
	// afterwards; nil means that Profile is used.
	Own *Profile
	// AuthKey and SignKey are RSA-2048 keys. A card without a signature certificate has neither SignKey nor SignCert.
	AuthKey, SignKey *rsa.PrivateKey
	// The certificates in DER, each at least 256 bytes long (card reference §3.3).
	AuthCert, SignCert, AuthCA, SignCA []byte
	// AuthPIN and SignPIN are the PINs as issued; SignPIN may be empty on a card without a signature certificate.
	AuthPIN, SignPIN string
	// Contents are the contents of files in the applications other than JPKI; a file without content is not on the card.
	Contents []Content
	// Keys are the private keys of these applications, PINs their PINs as issued.
	Keys []Key
	PINs []InitialPIN
	// Objects are the data objects for GET DATA, except 5F51, which is the answer to reset in the profile (CARD-122).
	Objects []Object
	// InstitutionKey verifies the signature of our stand-in for 特定機関認証. Without it the card refuses that command, as a real
	// card does.
	InstitutionKey ed25519.PublicKey
}

// Content is the content of one file. Bytes is called when the file is first read, so that a file that nobody reads costs
// nothing. It must return the same bytes each time, and they must not change.
type Content struct {
	Application string
	FID         uint16
	Bytes       func() []byte
}

// Key is one private key, RSA-2048 with exponent 65537. The function is called when the key is first used.
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

// Object is one data object for GET DATA; Bytes returns the whole answer and is called as for a Content.
type Object struct {
	Tag   uint16
	Bytes func() []byte
}

// profile returns the checked profile of the card. It is shared: nobody writes to it.
func (s Spec) profile() (Profile, error) {
	if s.Own == nil {
		return embedded(s.Profile)
	}
	return *s.Own, s.Own.Check()
}

// has reports whether anything is personalised for an application other than JPKI.
func (s Spec) has(application string) bool {
	return slices.ContainsFunc(s.Contents, func(c Content) bool { return c.Application == application }) ||
		slices.ContainsFunc(s.Keys, func(k Key) bool { return k.Application == application }) ||
		slices.ContainsFunc(s.PINs, func(p InitialPIN) bool { return p.Application == application })
}

// content returns the function that gives the bytes of a file, or nil.
func (s Spec) content(application string, fid uint16) func() []byte {
	for _, c := range s.Contents {
		if c.Application == application && c.FID == fid {
			return c.Bytes
		}
	}
	return nil
}

// key returns the function that gives the private key of a file, or nil.
func (s Spec) key(application string, fid uint16) func() *rsa.PrivateKey {
	for _, k := range s.Keys {
		if k.Application == application && k.FID == fid {
			return k.Key
		}
	}
	return nil
}

// pin returns the PIN of a file as issued.
func (s Spec) pin(application string, fid uint16) (pin string, ok bool) {
	for _, p := range s.PINs {
		if p.Application == application && p.FID == fid {
			return p.PIN, true
		}
	}
	return "", false
}

// check checks the outer form of keys and certificates. Whether a certificate is valid is not checked here.
func (s Spec) check() error {
	if (s.SignKey == nil) != (s.SignCert == nil) {
		return errors.New("SignKey and SignCert belong together; set both or neither")
	}
	if err := cmp.Or(checkKey("auth key", s.AuthKey), checkCertificate("auth certificate", s.AuthCert),
		checkCertificate("auth CA", s.AuthCA), checkCertificate("sign CA", s.SignCA)); err != nil {
		return err
	}
	if err := s.checkIssued(); err != nil {
		return err
	}
	if n := len(s.InstitutionKey); n != 0 && n != ed25519.PublicKeySize {
		return fmt.Errorf("institution key has %d bytes; pass an Ed25519 public key of %d bytes", n, ed25519.PublicKeySize)
	}
	if s.AuthPIN == "" || s.SignKey != nil && s.SignPIN == "" {
		return errors.New("a key without its PIN; set AuthPIN and, with SignKey, SignPIN")
	}
	if s.SignKey == nil {
		return nil
	}
	return cmp.Or(checkKey("sign key", s.SignKey), checkCertificate("sign certificate", s.SignCert))
}

// checkIssued requires that each content, key and object of the other applications has its function.
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

// checkKey checks the size and exponent that all RSA keys of the card have (CARD-385).
func checkKey(name string, key *rsa.PrivateKey) error {
	if key == nil || key.N.BitLen() != keyBits || key.E != 65537 {
		return fmt.Errorf("%s is not an RSA-%d key with exponent 65537", name, keyBits)
	}
	return nil
}

// checkCertificate checks the header 30 82 hh ll that clients rely on (card reference §3.3, CARD-201, CARD-208).
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

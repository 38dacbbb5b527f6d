package municipality

import (
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha256"
	"fmt"
	"io"
	"math/big"
	"time"

	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/sim/people"
	"github.com/mynalab/mynalab/virtualcard"
)

// Personalise returns everything that a card is made from: keys, certificates, PINs. serial is the serial number of the user
// certificate.
func (is *Issuer) Personalise(order Order) (spec virtualcard.Spec, serial string, err error) {
	o, err := is.life.resolve(order)
	if err != nil {
		return spec, "", err
	}
	chip, err := is.newChip(o)
	if err != nil {
		return spec, "", err
	}
	authKey := chip.keys.auth()
	number, err := is.serial(o.Order, "user certificate")
	if err != nil {
		return spec, "", err
	}
	authCert, err := authentication(o, authKey, number)
	if err != nil {
		return spec, "", fmt.Errorf("issuing the user certificate of %s: %w", o.Person.ID, err)
	}
	spec = virtualcard.Spec{Profile: o.profile.Name, Own: o.Own, AuthKey: authKey, AuthCert: authCert,
		AuthCA: jpki.AuthenticationAt(o.Issued).DER(), SignCA: jpki.Signature().DER(), AuthPIN: o.Person.PINs.Holder,
		InstitutionKey: InstitutionKey().Public().(ed25519.PublicKey)}
	if o.hasSignatureCertificate() {
		spec.SignKey, spec.SignPIN = chip.keys.sign(), o.Person.PINs.Sign
		if spec.SignCert, err = is.signature(o, spec.SignKey); err != nil {
			return spec, "", fmt.Errorf("issuing the signature certificate of %s: %w", o.Person.ID, err)
		}
	}
	chip.write(&spec)
	return spec, jpki.SerialText(number), nil
}

// InstitutionKey returns the published TEST key of our stand-in for 特定機関認証 (design §4): cards have its public half, and
// registered terminals sign with it. It is of no use outside mynalab.
func InstitutionKey() ed25519.PrivateKey {
	seed := sha256.Sum256([]byte("MYNALAB TEST institution key, published on purpose, version 1"))
	return ed25519.NewKeyFromSeed(seed[:])
}

// NextSerial returns the serial number that the user certificate of a person's next card will have.
func (is *Issuer) NextSerial(p people.Person) (string, error) {
	next := *is
	next.issued++ // serial numbers are drawn after the card was counted
	number, err := next.serial(Order{Person: p}, "user certificate")
	if err != nil {
		return "", err
	}
	return jpki.SerialText(number), nil
}

// serial draws a serial number of four bytes, as on real cards (card reference §7.1), with the first bit 0.
func (is *Issuer) serial(o Order, purpose string) (*big.Int, error) {
	b := make([]byte, 4)
	if _, err := io.ReadFull(is.chance(fmt.Sprintf("serial of %s %s %d", o.Person.ID, purpose, is.issued)), b); err != nil {
		return nil, fmt.Errorf("drawing a serial number: %w", err)
	}
	b[0] = b[0]&0x3F | 0x40
	return new(big.Int).SetBytes(b), nil
}

// authentication issues the user certificate, with the ordered flaw.
func authentication(o resolvedOrder, key *rsa.PrivateKey, serial *big.Int) ([]byte, error) {
	issuer := jpki.AuthenticationAt(o.Issued)
	if o.Flaw == FromSigningCA {
		issuer = jpki.Signature()
	}
	der, err := issuer.IssueAuthentication(jpki.AuthRequest{PublicKey: &key.PublicKey, Serial: serial,
		CommonName: commonName(o.Order, serial), NotBefore: o.Issued, NotAfter: o.NotAfter, Home: o.home(), Older: o.older()})
	if err == nil && o.Flaw == ForgedSignature {
		der[len(der)-1] ^= 1 // the signature is at the end
	}
	return der, err
}

func (is *Issuer) signature(o resolvedOrder, key *rsa.PrivateKey) ([]byte, error) {
	serial, err := is.serial(o.Order, "signature certificate")
	if err != nil {
		return nil, err
	}
	name, nameFlags := substitute(is.life.Substitutions, o.Person.Name)
	address, addressFlags := substitute(is.life.Substitutions, o.Person.Address)
	return jpki.Signature().IssueSignature(jpki.SignRequest{PublicKey: &key.PublicKey, Serial: serial,
		CommonName: signatureName(o.Order, serial), NotBefore: o.Issued, NotAfter: o.NotAfter,
		Home: o.home(), Older: o.older(), Name: name, NameFlags: nameFlags, Birthdate: o.born, Sex: o.Person.Sex,
		Address: address, AddressFlags: addressFlags})
}

// prefecture is the romanised name of 架空県, where all our persons live.
const prefecture = "Kaku-ken"

// home returns the municipality that issues the card.
func (o resolvedOrder) home() jpki.Home {
	return jpki.Home{Prefecture: prefecture, City: o.Person.City}
}

// older reports whether the profile is for a card with certificates of the older form (CARD-624).
func (o resolvedOrder) older() bool { return len(o.profile.Cert.Template) == 0 }

// birthday returns a yyyyMMdd of the cast as a day in Japan.
func birthday(yyyymmdd string) (time.Time, error) {
	t, err := time.ParseInLocation("20060102", yyyymmdd, jpki.JST)
	if err != nil {
		return time.Time{}, fmt.Errorf("reading the birth date %q: it is not a day; write yyyyMMdd", yyyymmdd)
	}
	return t, nil
}

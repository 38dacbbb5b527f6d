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

// Personalise writes what a card is made from: keys, certificates, PINs. serial is that of the user certificate.
func (d *Desk) Personalise(o Order) (spec virtualcard.Spec, serial string, err error) {
	born, err := birthday(o.Person.Birthdate)
	if err != nil {
		return spec, "", err
	}
	if o.NotAfter.IsZero() {
		o.NotAfter = jpki.NotAfter(o.Issued, born, time.Time{})
	}
	authKey, err := d.key()
	if err != nil {
		return spec, "", err
	}
	signKey, err := d.key()
	if err != nil {
		return spec, "", err
	}
	number, err := d.serial(o, "user certificate")
	if err != nil {
		return spec, "", err
	}
	authCert, err := authentication(o, authKey, number)
	if err != nil {
		return spec, "", fmt.Errorf("issuing the user certificate of %s: %w", o.Person.ID, err)
	}
	signCert, err := d.signature(o, signKey, born)
	if err != nil {
		return spec, "", fmt.Errorf("issuing the signature certificate of %s: %w", o.Person.ID, err)
	}
	return virtualcard.Spec{Profile: o.Profile, AuthKey: authKey, SignKey: signKey,
		AuthCert: authCert, SignCert: signCert,
		AuthCA: jpki.Authentication().DER(), SignCA: jpki.Signature().DER(),
		AuthPIN: o.Person.PINs.Holder, SignPIN: o.Person.PINs.Sign,
		InstitutionKey: InstitutionKey().Public().(ed25519.PublicKey)}, jpki.SerialText(number), nil
}

// InstitutionKey is the published TEST key of our stand-in for 特定機関認証 (design §4): cards know its public half,
// registered terminals sign with it. It opens nothing outside of mynalab.
func InstitutionKey() ed25519.PrivateKey {
	seed := sha256.Sum256([]byte("MYNALAB TEST institution key, published on purpose, version 1"))
	return ed25519.NewKeyFromSeed(seed[:])
}

// key is the next key of the pool.
func (d *Desk) key() (*rsa.PrivateKey, error) {
	if d.used == jpki.Keys() {
		return nil, ErrNoKeyLeft
	}
	k := jpki.Key((d.first + d.used) % jpki.Keys())
	d.used++
	return k, nil
}

// serial is four bytes long, as on real cards (card reference §7.1), its first bit clear.
func (d *Desk) serial(o Order, purpose string) (*big.Int, error) {
	b := make([]byte, 4)
	if _, err := io.ReadFull(d.chance(fmt.Sprintf("serial of %s %s %d", o.Person.ID, purpose, d.used)), b); err != nil {
		return nil, fmt.Errorf("drawing a serial number: %w", err)
	}
	b[0] = b[0]&0x3F | 0x40
	return new(big.Int).SetBytes(b), nil
}

func authentication(o Order, key *rsa.PrivateKey, serial *big.Int) ([]byte, error) {
	return jpki.Authentication().IssueAuthentication(jpki.AuthRequest{PublicKey: &key.PublicKey, Serial: serial,
		CommonName: commonName(o.Person, serial), NotBefore: o.Issued, NotAfter: o.NotAfter})
}

func (d *Desk) signature(o Order, key *rsa.PrivateKey, born time.Time) ([]byte, error) {
	serial, err := d.serial(o, "signature certificate")
	if err != nil {
		return nil, err
	}
	return jpki.Signature().IssueSignature(jpki.SignRequest{PublicKey: &key.PublicKey, Serial: serial,
		CommonName: commonName(o.Person, serial), NotBefore: o.Issued, NotAfter: o.NotAfter,
		Locality: o.Person.City, Name: o.Person.Name, Birthdate: born, Sex: o.Person.Sex,
		Address: o.Person.Address})
}

// commonName has the shape of card reference §7.1: 13 characters, the municipality, three digits, a letter. It says
// nothing of the holder.
func commonName(p people.Person, serial *big.Int) string {
	return fmt.Sprintf("MYNALAB%06X%s001A", serial.Int64()&0xFFFFFF, p.Municipality)
}

// birthday is a yyyyMMdd of the cast as a day in Japan.
func birthday(yyyymmdd string) (time.Time, error) {
	t, err := time.ParseInLocation("20060102", yyyymmdd, jpki.JST)
	if err != nil {
		return time.Time{}, fmt.Errorf("reading the birth date %q: want yyyyMMdd", yyyymmdd)
	}
	return t, nil
}

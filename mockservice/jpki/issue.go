package jpki

import (
	"cmp"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"fmt"
	"math/big"
	"time"
)

// Home is the municipality that issued a card, romanised: Tokyo-to and Minato-ku, say.
type Home struct{ Prefecture, City string }

// nowhere stands for a municipality that a request does not name.
func nowhere() Home { return Home{"Prefecture-0", "City-0"} }

// DefaultOCSP is the responder that a certificate names: ours, and nowhere (RFC 2606), since no certificate makes anybody ask a
// host. The mock service answers where it is told to listen.
const DefaultOCSP = "http://ocsp.jpki-test.invalid/"

// AuthRequest asks for a user-authentication certificate.
type AuthRequest struct {
	// PublicKey is RSA-2048 with exponent 65537 (CARD-385).
	PublicKey *rsa.PublicKey
	// Serial is positive and about 4 bytes long (CARD-412); the service knows the certificate by it (SVC-314).
	Serial *big.Int
	// CommonName is an opaque id, never the holder's name (CARD-408…CARD-410).
	CommonName string
	// NotBefore and NotAfter are both inclusive, with a resolution of one second; see NotAfter.
	NotBefore, NotAfter time.Time
	// Home is in the name of the CRL distribution point (CARD-428).
	Home Home
	// OCSP is the URL of the responder; empty for DefaultOCSP.
	OCSP string
	// Older leaves out EKU, IAN, AIA and AKI (CARD-624).
	Older bool
}

// SignRequest asks for a signature certificate.
type SignRequest struct {
	// PublicKey, Serial, CommonName, NotBefore, NotAfter and Older are as in AuthRequest.
	PublicKey           *rsa.PublicKey
	Serial              *big.Int
	CommonName          string
	NotBefore, NotAfter time.Time
	Older               bool
	// Home is in the subject, too, as its localities (CARD-411).
	Home Home
	// Name, Birthdate (its day in Japan), Sex (1 male, 2 female, 9 unknown) and Address are the four facts of the
	// holder (CARD-422…CARD-425).
	Name      string
	Birthdate time.Time
	Sex       string
	Address   string
	// NameFlags and AddressFlags tell for each character whether it is a substitute: 1, else 0. Empty stands for none.
	NameFlags, AddressFlags string
}

// variant is in what two certificates of one kind may differ beyond names and times. Without a URL there is no AIA.
type variant struct {
	home  Home
	ocsp  string
	older bool
}

// IssueAuthentication is the DER of a user-authentication certificate in the profile of card reference §7.1 and §7.2:
// keyUsage digitalSignature and the policy critical, EKU clientAuth, no alternative name (CARD-420), AIA.
func (a *Authority) IssueAuthentication(r AuthRequest) ([]byte, error) {
	var ext extensions
	ext.keyUsage(bitDigitalSignature)
	if !r.Older {
		ext.clientAuth()
	}
	ext.policy(testPolicy(productionAuthentication()))
	template := &x509.Certificate{SerialNumber: r.Serial, RawSubject: holderName(r.CommonName),
		NotBefore: r.NotBefore, NotAfter: r.NotAfter}
	der, err := a.issue(template, r.PublicKey, ext, variant{r.Home, cmp.Or(r.OCSP, DefaultOCSP), r.Older})
	if err != nil {
		return nil, fmt.Errorf("issuing a user-authentication certificate: %w", err)
	}
	return der, nil
}

// IssueSignature is the DER of a signature certificate in the same profile, with localities, the holder's facts as other
// names and keyUsage digitalSignature and nonRepudiation (CARD-419); it has neither EKU nor AIA (CARD-431).
func (a *Authority) IssueSignature(r SignRequest) ([]byte, error) {
	if r.Sex != "1" && r.Sex != "2" && r.Sex != "9" {
		return nil, errors.New("issuing a signature certificate: sex is none of 1, 2 and 9")
	}
	names, err := holderNames(r)
	if err != nil {
		return nil, fmt.Errorf("issuing a signature certificate: %w", err)
	}
	var ext extensions
	ext.keyUsage(bitDigitalSignature, bitNonRepudiation)
	ext.policy(testPolicy(productionSignature()))
	ext.alternativeNames(names...)
	template := &x509.Certificate{SerialNumber: r.Serial, RawSubject: holderName(r.CommonName, r.Home.Prefecture, r.Home.City),
		NotBefore: r.NotBefore, NotAfter: r.NotAfter}
	der, err := a.issue(template, r.PublicKey, ext, variant{home: r.Home, older: r.Older})
	if err != nil {
		return nil, fmt.Errorf("issuing a signature certificate: %w", err)
	}
	return der, nil
}

// issue adds what both kinds of user certificate share, in the order of CARD-645.
func (a *Authority) issue(template *x509.Certificate, key *rsa.PublicKey, ext extensions, v variant) ([]byte, error) {
	switch {
	case key == nil || key.N.BitLen() != 2048 || key.E != exponent:
		return nil, errors.New("the public key is not RSA-2048 with exponent 65537")
	case template.SerialNumber == nil || template.SerialNumber.Sign() <= 0:
		return nil, errors.New("the serial number is not positive")
	case template.NotAfter.Before(template.NotBefore):
		return nil, errors.New("the certificate would end before it begins")
	}
	template.SignatureAlgorithm = x509.SHA256WithRSA
	if !v.older {
		ext.issuerNames()
	}
	ext.distributionPoint(pointName(cmp.Or(v.home, nowhere())))
	if !v.older {
		if v.ocsp != "" {
			ext.responder(v.ocsp)
		}
		ext.authorityKey(a.certificate)
	}
	ext.subjectKey(key)
	// A parent without key identifier keeps crypto/x509 from adding an authority key identifier of its own.
	parent := &x509.Certificate{RawSubject: a.certificate.RawSubject, PublicKey: a.certificate.PublicKey}
	certificate, err := a.sign(template, parent, key, ext)
	if err != nil {
		return nil, err
	}
	return certificate.Raw, nil
}

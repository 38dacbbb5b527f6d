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

// Home is the municipality that issued a card, in romanised form, e.g. Tokyo-to and Minato-ku.
type Home struct{ Prefecture, City string }

// unnamedHome returns the placeholder for a municipality that a request does not name.
func unnamedHome() Home { return Home{"Prefecture-0", "City-0"} }

// DefaultOCSP is the URL of the responder in a certificate. It is ours, and its host cannot exist (RFC 2606), so that a
// certificate never makes a verifier contact a real host. The mock's responder is at the address where the service listens.
const DefaultOCSP = "http://ocsp.jpki-test.invalid/"

// AuthRequest is a request for a user-authentication certificate.
type AuthRequest struct {
	// PublicKey is RSA-2048 with exponent 65537 (CARD-385).
	PublicKey *rsa.PublicKey
	// Serial is positive and about 4 bytes long (CARD-412); the service identifies the certificate by it (SVC-314).
	Serial *big.Int
	// CommonName is an opaque id, never the holder's name (CARD-408…CARD-410).
	CommonName string
	// NotBefore and NotAfter are both inclusive and have a resolution of one second. The function NotAfter computes the usual end.
	NotBefore, NotAfter time.Time
	// Home becomes part of the name of the CRL distribution point (CARD-428).
	Home Home
	// OCSP is the URL of the responder; empty means DefaultOCSP.
	OCSP string
	// Older leaves out EKU, IAN, AIA and AKI, as in certificates on older cards (CARD-624).
	Older bool
}

// SignRequest is a request for a signature certificate.
type SignRequest struct {
	// PublicKey, Serial, CommonName, NotBefore, NotAfter and Older are as in AuthRequest.
	PublicKey           *rsa.PublicKey
	Serial              *big.Int
	CommonName          string
	NotBefore, NotAfter time.Time
	Older               bool
	// Home is as in AuthRequest, and also becomes the localities of the subject (CARD-411).
	Home Home
	// Name, Birthdate (its day in Japan), Sex (1 male, 2 female, 9 unknown) and Address are the four facts of the
	// holder (CARD-422…CARD-425).
	Name      string
	Birthdate time.Time
	Sex       string
	Address   string
	// NameFlags and AddressFlags have one digit for each character: 1 if it is a substitute, else 0. Empty means no substitutes.
	NameFlags, AddressFlags string
}

// variant holds the options of a certificate besides names and times. If ocsp is empty, there is no AIA extension.
type variant struct {
	home  Home
	ocsp  string
	older bool
}

// IssueAuthentication returns a user-authentication certificate in DER, in the profile of card reference §7.1 and §7.2. It has
// keyUsage digitalSignature and the policy, both critical, EKU clientAuth and AIA, but no alternative name (CARD-420).
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

// IssueSignature returns a signature certificate in DER, in the same profile with these differences: the subject has localities,
// the holder's facts are in other names, keyUsage is digitalSignature and nonRepudiation (CARD-419), and there is neither EKU
// nor AIA (CARD-431).
func (a *Authority) IssueSignature(r SignRequest) ([]byte, error) {
	if r.Sex != "1" && r.Sex != "2" && r.Sex != "9" {
		return nil, errors.New("issuing a signature certificate: sex must be one of 1, 2, 9")
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

// issue adds the extensions that both kinds of user certificate have, in the order of CARD-645, and signs the certificate.
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
	ext.distributionPoint(pointName(cmp.Or(v.home, unnamedHome())))
	if !v.older {
		if v.ocsp != "" {
			ext.responder(v.ocsp)
		}
		ext.authorityKey(a.certificate)
	}
	ext.subjectKey(key)
	// The parent has no key identifier, so that crypto/x509 does not add an authority key identifier of its own.
	parent := &x509.Certificate{RawSubject: a.certificate.RawSubject, PublicKey: a.certificate.PublicKey}
	certificate, err := a.sign(template, parent, key, ext)
	if err != nil {
		return nil, err
	}
	return certificate.Raw, nil
}

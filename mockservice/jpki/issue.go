package jpki

import (
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"fmt"
	"math/big"
	"time"
)

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
}

// SignRequest asks for a signature certificate.
type SignRequest struct {
	// PublicKey, Serial, CommonName, NotBefore and NotAfter are as in AuthRequest.
	PublicKey           *rsa.PublicKey
	Serial              *big.Int
	CommonName          string
	NotBefore, NotAfter time.Time
	// Locality is the romanised municipality, e.g. Minato-shi (CARD-411).
	Locality string
	// Name, Birthdate (its day in Japan), Sex (1 male, 2 female, 9 unknown) and Address are the four facts of the
	// holder (CARD-422…CARD-425).
	Name      string
	Birthdate time.Time
	Sex       string
	Address   string
	// NameFlags and AddressFlags tell for each character whether it is a substitute: 1, else 0. Empty stands for none.
	NameFlags, AddressFlags string
}

// IssueAuthentication is the DER of a user-authentication certificate in the profile of card reference §7.1 and §7.2:
// keyUsage digitalSignature and the policy critical, no alternative name (CARD-420), no EKU, AIA or AKI (card reference
// §12 Q14).
func (a *Authority) IssueAuthentication(r AuthRequest) ([]byte, error) {
	var ext extensions
	ext.policy(testPolicy(productionAuthentication()))
	template := &x509.Certificate{SerialNumber: r.Serial, RawSubject: holderName(r.CommonName, ""),
		NotBefore: r.NotBefore, NotAfter: r.NotAfter, KeyUsage: x509.KeyUsageDigitalSignature}
	der, err := a.issue(template, r.PublicKey, ext)
	if err != nil {
		return nil, fmt.Errorf("issuing a user-authentication certificate: %w", err)
	}
	return der, nil
}

// IssueSignature is the DER of a signature certificate in the same profile, with locality, the holder's facts as other
// names and keyUsage digitalSignature and nonRepudiation (CARD-419).
func (a *Authority) IssueSignature(r SignRequest) ([]byte, error) {
	if r.Sex != "1" && r.Sex != "2" && r.Sex != "9" {
		return nil, errors.New("issuing a signature certificate: sex is none of 1, 2 and 9")
	}
	names, err := holderNames(r)
	if err != nil {
		return nil, fmt.Errorf("issuing a signature certificate: %w", err)
	}
	var ext extensions
	ext.policy(testPolicy(productionSignature()))
	ext.alternativeNames(names...)
	template := &x509.Certificate{SerialNumber: r.Serial, RawSubject: holderName(r.CommonName, r.Locality),
		NotBefore: r.NotBefore, NotAfter: r.NotAfter,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment}
	der, err := a.issue(template, r.PublicKey, ext)
	if err != nil {
		return nil, fmt.Errorf("issuing a signature certificate: %w", err)
	}
	return der, nil
}

// issue adds what both kinds of user certificate share.
func (a *Authority) issue(template *x509.Certificate, key *rsa.PublicKey, ext extensions) ([]byte, error) {
	switch {
	case key == nil || key.N.BitLen() != 2048 || key.E != exponent:
		return nil, errors.New("the public key is not RSA-2048 with exponent 65537")
	case template.SerialNumber == nil || template.SerialNumber.Sign() <= 0:
		return nil, errors.New("the serial number is not positive")
	case template.NotAfter.Before(template.NotBefore):
		return nil, errors.New("the certificate would end before it begins")
	}
	template.SignatureAlgorithm = x509.SHA256WithRSA
	template.SubjectKeyId = keyIdentifier(key)
	ext.distributionPoint(a.certificate.RawSubject)
	// A parent without key identifier keeps crypto/x509 from adding an authority key identifier (Q14).
	parent := &x509.Certificate{RawSubject: a.certificate.RawSubject, PublicKey: a.certificate.PublicKey}
	certificate, err := a.sign(template, parent, key, ext)
	if err != nil {
		return nil, err
	}
	return certificate.Raw, nil
}

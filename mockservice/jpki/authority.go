// Package jpki is the test JPKI: two certification authorities with published keys, the certificates that they issue to
// cards, and a pool of published card keys.
//
// It copies the certificate profile of the real one (card reference §7) under the names JPKI-TEST and MYNALAB, takes no
// chance and reads no clock: the same request gives the same bytes. It trusts no real authority and judges no
// certificate; revocation is a fact that the service keeps.
package jpki

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	_ "embed"
	"encoding/pem"
	"fmt"
	"math/big"
	"sync"
	"time"
)

//go:embed ca-keys.pem
var authorityKeys []byte

// JST is the time zone of every date in the JPKI.
var JST = time.FixedZone("JST", 9*60*60)

// Authority is one certification authority of the test JPKI: a name, a published key and a self-signed certificate
// (card reference §7.3). It is safe for concurrent use.
type Authority struct {
	key         *rsa.PrivateKey
	certificate *x509.Certificate
}

// The two authorities are built once and never change.
var (
	authentication = sync.OnceValue(func() *Authority { return build(0, 0x4D594C01, unitAuthentication) })
	signature      = sync.OnceValue(func() *Authority { return build(1, 0x4D594C02, unitSignature) })
)

// Authentication is the TEST authority for user authentication.
func Authentication() *Authority { return authentication() }

// Signature is the TEST authority for digital signature.
func Signature() *Authority { return signature() }

// Certificate is the authority's self-signed certificate. It is shared: don't change it.
func (a *Authority) Certificate() *x509.Certificate { return a.certificate }

// DER is a copy of the authority's certificate as a card carries it (EF 000B, EF 0002).
func (a *Authority) DER() []byte { return bytes.Clone(a.certificate.Raw) }

// Ours tells whether a certificate was issued by one of the embedded TEST authorities, or is one. Only then may a card
// be treated as ours: names alone prove nothing, since other test cards say JPKI-TEST too.
func Ours(certificate *x509.Certificate) bool {
	for _, a := range []*Authority{Authentication(), Signature()} {
		if bytes.Equal(certificate.RawIssuer, a.certificate.RawSubject) &&
			certificate.CheckSignatureFrom(a.certificate) == nil {
			return true
		}
	}
	return false
}

// build makes an authority from the embedded key at an index. The keys are part of the program, so a failure is its
// mistake.
func build(index int, serial int64, unit string) *Authority {
	key, err := authorityKey(index)
	if err != nil {
		panic("jpki: internal error: " + err.Error())
	}
	a := &Authority{key: key}
	if a.certificate, err = a.selfSigned(serial, issuerName(unit)); err != nil {
		panic("jpki: internal error: " + err.Error())
	}
	return a
}

func authorityKey(index int) (*rsa.PrivateKey, error) {
	rest := authorityKeys
	var block *pem.Block
	for range index + 1 {
		if block, rest = pem.Decode(rest); block == nil {
			return nil, fmt.Errorf("reading embedded authority key %d: no such block", index)
		}
	}
	return x509.ParsePKCS1PrivateKey(block.Bytes)
}

// selfSigned is the profile of card reference §7.3 (CARD-434…CARD-440): keyUsage and basicConstraints critical, no path
// length, a subject alternative name and a CRL distribution point that are directory names, a subject key identifier;
// no authority key identifier and no policies.
func (a *Authority) selfSigned(serial int64, name []byte) (*x509.Certificate, error) {
	template := &x509.Certificate{
		SerialNumber:          big.NewInt(serial),
		RawSubject:            name,
		NotBefore:             time.Date(2019, 1, 1, 0, 0, 0, 0, JST),
		NotAfter:              time.Date(2039, 12, 31, 23, 59, 59, 0, JST),
		SignatureAlgorithm:    x509.SHA256WithRSA,
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		BasicConstraintsValid: true,
		IsCA:                  true,
		SubjectKeyId:          keyIdentifier(&a.key.PublicKey),
	}
	var ext extensions
	ext.alternativeNames(directoryName(serviceName()))
	ext.distributionPoint(name)
	return a.sign(template, template, &a.key.PublicKey, ext)
}

// sign creates a certificate. PKCS#1 v1.5 needs no chance, so none is given.
func (a *Authority) sign(template, parent *x509.Certificate, public *rsa.PublicKey, ext extensions) (*x509.Certificate, error) {
	if ext.err != nil {
		return nil, ext.err
	}
	template.ExtraExtensions = ext.list
	der, err := x509.CreateCertificate(nil, template, parent, public, a.key)
	if err != nil {
		return nil, fmt.Errorf("signing a certificate: %w", err)
	}
	return x509.ParseCertificate(der)
}

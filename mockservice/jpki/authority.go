// Package jpki is the test JPKI: certification authorities with published keys, the certificates that they issue to
// cards, what they tell of revocations (OCSP, CRL), and a pool of published card keys.
//
// It copies the certificate profile of the real one (card reference §7) under the names JPKI-TEST and MYNALAB, takes no
// chance and reads no clock: the same request gives the same bytes. It trusts no real authority, judges no certificate,
// keeps no rows and opens no port: what was issued and revoked is handed to it.
package jpki

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	_ "embed"
	"encoding/pem"
	"fmt"
	"math/big"
	"time"
)

//go:embed ca-keys.pem
var authorityKeys []byte

// The places of the embedded keys.
const (
	keyThird = iota
	keySignature
	keyFirst
	keySecond
	keyResponder
)

// JST is the time zone of every date in the JPKI.
var JST = time.FixedZone("JST", 9*60*60)

// Authority is one generation of a certification authority of the test JPKI: a name, a published key and a self-signed
// certificate (card reference §7.3). It is safe for concurrent use.
type Authority struct {
	key         *rsa.PrivateKey
	certificate *x509.Certificate
}

// Certificate is the authority's self-signed certificate. It is shared: don't change it.
func (a *Authority) Certificate() *x509.Certificate { return a.certificate }

// DER is a copy of the authority's certificate as a card carries it (EF 000B, EF 0002).
func (a *Authority) DER() []byte { return bytes.Clone(a.certificate.Raw) }

// Ours tells whether a certificate was issued by one of the embedded TEST authorities, or is one. Only then may a card
// be treated as ours: names alone prove nothing, since other test cards say JPKI-TEST too.
func Ours(certificate *x509.Certificate) bool {
	for _, a := range append(Generations(), Signature()) {
		if bytes.Equal(certificate.RawIssuer, a.certificate.RawSubject) &&
			certificate.CheckSignatureFrom(a.certificate) == nil {
			return true
		}
	}
	return false
}

// charter is what an authority is founded on.
type charter struct {
	key         int // the place of its embedded key
	serial      int64
	unit        string
	first, last time.Time // its days in Japan
}

// found makes an authority. The keys are part of the program, so a failure is its mistake.
func found(c charter) *Authority {
	a := &Authority{key: authorityKey(c.key)}
	certificate, err := a.selfSigned(c)
	if err != nil {
		panic("jpki: internal error: " + err.Error())
	}
	a.certificate = certificate
	return a
}

// authorityKey reads the embedded key at a place. The keys are part of the program, so a failure is its mistake.
func authorityKey(place int) *rsa.PrivateKey {
	rest := authorityKeys
	var block *pem.Block
	for range place + 1 {
		if block, rest = pem.Decode(rest); block == nil {
			panic(fmt.Sprintf("jpki: internal error: there is no embedded authority key %d", place))
		}
	}
	key, err := x509.ParsePKCS1PrivateKey(block.Bytes)
	if err != nil {
		panic("jpki: internal error: " + err.Error())
	}
	return key
}

// selfSigned is the profile of card reference §7.3 (CARD-434…CARD-440): keyUsage and basicConstraints critical, no path
// length, a subject alternative name and a CRL distribution point that are directory names, a subject key identifier;
// no authority key identifier and no policies. They stand in the order of CARD-644.
func (a *Authority) selfSigned(c charter) (*x509.Certificate, error) {
	name := issuerName(c.unit)
	template := &x509.Certificate{
		SerialNumber:       big.NewInt(c.serial),
		RawSubject:         name,
		NotBefore:          c.first,
		NotAfter:           endOfDay(c.last),
		SignatureAlgorithm: x509.SHA256WithRSA,
	}
	var ext extensions
	ext.keyUsage(bitKeyCertSign, bitCRLSign)
	ext.alternativeNames(directoryName(serviceName()))
	ext.basicConstraints()
	ext.distributionPoint(name)
	ext.subjectKey(&a.key.PublicKey)
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

// Package jpki is the test JPKI: certification authorities with published keys, the certificates that they issue for cards,
// their revocation data (OCSP, CRL), and a pool of published card keys.
//
// It copies the certificate profile of the real JPKI (card reference §7) under the names JPKI-TEST and MYNALAB. It uses no
// random numbers and reads no clock, so the same request gives the same bytes. It trusts no real authority, does not verify
// certificates, stores no rows and opens no port: a [Register] tells it what was issued and revoked.
//
// Start with [Authority], whose IssueAuthentication and IssueSignature issue certificates, and [Responder], which answers
// for revocations. [Generations] are the authorities that exist, [Key] and [CVKey] the published keys.
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

// The positions of the keys in ca-keys.pem.
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

// Certificate returns the authority's self-signed certificate. It is shared, so the caller must not change it.
func (a *Authority) Certificate() *x509.Certificate { return a.certificate }

// DER returns a copy of the authority's certificate in the form that a card stores (EF 000B, EF 0002).
func (a *Authority) DER() []byte { return bytes.Clone(a.certificate.Raw) }

// Ours reports whether a certificate was issued by one of the embedded TEST authorities, or belongs to one. Only then may a
// card be treated as ours. The signature is checked, since names prove nothing: other test cards say JPKI-TEST, too.
func Ours(certificate *x509.Certificate) bool {
	for _, a := range append(Generations(), Signature()) {
		if bytes.Equal(certificate.RawIssuer, a.certificate.RawSubject) &&
			certificate.CheckSignatureFrom(a.certificate) == nil {
			return true
		}
	}
	return false
}

// authoritySpec holds the values from which an authority is made.
type authoritySpec struct {
	key         int // the position of its key in ca-keys.pem
	serial      int64
	unit        string
	first, last time.Time // the first and last day of its validity, in Japan
}

// newAuthority makes an authority. It panics on a failure: the keys are part of the program, so it would be a mistake in the program.
func newAuthority(c authoritySpec) *Authority {
	a := &Authority{key: authorityKey(c.key)}
	certificate, err := a.selfSigned(c)
	if err != nil {
		panic("jpki: internal error: " + err.Error())
	}
	a.certificate = certificate
	return a
}

// authorityKey returns the embedded key at a position. It panics on a failure, for the same reason as newAuthority.
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

// selfSigned issues the authority's own certificate in the profile of card reference §7.3 (CARD-434…CARD-440). It has keyUsage
// and basicConstraints, both critical, without path length; a subject alternative name and a CRL distribution point that are
// directory names; and a subject key identifier. It has no authority key identifier and no policies. The order of the
// extensions is that of CARD-644.
func (a *Authority) selfSigned(c authoritySpec) (*x509.Certificate, error) {
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

// sign signs a certificate with the authority's key. A PKCS#1 v1.5 signature uses no randomness, so the reader is nil.
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

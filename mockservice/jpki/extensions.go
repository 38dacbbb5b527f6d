package jpki

import (
	"crypto/rsa"
	"crypto/sha1" //nolint:gosec // RFC 5280 §4.2.1.2 method (1) names keys by SHA-1; nothing is protected by it
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"math/big"
	"slices"
)

// practiceStatement is the URL of the practice statement that every policy points to (CARD-414).
const practiceStatement = "http://www.jpki.go.jp/cps.html"

// The bits of keyUsage that the profiles set (RFC 5280 §4.2.1.3).
const (
	bitDigitalSignature = 0
	bitNonRepudiation   = 1
	bitKeyCertSign      = 5
	bitCRLSign          = 6
)

// extensions collects the extensions of a certificate, and the first error. They are written in the order in which they are
// added, since the profile fixes the order (CARD-644, CARD-645).
type extensions struct {
	list []pkix.Extension
	err  error
}

// add adds an extension whose object identifier is 2.5.29.id.
func (e *extensions) add(id int, critical bool, value any) {
	e.addID(asn1.ObjectIdentifier{2, 5, 29, id}, critical, value)
}

func (e *extensions) addID(id asn1.ObjectIdentifier, critical bool, value any) {
	der, err := asn1.Marshal(value)
	if err != nil && e.err == nil {
		e.err = fmt.Errorf("encoding extension %s: %w", id, err)
	}
	e.list = append(e.list, pkix.Extension{Id: id, Critical: critical, Value: der})
}

func (e *extensions) keyUsage(bits ...int) {
	usage := asn1.BitString{Bytes: []byte{0}}
	for _, bit := range bits {
		usage.Bytes[0] |= 0x80 >> bit
		usage.BitLength = max(usage.BitLength, bit+1)
	}
	e.add(15, true, usage)
}

// clientAuth adds the only extended key usage of a user-authentication certificate (CARD-431).
func (e *extensions) clientAuth() {
	e.add(37, false, []asn1.ObjectIdentifier{{1, 3, 6, 1, 5, 5, 7, 3, 2}})
}

func (e *extensions) basicConstraints() {
	e.add(19, true, struct {
		CA bool
	}{true})
}

func (e *extensions) alternativeNames(names ...asn1.RawValue) { e.add(17, false, names) }

// issuerNames adds the issuer alternative name: the title of the service (CARD-431).
func (e *extensions) issuerNames() { e.add(18, false, []asn1.RawValue{directoryName(serviceName())}) }

// responder adds the URL of the OCSP responder (CARD-431).
func (e *extensions) responder(url string) {
	type access struct {
		Method asn1.ObjectIdentifier
		Place  asn1.RawValue
	}
	uri := asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 6, Bytes: []byte(url)}
	e.addID(asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 1}, false, []access{{asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1}, uri}})
}

// authorityKey adds the authority key identifier: the identifier of the signing key, and name and serial number of its
// certificate (CARD-431). The generations share one name, so nothing else distinguishes them.
func (e *extensions) authorityKey(issuer *x509.Certificate) {
	e.add(35, false, struct {
		Key    []byte          `asn1:"tag:0"`
		Name   []asn1.RawValue `asn1:"tag:1"`
		Serial *big.Int        `asn1:"tag:2"`
	}{issuer.SubjectKeyId, []asn1.RawValue{directoryName(issuer.RawIssuer)}, issuer.SerialNumber})
}

func (e *extensions) subjectKey(key *rsa.PublicKey) { e.add(14, false, keyIdentifier(key)) }

// distributionPoint adds the CRL distribution point, a directory name (CARD-428, CARD-438, SVC-307). It has no URL: the list is
// at the mock service, wherever that runs, and no verifier should look for it at a fixed address.
func (e *extensions) distributionPoint(name []byte) {
	type point struct {
		FullName []asn1.RawValue `asn1:"tag:0"`
	}
	type distribution struct {
		Point point `asn1:"tag:0"`
	}
	e.add(31, false, []distribution{{point{[]asn1.RawValue{directoryName(name)}}}})
}

// policy adds one critical policy with the URL of its practice statement (CARD-414). A production policy is an error, so that
// no test certificate is ever issued under one.
func (e *extensions) policy(id asn1.ObjectIdentifier) {
	if slices.ContainsFunc(productionPolicies(), id.Equal) && e.err == nil {
		e.err = fmt.Errorf("policy %s is a production policy; a test authority must not issue under it", id)
	}
	type qualifier struct {
		ID      asn1.ObjectIdentifier
		Address string `asn1:"ia5"`
	}
	type information struct {
		ID         asn1.ObjectIdentifier
		Qualifiers []qualifier
	}
	statement := asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 2, 1}
	e.add(32, true, []information{{id, []qualifier{{statement, practiceStatement}}}})
}

// directoryName returns a GeneralName of kind directoryName. Its tag is explicit because Name is a CHOICE.
func directoryName(name []byte) asn1.RawValue {
	return asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 4, IsCompound: true, Bytes: name}
}

// keyIdentifier returns the identifier of a key by RFC 5280 §4.2.1.2 method (1).
func keyIdentifier(key *rsa.PublicKey) []byte {
	sum := sha1.Sum(x509.MarshalPKCS1PublicKey(key)) //nolint:gosec // see the import
	return sum[:]
}

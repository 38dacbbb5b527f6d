package jpki

import (
	"crypto/rsa"
	"crypto/sha1" //nolint:gosec // RFC 5280 §4.2.1.2 method (1) names keys by SHA-1; nothing is protected by it
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"slices"
)

// The statement that every policy points to (CARD-414).
const practiceStatement = "http://www.jpki.go.jp/cps.html"

// extensions collects those that crypto/x509 doesn't write as the profile wants them, and the first error.
type extensions struct {
	list []pkix.Extension
	err  error
}

func (e *extensions) add(id int, critical bool, value any) {
	der, err := asn1.Marshal(value)
	if err != nil && e.err == nil {
		e.err = fmt.Errorf("encoding extension 2.5.29.%d: %w", id, err)
	}
	e.list = append(e.list, pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, id}, Critical: critical, Value: der})
}

func (e *extensions) alternativeNames(names ...asn1.RawValue) { e.add(17, false, names) }

// distributionPoint names the place of the CRL by a directory name (CARD-428, CARD-438, SVC-307). There is no URL in it:
// the list lies wherever the mock service runs, and nothing should look for one elsewhere.
func (e *extensions) distributionPoint(name []byte) {
	type point struct {
		FullName []asn1.RawValue `asn1:"tag:0"`
	}
	type distribution struct {
		Point point `asn1:"tag:0"`
	}
	e.add(31, false, []distribution{{point{[]asn1.RawValue{directoryName(name)}}}})
}

// policy is one critical policy with the address of its practice statement (CARD-414). One of production is an error, and
// no certificate comes of it.
func (e *extensions) policy(id asn1.ObjectIdentifier) {
	if slices.ContainsFunc(productionPolicies(), id.Equal) && e.err == nil {
		e.err = fmt.Errorf("policy %s is one of production, which no test authority issues", id)
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

// directoryName is a GeneralName of the kind directoryName; its tag is explicit because a Name is a choice.
func directoryName(name []byte) asn1.RawValue {
	return asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 4, IsCompound: true, Bytes: name}
}

// keyIdentifier is RFC 5280 §4.2.1.2 method (1).
func keyIdentifier(key *rsa.PublicKey) []byte {
	sum := sha1.Sum(x509.MarshalPKCS1PublicKey(key)) //nolint:gosec // see the import
	return sum[:]
}

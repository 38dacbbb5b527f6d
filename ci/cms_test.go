package ci

import (
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"testing"

	"github.com/stretchr/testify/require"
)

// Object identifiers of RFC 5652 and RFC 8017.
var (
	oidData          = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}
	oidSignedData    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	oidContentType   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	oidMessageDigest = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
	oidSHA256        = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
	oidRSA           = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}
)

// contentInfo and the types below are those of RFC 5652 §3 to §5, as far as a message with one signer needs them.
type contentInfo struct {
	Type    asn1.ObjectIdentifier
	Content signedData `asn1:"explicit,tag:0"`
}

type signedData struct {
	Version      int
	Digests      []pkix.AlgorithmIdentifier `asn1:"set"`
	Inside       encapsulated
	Certificates asn1.RawValue
	Signers      []signerInfo `asn1:"set"`
}

type encapsulated struct {
	Type    asn1.ObjectIdentifier
	Content []byte `asn1:"explicit,tag:0"`
}

type signerInfo struct {
	Version   int
	Signer    issuerAndSerial
	Digest    pkix.AlgorithmIdentifier
	Signed    asn1.RawValue
	Algorithm pkix.AlgorithmIdentifier
	Signature []byte
}

type issuerAndSerial struct {
	Issuer asn1.RawValue
	Serial asn1.RawValue
}

type attribute struct {
	Type   asn1.ObjectIdentifier
	Values asn1.RawValue `asn1:"set"`
}

// cms returns a SignedData with the content and with the signature that sign makes over the signed attributes.
func cms(t *testing.T, content []byte, certificate *x509.Certificate, sign func([]byte) []byte) []byte {
	t.Helper()
	digest := sha256.Sum256(content)
	attributes := set(t, attributeOf(t, oidContentType, oidData), attributeOf(t, oidMessageDigest, digest[:]))
	sha := pkix.AlgorithmIdentifier{Algorithm: oidSHA256}
	serial := der(t, certificate.SerialNumber)
	return der(t, contentInfo{oidSignedData, signedData{
		Version:      1,
		Digests:      []pkix.AlgorithmIdentifier{sha},
		Inside:       encapsulated{oidData, content},
		Certificates: tagged(certificate.Raw),
		Signers: []signerInfo{{
			Version:   1,
			Signer:    issuerAndSerial{asn1.RawValue{FullBytes: certificate.RawIssuer}, asn1.RawValue{FullBytes: serial}},
			Digest:    sha,
			Signed:    tagged(inside(t, attributes)),
			Algorithm: pkix.AlgorithmIdentifier{Algorithm: oidRSA, Parameters: asn1.NullRawValue},
			Signature: sign(attributes), // signs the SET, not the context tag under which it is sent (RFC 5652 §5.4)
		}},
	}})
}

// der encodes a value.
func der(t *testing.T, value any) []byte {
	t.Helper()
	b, err := asn1.Marshal(value)
	require.NoError(t, err)
	return b
}

func attributeOf(t *testing.T, name asn1.ObjectIdentifier, value any) []byte {
	t.Helper()
	return der(t, attribute{name, asn1.RawValue{FullBytes: set(t, der(t, value))}})
}

// set returns a SET OF in DER. The caller passes the shorter element first, which is the order that DER requires here.
func set(t *testing.T, elements ...[]byte) []byte {
	t.Helper()
	var content []byte
	for _, e := range elements {
		content = append(content, e...)
	}
	return der(t, asn1.RawValue{Tag: asn1.TagSet, IsCompound: true, Bytes: content})
}

// inside returns the content of an encoded object.
func inside(t *testing.T, encoded []byte) []byte {
	t.Helper()
	var value asn1.RawValue
	_, err := asn1.Unmarshal(encoded, &value)
	require.NoError(t, err)
	return value.Bytes
}

// tagged returns the content under [0] IMPLICIT.
func tagged(content []byte) asn1.RawValue {
	return asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 0, IsCompound: true, Bytes: content}
}

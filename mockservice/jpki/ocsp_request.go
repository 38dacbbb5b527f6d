package jpki

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
)

// OCSPRequestLimit is the greatest size of an OCSP request in bytes. 64 KiB is our choice: a request for one certificate has
// about 100 bytes, so there is room for hundreds of certificates, and no request can take much memory.
const OCSPRequestLimit = 64 << 10

// nonceLimit is the greatest length of a nonce in bytes (RFC 9654 §2.1).
const nonceLimit = 128

// ocspRequest is the ASN.1 structure OCSPRequest (RFC 6960 §4.1.1). A signature of the requestor is ignored: every client may
// ask.
type ocspRequest struct {
	TBS       tbsRequest
	Signature asn1.RawValue `asn1:"explicit,tag:0,optional"`
}

type tbsRequest struct {
	Version    int           `asn1:"explicit,tag:0,default:0,optional"`
	Requestor  asn1.RawValue `asn1:"explicit,tag:1,optional"`
	List       []singleRequest
	Extensions []pkix.Extension `asn1:"explicit,tag:2,optional"`
}

type singleRequest struct {
	Cert       certID
	Extensions []pkix.Extension `asn1:"explicit,tag:0,optional"`
}

// certID identifies a certificate by its serial number and hashes of its issuer's name and key. Raw is its encoding, which the
// answer must repeat byte by byte.
type certID struct {
	Raw      asn1.RawContent
	Hash     pkix.AlgorithmIdentifier
	NameHash []byte
	KeyHash  []byte
	Serial   *big.Int
}

// The object identifiers of RFC 6960 §4.2.1, §4.4.1 and §4.2.2.2.1.
func oidBasic() asn1.ObjectIdentifier   { return asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 1} }
func oidNonce() asn1.ObjectIdentifier   { return asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 2} }
func oidNoCheck() asn1.ObjectIdentifier { return asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 5} }

// hashes returns the hash algorithms with which a request may identify an issuer (RFC 5019 §2.1.1, RFC 9654 §3), by object
// identifier.
func hashes() map[string]crypto.Hash {
	return map[string]crypto.Hash{"1.3.14.3.2.26": crypto.SHA1, "2.16.840.1.101.3.4.2.1": crypto.SHA256}
}

// parseRequest parses a request. nonce is its nonce extension, nil if there isn't one.
func parseRequest(der []byte) (list []singleRequest, nonce *pkix.Extension, err error) {
	var r ocspRequest
	rest, err := asn1.Unmarshal(der, &r)
	switch {
	case err != nil:
		return nil, nil, fmt.Errorf("parsing an OCSP request: %w", err)
	case len(rest) > 0:
		return nil, nil, errors.New("parsing an OCSP request: there are extra bytes after it")
	case r.TBS.Version != 0:
		return nil, nil, errors.New("parsing an OCSP request: its version is not 1")
	case len(r.TBS.List) == 0:
		return nil, nil, errors.New("parsing an OCSP request: it names no certificate")
	}
	for _, single := range r.TBS.List {
		if _, err := findNonce(single.Extensions); err != nil {
			return nil, nil, err
		}
	}
	nonce, err = findNonce(r.TBS.Extensions)
	return r.TBS.List, nonce, err
}

// findNonce returns the nonce extension in a list, nil if there isn't one. An unknown critical extension is an error.
func findNonce(list []pkix.Extension) (nonce *pkix.Extension, err error) {
	for _, e := range list {
		if !e.Id.Equal(oidNonce()) {
			if e.Critical {
				return nil, fmt.Errorf("parsing an OCSP request: unknown critical extension %v", e.Id)
			}
			continue
		}
		var value []byte
		rest, err := asn1.Unmarshal(e.Value, &value)
		if err != nil || len(rest) > 0 || len(value) == 0 || len(value) > nonceLimit {
			return nil, fmt.Errorf("parsing an OCSP request: its nonce is not an octet string of 1 to %d bytes", nonceLimit)
		}
		nonce = &e
	}
	return nonce, nil
}

// issuer returns the generation that a certID names, nil if it names another authority.
func (id certID) issuer() *Authority {
	hash, ok := hashes()[id.Hash.Algorithm.String()]
	if !ok {
		return nil
	}
	sum := func(data []byte) []byte {
		h := hash.New()
		h.Write(data)
		return h.Sum(nil)
	}
	for _, a := range generations() {
		key := x509.MarshalPKCS1PublicKey(a.certificate.PublicKey.(*rsa.PublicKey))
		if bytes.Equal(sum(a.certificate.RawSubject), id.NameHash) && bytes.Equal(sum(key), id.KeyHash) {
			return a
		}
	}
	return nil
}

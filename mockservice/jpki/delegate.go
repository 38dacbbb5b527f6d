package jpki

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"sync"
)

// firstDelegate is the serial number of the first generation's delegate; the others follow.
const firstDelegate = 0x4D594C11

// The responder has one published key, and a certificate from each generation. They are built once and never change.
var (
	responderKey = sync.OnceValue(func() *rsa.PrivateKey { return authorityKey(keyResponder) })
	delegates    = sync.OnceValue(func() map[*Authority][]byte {
		all := map[*Authority][]byte{}
		for i, a := range generations() {
			all[a] = appoint(a, int64(firstDelegate+i))
		}
		return all
	})
)

// key signs what the responder says: the right one, or that of a municipality, which has no say here.
func (c Condition) key(right *rsa.PrivateKey) *rsa.PrivateKey {
	if c.Forged {
		return CVMunicipality.Key()
	}
	return right
}

// delegate is the DER of the certificate by which a generation lets the responder speak (RFC 6960 §4.2.2.2).
func (a *Authority) delegate() []byte { return bytes.Clone(delegates()[a]) }

// appoint issues such a certificate: for OCSP signing and nothing else, for as long as the authority itself, and not to
// be checked for revocation. It names its issuer's key, since three of them share the name. The profile is ours. The key
// is part of the program, so a failure is its mistake.
func appoint(a *Authority, serial int64) []byte {
	template := &x509.Certificate{
		SerialNumber:       big.NewInt(serial),
		RawSubject:         delegateName(),
		NotBefore:          a.certificate.NotBefore,
		NotAfter:           a.certificate.NotAfter,
		SignatureAlgorithm: x509.SHA256WithRSA,
		KeyUsage:           x509.KeyUsageDigitalSignature,
		ExtKeyUsage:        []x509.ExtKeyUsage{x509.ExtKeyUsageOCSPSigning},
		SubjectKeyId:       keyIdentifier(&responderKey().PublicKey),
	}
	noCheck := extensions{list: []pkix.Extension{{Id: oidNoCheck(), Value: asn1.NullBytes}}}
	certificate, err := a.sign(template, a.certificate, &responderKey().PublicKey, noCheck)
	if err != nil {
		panic("jpki: internal error: appointing the responder: " + err.Error())
	}
	return certificate.Raw
}

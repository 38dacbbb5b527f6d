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

// firstResponderSerial is the serial number of the responder's certificate from the first generation; those from the later
// generations have the next numbers. The number is ours: the letters MYL and a byte that no authority's own serial number has.
const firstResponderSerial = 0x4D594C11

// The responder has one published key, and one certificate from each generation. They are built once and never change.
var (
	responderKey          = sync.OnceValue(func() *rsa.PrivateKey { return authorityKey(keyResponder) })
	responderCertificates = sync.OnceValue(func() map[*Authority][]byte {
		all := map[*Authority][]byte{}
		for i, a := range generations() {
			all[a] = issueDelegate(a, int64(firstResponderSerial+i))
		}
		return all
	})
)

// key returns the key that signs the responder's answers. It is the right one, or under a Forged condition an unrelated one:
// that of the municipality in the CV hierarchy, which has nothing to do with revocations.
func (c Condition) key(right *rsa.PrivateKey) *rsa.PrivateKey {
	if c.Forged {
		return CVMunicipality.Key()
	}
	return right
}

// responderCertificate returns the certificate, in DER, by which a generation authorizes the responder to sign (RFC 6960 §4.2.2.2).
func (a *Authority) responderCertificate() []byte { return bytes.Clone(responderCertificates()[a]) }

// issueDelegate issues the responder's certificate. It is for OCSP signing only, valid as long as the authority's own, and marked
// not to be checked for revocation. It has an authority key identifier, since the generations share one name. The profile is
// ours. issueDelegate panics on a failure: the key is part of the program, so it would be a mistake in the program.
func issueDelegate(a *Authority, serial int64) []byte {
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
		panic("jpki: internal error: issuing the responder's certificate: " + err.Error())
	}
	return certificate.Raw
}

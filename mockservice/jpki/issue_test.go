package jpki_test

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/jpki"
)

// generalName returns the name in a GeneralName of kind directoryName. It does not use the code that writes such names.
func generalName(t *testing.T, raw asn1.RawValue) string {
	require.Equal(t, byte(0xA4), raw.FullBytes[0])
	var sequence pkix.RDNSequence
	rest, err := asn1.Unmarshal(raw.Bytes, &sequence)
	require.NoError(t, err)
	require.Empty(t, rest)
	return sequence.String()
}

// TestIssuerInLeaves checks the extensions of both kinds of user certificate that depend on the issuer.
func TestIssuerInLeaves(t *testing.T) {
	for name, row := range map[string]struct {
		leaf  *x509.Certificate
		by    *jpki.Authority
		usage []x509.ExtKeyUsage
		ocsp  []string
	}{
		"user authentication": {parse(t, authDER(t)), jpki.Authentication(), []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}, []string{jpki.DefaultOCSP}},
		"digital signature":   {parse(t, signDER(t)), jpki.Signature(), nil, nil},
	} {
		issuer := row.by.Certificate()
		t.Run("CARD-431 EKU and AIA of "+name, func(t *testing.T) {
			require.Equal(t, row.usage, row.leaf.ExtKeyUsage)
			require.Equal(t, row.ocsp, row.leaf.OCSPServer)
			require.Empty(t, row.leaf.IssuingCertificateURL)
		})
		t.Run("CARD-431 IAN of "+name, func(t *testing.T) {
			var names []asn1.RawValue
			_, err := asn1.Unmarshal(extension(t, row.leaf, 18), &names)
			require.NoError(t, err)
			require.Len(t, names, 1)
			require.Equal(t, "O=公的個人認証サービス,C=JP", generalName(t, names[0]))
		})
		t.Run("CARD-431 AKI of "+name, func(t *testing.T) {
			var key struct {
				ID     []byte          `asn1:"tag:0"`
				Issuer []asn1.RawValue `asn1:"tag:1"`
				Serial *big.Int        `asn1:"tag:2"`
			}
			_, err := asn1.Unmarshal(extension(t, row.leaf, 35), &key)
			require.NoError(t, err)
			require.Equal(t, issuer.SubjectKeyId, key.ID)
			require.Equal(t, byte(0xA4), key.Issuer[0].FullBytes[0])
			require.Equal(t, issuer.RawSubject, key.Issuer[0].Bytes)
			require.Equal(t, issuer.SerialNumber, key.Serial)
		})
		t.Run("CARD-428 CRL distribution point of "+name, func(t *testing.T) {
			require.Empty(t, row.leaf.CRLDistributionPoints, "no URL")
			var points []struct {
				Point struct {
					Full []asn1.RawValue `asn1:"tag:0"`
				} `asn1:"tag:0"`
			}
			_, err := asn1.Unmarshal(extension(t, row.leaf, 31), &points)
			require.NoError(t, err)
			require.Equal(t, "CN=Minato-shi CRLDP,OU=Kaku-ken,OU=CRL Distribution Points,O=JPKI-TEST,C=JP", generalName(t, points[0].Point.Full[0]))
		})
	}
}

// TestVariants issues certificates with the optional members of a request.
func TestVariants(t *testing.T) {
	t.Run("CARD-624 the OCSP URL can be set", func(t *testing.T) {
		r := authRequest()
		r.OCSP = "http://127.0.0.1:8443/ocsp"
		der, err := jpki.Authentication().IssueAuthentication(r)
		require.NoError(t, err)
		require.Equal(t, []string{"http://127.0.0.1:8443/ocsp"}, parse(t, der).OCSPServer)
	})
	t.Run("CARD-624 older certificates are without EKU, IAN, AIA and AKI", func(t *testing.T) {
		user, sign := authRequest(), signRequest()
		user.Older, sign.Older = true, true
		der, err := jpki.Authentication().IssueAuthentication(user)
		require.NoError(t, err)
		require.Equal(t, []string{"2.5.29.15 critical", "2.5.29.32 critical", "2.5.29.31", "2.5.29.14"}, shape(parse(t, der)))
		der, err = jpki.Signature().IssueSignature(sign)
		require.NoError(t, err)
		require.Equal(t, []string{"2.5.29.15 critical", "2.5.29.32 critical", "2.5.29.17", "2.5.29.31", "2.5.29.14"}, shape(parse(t, der)))
	})
	t.Run("CARD-428 a municipality that was not named", func(t *testing.T) {
		r := authRequest()
		r.Home = jpki.Home{}
		der, err := jpki.Authentication().IssueAuthentication(r)
		require.NoError(t, err)
		require.Contains(t, string(extension(t, parse(t, der), 31)), "City-0 CRLDP")
	})
}

package jpki_test

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/asn1"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/jpki"
)

var (
	begin = time.Date(2025, 2, 17, 0, 0, 0, 0, jpki.JST)
	end   = time.Date(2030, 2, 17, 23, 59, 59, 0, jpki.JST)
)

var home = jpki.Home{Prefecture: "Kaku-ken", City: "Minato-shi"}

const opaque = "TESTMYNALAB012899900A1A"

func authRequest() jpki.AuthRequest {
	return jpki.AuthRequest{PublicKey: &jpki.Key(0).PublicKey, Serial: big.NewInt(0x07000001), CommonName: opaque,
		NotBefore: begin, NotAfter: end, Home: home}
}

func signRequest() jpki.SignRequest {
	return jpki.SignRequest{PublicKey: &jpki.Key(1).PublicKey, Serial: big.NewInt(0x07000002), CommonName: opaque,
		NotBefore: begin, NotAfter: end, Home: home, Name: "佐藤　花子",
		Birthdate: time.Date(1985, 2, 17, 0, 0, 0, 0, jpki.JST), Sex: "2", Address: "架空県港市中央１－２－３"}
}

func authDER(t require.TestingT) []byte {
	der, err := jpki.Authentication().IssueAuthentication(authRequest())
	require.NoError(t, err)
	return der
}

func signDER(t require.TestingT) []byte {
	der, err := jpki.Signature().IssueSignature(signRequest())
	require.NoError(t, err)
	return der
}

func parse(t require.TestingT, der []byte) *x509.Certificate {
	c, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	return c
}

// shape returns a certificate's extensions in their order, each as "oid" or "oid critical".
func shape(c *x509.Certificate) []string {
	var out []string
	for _, e := range c.Extensions {
		s := e.Id.String()
		if e.Critical {
			s += " critical"
		}
		out = append(out, s)
	}
	return out
}

func TestAuthorityProfile(t *testing.T) {
	for _, a := range append(jpki.Generations(), jpki.Signature()) {
		c := a.Certificate()
		unit := "JPKI for user authentication"
		if a == jpki.Signature() {
			unit = "JPKI for digital signature"
		}
		t.Run("CARD-404 CARD-405 CARD-407 SVC-304 names of "+unit, func(t *testing.T) {
			require.Equal(t, []string{"JPKI-TEST"}, c.Subject.Organization)
			require.Equal(t, unit, c.Subject.OrganizationalUnit[0])
			require.Equal(t, "Japan Agency for Local Authority Information Systems", c.Subject.OrganizationalUnit[1])
			require.Contains(t, c.Subject.OrganizationalUnit[2], "MYNALAB")
			require.Equal(t, c.RawIssuer, c.RawSubject)
			require.NoError(t, c.CheckSignatureFrom(c))
		})
		t.Run("CARD-406 string types of "+unit, func(t *testing.T) {
			require.Equal(t, []int{asn1.TagPrintableString, asn1.TagUTF8String, asn1.TagUTF8String, asn1.TagUTF8String,
				asn1.TagUTF8String}, nameTags(t, c.RawSubject))
		})
		t.Run("CARD-434 CARD-440 RSA-2048, SHA-256, UTCTime, ends at 23:59:59 JST, "+unit, func(t *testing.T) {
			require.Equal(t, x509.SHA256WithRSA, c.SignatureAlgorithm)
			require.Equal(t, 2048, c.PublicKey.(*rsa.PublicKey).N.BitLen())
			require.Equal(t, 3, c.Version)
			require.Equal(t, "14:59:59", c.NotAfter.UTC().Format(time.TimeOnly))
			require.Contains(t, string(c.RawTBSCertificate), "\x17\x0d"+c.NotAfter.UTC().Format("060102")+"145959Z")
		})
		t.Run("CARD-435 CARD-437 CARD-439 CARD-644 SVC-307 extensions of "+unit, func(t *testing.T) {
			require.Equal(t, []string{"2.5.29.15 critical", "2.5.29.17", "2.5.29.19 critical", "2.5.29.31", "2.5.29.14"}, shape(c))
			require.Equal(t, x509.KeyUsageCertSign|x509.KeyUsageCRLSign, c.KeyUsage)
			require.True(t, c.IsCA)
			require.Equal(t, -1, c.MaxPathLen)
			require.Len(t, c.SubjectKeyId, 20)
		})
		t.Run("CARD-436 CARD-438 directory names of "+unit, func(t *testing.T) {
			require.Equal(t, byte(0xA4), extension(t, c, 17)[2])
			require.Contains(t, string(extension(t, c, 17)), "公的個人認証サービス")
			require.Contains(t, string(extension(t, c, 31)), string(c.RawSubject))
		})
	}
}

func nameTags(t *testing.T, der []byte) []int {
	var sets []asn1.RawValue
	_, err := asn1.Unmarshal(der, &sets)
	require.NoError(t, err)
	var tags []int
	for _, set := range sets {
		var pair struct {
			ID    asn1.ObjectIdentifier
			Value asn1.RawValue
		}
		_, err := asn1.Unmarshal(set.Bytes, &pair)
		require.NoError(t, err)
		tags = append(tags, pair.Value.Tag)
	}
	return tags
}

func extension(t *testing.T, c *x509.Certificate, arc int) []byte {
	for _, e := range c.Extensions {
		if e.Id.Equal(asn1.ObjectIdentifier{2, 5, 29, arc}) {
			return e.Value
		}
	}
	t.Fatalf("no extension 2.5.29.%d", arc)
	return nil
}

func TestUserAuthenticationProfile(t *testing.T) {
	c := parse(t, authDER(t))
	t.Run("CARD-408 CARD-409 CARD-410 CARD-412 CARD-413 names, serial, algorithm", func(t *testing.T) {
		require.Equal(t, "CN="+opaque+",C=JP", c.Subject.String())
		require.Equal(t, []int{asn1.TagPrintableString, asn1.TagUTF8String}, nameTags(t, c.RawSubject))
		require.Equal(t, "7000001", jpki.SerialText(c.SerialNumber))
		require.Equal(t, x509.SHA256WithRSA, c.SignatureAlgorithm)
		require.NoError(t, c.CheckSignatureFrom(jpki.Authentication().Certificate()))
		require.Error(t, c.CheckSignatureFrom(jpki.Signature().Certificate()))
	})
	t.Run("CARD-414 CARD-418 CARD-420 CARD-430 CARD-645 extensions", func(t *testing.T) {
		require.Equal(t, []string{"2.5.29.15 critical", "2.5.29.37", "2.5.29.32 critical", "2.5.29.18", "2.5.29.31",
			"1.3.6.1.5.5.7.1.1", "2.5.29.35", "2.5.29.14"}, shape(c))
		require.Equal(t, x509.KeyUsageDigitalSignature, c.KeyUsage)
		require.Equal(t, "1.2.392.200149.8.5.1.0.30", c.PolicyIdentifiers[0].String())
		require.Contains(t, string(extension(t, c, 32)), "http://www.jpki.go.jp/cps.html")
		require.Empty(t, c.UnhandledCriticalExtensions)
	})
	t.Run("the same request gives the same bytes", func(t *testing.T) { require.Equal(t, authDER(t), authDER(t)) })
}

func TestSignatureProfile(t *testing.T) {
	c := parse(t, signDER(t))
	t.Run("CARD-411 CARD-410 two localities, no name in the subject", func(t *testing.T) {
		require.Equal(t, []string{"Kaku-ken", "Minato-shi"}, c.Subject.Locality)
		require.NotContains(t, string(c.RawSubject), "佐藤")
	})
	t.Run("CARD-417 CARD-419 CARD-645 policy, key usage, extensions", func(t *testing.T) {
		require.Equal(t, []string{"2.5.29.15 critical", "2.5.29.32 critical", "2.5.29.17", "2.5.29.18", "2.5.29.31", "2.5.29.35",
			"2.5.29.14"}, shape(c))
		require.Equal(t, x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment, c.KeyUsage)
		require.Equal(t, "1.2.392.200149.8.5.1.0.20", c.PolicyIdentifiers[0].String())
	})
	t.Run("CARD-421 CARD-422 CARD-423 CARD-424 CARD-425 CARD-426 CARD-433 other names in the observed order", func(t *testing.T) {
		require.Equal(t, []string{"1 佐藤　花子", "4 319850217", "3 2", "5 架空県港市中央１－２－３", "2 00000", "6 000000000000"},
			otherNames(t, extension(t, c, 17)))
	})
	t.Run("CARD-423 no other sex", func(t *testing.T) {
		r := signRequest()
		r.Sex = "3"
		_, err := jpki.Signature().IssueSignature(r)
		require.ErrorContains(t, err, "sex")
	})
}

func otherNames(t *testing.T, der []byte) []string {
	var names []asn1.RawValue
	_, err := asn1.Unmarshal(der, &names)
	require.NoError(t, err)
	var out []string
	for _, n := range names {
		require.Equal(t, byte(0xA0), n.FullBytes[0])
		var id asn1.ObjectIdentifier
		rest, err := asn1.Unmarshal(n.Bytes, &id)
		require.NoError(t, err)
		require.True(t, strings.HasPrefix(id.String(), "1.2.392.200149.8.5.5."))
		var explicit, value asn1.RawValue
		_, err = asn1.Unmarshal(rest, &explicit)
		require.NoError(t, err)
		_, err = asn1.Unmarshal(explicit.Bytes, &value)
		require.NoError(t, err)
		require.Equal(t, asn1.TagUTF8String, value.Tag)
		out = append(out, id.String()[len("1.2.392.200149.8.5.5."):]+" "+string(value.Bytes))
	}
	return out
}

func TestErasOfBirth(t *testing.T) {
	for day, want := range map[string]string{"18680124": "0", "18680125": "1", "19120729": "1", "19120730": "2",
		"19261224": "2", "19261225": "3", "19890107": "3", "19890108": "4", "20190430": "4", "20190501": "5"} {
		t.Run("CARD-433 "+day, func(t *testing.T) {
			r := signRequest()
			born, err := time.ParseInLocation("20060102", day, jpki.JST)
			require.NoError(t, err)
			r.Birthdate = born
			der, err := jpki.Signature().IssueSignature(r)
			require.NoError(t, err)
			require.Equal(t, "4 "+want+day, otherNames(t, extension(t, parse(t, der), 17))[1])
		})
	}
}

func TestRefusedRequests(t *testing.T) {
	cases := map[string]func(*jpki.AuthRequest){
		"public key":      func(r *jpki.AuthRequest) { r.PublicKey = nil },
		"exponent":        func(r *jpki.AuthRequest) { r.PublicKey = &rsa.PublicKey{N: r.PublicKey.N, E: 3} },
		"serial":          func(r *jpki.AuthRequest) { r.Serial = big.NewInt(0) },
		"end before it b": func(r *jpki.AuthRequest) { r.NotAfter = r.NotBefore.Add(-time.Second) },
	}
	for want, edit := range cases {
		t.Run(want, func(t *testing.T) {
			r := authRequest()
			edit(&r)
			_, err := jpki.Authentication().IssueAuthentication(r)
			require.ErrorContains(t, err, want)
		})
	}
}

func TestOurs(t *testing.T) {
	t.Run("SVC-317 certificates signed by our keys are ours", func(t *testing.T) {
		require.True(t, jpki.Ours(parse(t, authDER(t))))
		require.True(t, jpki.Ours(parse(t, signDER(t))))
		require.True(t, jpki.Ours(jpki.Authentication().Certificate()))
	})
	t.Run("SVC-317 a name alone proves nothing", func(t *testing.T) {
		c := parse(t, authDER(t))
		c.Signature[10] ^= 1
		require.False(t, jpki.Ours(c))
		template := *jpki.Authentication().Certificate()
		template.PublicKey = nil
		der, err := x509.CreateCertificate(nil, &template, &template, &jpki.Key(3).PublicKey, jpki.Key(3))
		require.NoError(t, err)
		require.False(t, jpki.Ours(parse(t, der)))
	})
}

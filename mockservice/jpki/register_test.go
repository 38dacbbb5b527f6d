package jpki_test

import (
	"context"
	"crypto/sha1" //nolint:gosec // RFC 6960 names issuers by SHA-1 unless asked otherwise
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"math/big"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/jpki"
)

// asked is the time at which these tests ask the responder.
var asked = time.Date(2025, 6, 2, 9, 0, 0, 0, jpki.JST)

// book is a register in memory: the serial numbers issued, and the revocations.
type book struct {
	condition   jpki.Condition
	issued      []string
	revocations []jpki.Revocation
	err         error
}

func (b book) Condition(context.Context) (jpki.Condition, error) { return b.condition, b.err }

func (b book) Record(_ context.Context, serial string) (jpki.Record, error) {
	r := jpki.Record{Issued: slices.Contains(b.issued, serial)}
	for _, v := range b.revocations {
		if v.Serial == serial {
			r.Revocation = &v
		}
	}
	return r, nil
}

func (b book) Revocations(context.Context) (list []jpki.Revocation, _ error) {
	for _, v := range b.revocations {
		if slices.Contains(b.issued, v.Serial) {
			list = append(list, v)
		}
	}
	return list, nil
}

func (b book) responder() *jpki.Responder { return jpki.NewResponder(b, jpki.DefaultRules()) }

// revokedBook returns a register in which certificate 1 is good, 2 to 8 were revoked a minute ago, one for each reason, and 9 is
// revoked but was never issued.
func revokedBook() book {
	b := book{issued: []string{"1"}}
	for i, reason := range jpki.DefaultReasons() {
		serial := jpki.SerialText(big.NewInt(int64(i + 2)))
		b.issued = append(b.issued, serial)
		b.revocations = append(b.revocations, jpki.Revocation{Serial: serial, At: asked.Add(-time.Minute), Reason: reason.Name})
	}
	b.revocations = append(b.revocations, jpki.Revocation{Serial: "9", At: asked.Add(-time.Minute), Reason: "superseded"})
	return b
}

func TestStatus(t *testing.T) {
	at := asked.Add(500 * time.Millisecond)
	for _, c := range []struct {
		name      string
		serial    string
		condition jpki.Condition
		at        time.Time
		want      jpki.Status
	}{
		{"good", "1", jpki.Condition{}, asked, jpki.Good},
		{"SVC-312 to be revoked in the future", "2", jpki.Condition{}, at.Add(-time.Second), jpki.Good},
		{"SVC-312 revoked in the same second", "2", jpki.Condition{}, asked, jpki.Revoked},
		{"SVC-312 revoked in the past", "2", jpki.Condition{}, asked.AddDate(9, 0, 0), jpki.Revoked},
		{"revoked, but never issued", "9", jpki.Condition{}, asked.AddDate(1, 0, 0), jpki.Unknown},
		{"a slow answer includes a revocation during the delay", "2", jpki.Condition{Delay: time.Second}, at.Add(-time.Second), jpki.Revoked},
		{"a stale answer lacks a revocation of yesterday", "2", jpki.Condition{Stale: true}, asked.AddDate(0, 0, 1), jpki.Good},
		{"a stale answer includes a revocation of the day before yesterday", "2", jpki.Condition{Stale: true}, asked.AddDate(0, 0, 2), jpki.Revoked},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := jpki.Revocation{Serial: "2", At: at, Reason: "key_compromise"}
			b := book{condition: c.condition, issued: []string{"1", "2"}, revocations: []jpki.Revocation{v, {Serial: "9", At: at}}}
			got, err := b.responder().Status(t.Context(), c.serial, c.at)
			require.NoError(t, err)
			require.Equal(t, c.want, got.Status)
			require.Equal(t, c.condition.Delay, got.Took)
			require.Equal(t, c.want == jpki.Revoked, got.Revocation == v)
			require.Equal(t, 24*time.Hour, got.Window.NextUpdate.Sub(got.Window.ThisUpdate))
			require.Equal(t, c.condition.Stale, !c.at.Before(got.Window.NextUpdate), "stale is past nextUpdate")
			require.True(t, got.Window.ProducedAt.Equal(c.at.Add(c.condition.Delay).Truncate(time.Second)))
		})
	}
}

func TestConditions(t *testing.T) {
	t.Run("SVC-301 down", func(t *testing.T) {
		r := book{condition: jpki.Condition{Down: true}}.responder()
		_, err := r.Status(t.Context(), "1", asked)
		require.ErrorIs(t, err, jpki.ErrDown)
		_, _, err = r.CRL(t.Context(), jpki.Authentication(), asked)
		require.ErrorIs(t, err, jpki.ErrDown)
		reply, err := r.OCSP(t.Context(), nil, asked)
		require.NoError(t, err)
		require.Equal(t, jpki.Reply{Status: jpki.TryLater, DER: []byte{0x30, 3, 0x0A, 1, 3}}, reply, "RFC 6960 §4.2.1")
	})
	t.Run("a register that fails", func(t *testing.T) {
		r := book{err: errors.New("no rows")}.responder()
		_, err := r.Status(t.Context(), "1", asked)
		require.ErrorContains(t, err, "reading the responder's condition: no rows")
		_, err = r.OCSP(t.Context(), nil, asked)
		require.ErrorContains(t, err, "no rows")
		_, _, err = r.CRL(t.Context(), jpki.Authentication(), asked)
		require.ErrorContains(t, err, "no rows")
	})
}

// The codes are those of RFC 5280 §5.3.1, where 7 is not used.
func TestReasons(t *testing.T) {
	rows := jpki.DefaultReasons()
	require.Len(t, rows, 7)
	for i, row := range rows {
		t.Run("SVC-312 "+row.Name, func(t *testing.T) {
			require.Equal(t, i, row.Code)
			require.Contains(t, row.Source, "SVC-312")
		})
	}
	require.Equal(t, jpki.ReasonSuperseded, rows[4].Name)
}

func TestCRL(t *testing.T) {
	list := func(t *testing.T, b book, at time.Time) *x509.RevocationList {
		der, took, err := b.responder().CRL(t.Context(), jpki.Authentication(), at)
		require.NoError(t, err)
		require.Equal(t, b.condition.Delay, took)
		crl, err := x509.ParseRevocationList(der)
		require.NoError(t, err)
		require.NoError(t, crl.CheckSignatureFrom(jpki.Authentication().Certificate()))
		return crl
	}
	t.Run("SVC-307 SVC-312 every revocation, ordered, with reason and time", func(t *testing.T) {
		crl := list(t, revokedBook(), asked)
		require.Len(t, crl.RevokedCertificateEntries, 7)
		for i, e := range crl.RevokedCertificateEntries {
			require.Equal(t, int64(i+2), e.SerialNumber.Int64())
			require.True(t, e.RevocationTime.Equal(asked.Add(-time.Minute)))
			require.Equal(t, i, e.ReasonCode)
		}
		require.True(t, crl.ThisUpdate.Equal(asked))
		require.True(t, crl.NextUpdate.Equal(asked.AddDate(0, 0, 1)))
		require.Equal(t, jpki.Authentication().Certificate().SubjectKeyId, crl.AuthorityKeyId, "SVC-306")
	})
	t.Run("a future revocation is not in the list", func(t *testing.T) {
		require.Empty(t, list(t, revokedBook(), asked.Add(-time.Hour)).RevokedCertificateEntries)
	})
	t.Run("stale", func(t *testing.T) {
		b := revokedBook()
		b.condition.Stale = true
		crl := list(t, b, asked)
		require.True(t, crl.NextUpdate.Before(asked))
		require.Empty(t, crl.RevokedCertificateEntries)
	})
	t.Run("the CRL number grows with time and with the number of entries", func(t *testing.T) {
		b, more := revokedBook(), revokedBook()
		more.issued = append(more.issued, "A")
		more.revocations = append(more.revocations, jpki.Revocation{Serial: "A", At: asked.AddDate(-1, 0, 0), Reason: "superseded"})
		now, fuller, later := list(t, b, asked), list(t, more, asked), list(t, b, asked.Add(time.Second))
		require.Equal(t, now.Raw, list(t, b, asked).Raw, "the same list to the byte")
		require.Equal(t, -1, now.Number.Cmp(fuller.Number))
		require.Equal(t, -1, fuller.Number.Cmp(later.Number))
	})
	t.Run("a malformed serial number", func(t *testing.T) {
		_, _, err := book{issued: []string{"x"}, revocations: []jpki.Revocation{{Serial: "x"}}}.responder().CRL(t.Context(), jpki.Authentication(), asked)
		require.ErrorContains(t, err, "adding a revocation to the CRL")
	})
}

// The request of RFC 6960 §4.1.1, defined a second time so that the tests do not use the types that they test.
type (
	testCertID struct {
		Hash              pkix.AlgorithmIdentifier
		NameHash, KeyHash []byte
		Serial            *big.Int
	}
	testSingle struct {
		Cert       testCertID
		Extensions []pkix.Extension `asn1:"explicit,tag:0,optional"`
	}
	testTBS struct {
		Version    int `asn1:"explicit,tag:0,default:0,optional"`
		List       []testSingle
		Extensions []pkix.Extension `asn1:"explicit,tag:2,optional"`
	}
	testRequest struct{ TBS testTBS }
)

// id returns the certID of an issuer's certificate, with SHA-256 hashes if long is set, else with SHA-1.
func id(issuer *x509.Certificate, serial int64, long bool) testCertID {
	var spki struct {
		Algorithm pkix.AlgorithmIdentifier
		Key       asn1.BitString
	}
	if _, err := asn1.Unmarshal(issuer.RawSubjectPublicKeyInfo, &spki); err != nil {
		panic(err)
	}
	if long {
		name, key := sha256.Sum256(issuer.RawSubject), sha256.Sum256(spki.Key.Bytes)
		return testCertID{pkix.AlgorithmIdentifier{Algorithm: asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}}, name[:], key[:], big.NewInt(serial)}
	}
	name, key := sha1.Sum(issuer.RawSubject), sha1.Sum(spki.Key.Bytes) //nolint:gosec // see the import
	return testCertID{pkix.AlgorithmIdentifier{Algorithm: asn1.ObjectIdentifier{1, 3, 14, 3, 2, 26}, Parameters: asn1.NullRawValue}, name[:], key[:], big.NewInt(serial)}
}

func encode(t require.TestingT, value any) []byte {
	der, err := asn1.Marshal(value)
	require.NoError(t, err)
	return der
}

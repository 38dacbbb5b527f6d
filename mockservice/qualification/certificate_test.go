package qualification_test

import (
	"crypto/x509"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/mockservice/qualification"
	"github.com/mynalab/mynalab/mockservice/wire"
)

func TestTamperedCards(t *testing.T) {
	signature, err := jpki.Signature().IssueSignature(jpki.SignRequest{PublicKey: &jpki.Key(0).PublicKey, Serial: serial,
		CommonName: "TESTMYNALAB012899900A1A", NotBefore: start.AddDate(-1, 0, 0), NotAfter: start.AddDate(1, 0, 0),
		Home: jpki.Home{Prefecture: "Kaku-ken", City: "Minato-shi"}, Name: "佐藤　花子", Birthdate: day("1985-02-17"), Sex: "2", Address: "架空県"})
	require.NoError(t, err)
	ca := jpki.Authentication().Certificate()
	forged, err := x509.CreateCertificate(nil, &x509.Certificate{SerialNumber: serial, NotBefore: start.AddDate(-1, 0, 0),
		NotAfter: start.AddDate(1, 0, 0)}, &x509.Certificate{RawSubject: ca.RawSubject}, &jpki.Key(0).PublicKey, jpki.Key(0))
	require.NoError(t, err)
	for _, c := range []struct {
		name string
		step int
		edit func(*wire.CheckRequest)
	}{
		{"SVC-291 SVC-297 certificate of the signature CA", 3, func(r *wire.CheckRequest) { r.Certificate = signature }},
		{"SVC-297 no certificate at all", 3, func(r *wire.CheckRequest) { r.Certificate = []byte("no DER") }},
		{"SVC-297 bytes after the certificate", 3, func(r *wire.CheckRequest) { r.Certificate = append(r.Certificate, 0) }},
		{"SVC-292 SVC-317 right name, wrong key", 4, func(r *wire.CheckRequest) { r.Certificate = forged }},
		{"SVC-292 the CA itself", 4, func(r *wire.CheckRequest) { r.Certificate = jpki.Authentication().DER() }},
		{"SVC-293 SVC-297 tampered signature", 5, func(r *wire.CheckRequest) { r.Signature[200] ^= 1 }},
		{"SVC-293 signature over another nonce", 5, func(r *wire.CheckRequest) { r.Signature = sign(t, []byte("other")) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := open(t)
			_, err := l.check(c.edit)
			l.refused(err, wire.CodeCardInvalid, c.step)
		})
	}
}

// All generations have the same subject. The certificates here have no authority key identifier, so each generation is tried.
func TestGenerationsOfTheAuthority(t *testing.T) {
	for _, c := range []struct {
		name       string
		generation int
		from, to   string
		now        time.Time
		code       wire.Code
	}{
		{"SVC-306 CARD-446 the first", 0, "2019-09-01", "2024-02-18", day("2022-06-02"), ""},
		{"SVC-306 CARD-446 the second", 1, "2020-02-18", "2025-02-18", day("2022-06-02"), ""},
		{"SVC-306 CARD-446 the third", 2, "2025-02-18", "2030-02-18", start, ""},
		{"SVC-305 CARD-441 the first in its last second", 0, "2019-09-01", "2030-01-01", day("2025-10-20").Add(-time.Second), ""},
		{"SVC-292 SVC-305 CARD-441 the first has expired", 0, "2019-09-01", "2030-01-01", day("2025-10-20"), wire.CodeCardInvalid},
		{"SVC-292 CARD-442 the second has expired", 1, "2020-02-18", "2035-01-01", day("2029-09-15"), wire.CodeCardInvalid},
		{"SVC-292 SVC-305 CARD-443 the third has expired", 2, "2025-02-18", "2035-01-01", day("2033-07-16"), wire.CodeCardInvalid},
		{"SVC-292 CARD-443 the third has not begun", 2, "2020-02-18", "2035-01-01", day("2023-07-15"), wire.CodeCardInvalid},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := open(t)
			der, err := jpki.Generations()[c.generation].IssueAuthentication(jpki.AuthRequest{PublicKey: &jpki.Key(0).PublicKey,
				Older: true, Serial: serial, CommonName: "TESTMYNALAB012899900A1A", NotBefore: day(c.from), NotAfter: day(c.to).Add(-time.Second)})
			require.NoError(t, err)
			l.cert, l.now, l.rules.Start = der, c.now, c.now
			_, err = l.check()
			if c.code != "" {
				l.refused(err, c.code, 4)
				return
			}
			require.NoError(t, err)
		})
	}
}

// A certificate with an authority key identifier is checked only against the generation that it names.
func TestNamedGeneration(t *testing.T) {
	name := jpki.Authentication().Certificate().RawSubject
	template := &x509.Certificate{SerialNumber: serial, NotBefore: start.AddDate(-1, 0, 0), NotAfter: start.AddDate(1, 0, 0)}
	twin := func(identifier string) *x509.Certificate {
		return &x509.Certificate{RawSubject: name, SubjectKeyId: []byte(identifier)}
	}
	selfSigned := *template
	selfSigned.RawSubject, selfSigned.SubjectKeyId = name, []byte("a fourth generation")
	selfSigned.IsCA, selfSigned.BasicConstraintsValid, selfSigned.KeyUsage = true, true, x509.KeyUsageCertSign
	der, err := x509.CreateCertificate(nil, &selfSigned, &selfSigned, &jpki.Key(9).PublicKey, jpki.Key(9))
	require.NoError(t, err)
	fourth, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	for _, c := range []struct {
		name   string
		issuer *x509.Certificate
		step   int // the step that refuses, 0 if none does
	}{
		{"SVC-306 the named generation has signed", fourth, 0},
		{"SVC-306 another generation than the named one has signed", twin(string(jpki.Authentication().Certificate().SubjectKeyId)), 4},
		{"SVC-306 the named generation does not exist", twin("unknown"), 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := open(t)
			l.rules.Authorities = append(l.rules.Authorities, fourth)
			der, err := x509.CreateCertificate(nil, template, c.issuer, &jpki.Key(0).PublicKey, jpki.Key(9))
			require.NoError(t, err)
			l.cert = der
			_, err = l.check()
			if c.step != 0 {
				l.refused(err, wire.CodeCardInvalid, c.step)
				return
			}
			require.NoError(t, err)
		})
	}
}

func TestValidity(t *testing.T) {
	second := time.Second
	for _, c := range []struct {
		name string
		now  time.Time
		note string
		code wire.Code
	}{
		{"SVC-298 one second before it begins", day("2020-05-11").Add(-second), "", wire.CodeCertificateNotYet},
		{"SVC-292 it begins", day("2020-05-11"), "", ""},
		{"SVC-162 one second before the warning", day("2025-02-10").Add(-second), "", ""},
		{"SVC-162 SVC-049 the warning begins", day("2025-02-10"), wire.NoteExpiry, ""},
		{"SVC-162 the last second", day("2025-05-11").Add(-second), wire.NoteExpiry, ""},
		{"SVC-292 within the last second", day("2025-05-11").Add(-time.Millisecond), wire.NoteExpiry, ""},
		{"SVC-149 SVC-299 SVC-161 the grace begins", day("2025-05-11"), wire.NoteGrace, ""},
		{"SVC-161 the last second of the grace", day("2025-09-01").Add(-second), wire.NoteGrace, ""},
		{"SVC-150 SVC-298 the grace is over", day("2025-09-01"), "", wire.CodeCertificateExpired},
	} {
		for _, mode := range []wire.Mode{wire.ModePIN, wire.ModeVisual} {
			t.Run(c.name+" "+string(mode), func(t *testing.T) {
				l := open(t)
				l.cert = certificate(t, day("2020-05-11"), day("2025-05-11").Add(-second))
				l.now, l.rules.Start = c.now, c.now
				got, err := l.check(func(r *wire.CheckRequest) { r.Mode = mode })
				if c.code != "" {
					l.refused(err, c.code, 4)
					return
				}
				require.NoError(t, err)
				body := got.XmlMsg.MessageBody
				require.Equal(t, c.note, body.ProcessingResultCode)
				require.Equal(t, wire.ValidityValid, body.QualificationValidity)
				require.Len(t, body.ResultList, 1)
				switch c.note {
				case wire.NoteGrace:
					require.Contains(t, body.ProcessingResultMessage, "2025年8月31日", "SVC-161")
				case wire.NoteExpiry:
					require.Contains(t, body.ProcessingResultMessage, "2025年5月10日", "SVC-162")
				default:
					require.Empty(t, body.ProcessingResultMessage)
				}
			})
		}
	}
}

func TestGraceEnd(t *testing.T) {
	for _, c := range []struct {
		name, notAfter, end string
		grace               qualification.Grace
	}{
		{"SVC-161 to the end of the month", "2025-05-10", "2025-09-01", qualification.Grace{Months: 3, ToMonthEnd: true}},
		{"CARD-453 February to the end of May", "2025-02-28", "2025-06-01", qualification.Grace{Months: 3, ToMonthEnd: true}},
		{"SVC-161 over the year's end", "2025-10-31", "2026-02-01", qualification.Grace{Months: 3, ToMonthEnd: true}},
		{"SVC-161 the other reading, to the day", "2025-05-10", "2025-08-11", qualification.Grace{Months: 3}},
		{"SVC-161 to the day, a shorter month", "2025-11-30", "2026-03-01", qualification.Grace{Months: 3}},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, day(c.end), c.grace.End(day(c.notAfter).Add(24*time.Hour-time.Second)))
		})
	}
}

func TestGraceEndIsTheSameInEveryTimeZone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := qualification.Grace{Months: rapid.IntRange(0, 12).Draw(t, "months"), ToMonthEnd: rapid.Bool().Draw(t, "end")}
		at := day("2020-01-01").Add(time.Duration(rapid.IntRange(0, 10*366*24*3600).Draw(t, "second")) * time.Second)
		zone := time.FixedZone("there", rapid.IntRange(-12, 14).Draw(t, "zone")*3600)
		require.Equal(t, g.End(at), g.End(at.In(zone)))
		require.True(t, g.End(at).After(at))
	})
}

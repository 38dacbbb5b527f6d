package qualification_test

import (
	"context"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/big"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/mockservice/qualification"
	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

var (
	start    = time.Date(2025, 6, 2, 9, 0, 0, 0, jpki.JST)
	terminal = store.AccountKey{InstitutionCode: "2800001234", ID: "W0000001"}
	nonce    = []byte("a nonce of thirty-two bytes, ok?")
	serial   = big.NewInt(0x07000001)
)

// lab is a test environment: a store with one person and one certificate, and the rules and the time of the checks.
type lab struct {
	t     require.TestingT
	rows  *store.Memory
	jpki  responder
	rules qualification.Rules
	now   time.Time
	cert  []byte
}

// responder gives the same answer for every certificate. The answer is valid for life from the time of the question.
type responder struct {
	answer jpki.Answer
	life   time.Duration
	err    error
	asked  *string
}

func (r responder) Status(_ context.Context, serial string, asked time.Time) (jpki.Answer, error) {
	*r.asked = serial
	r.answer.Window.NextUpdate = asked.Add(r.life)
	return r.answer, r.err
}

func open(t require.TestingT) *lab {
	l := &lab{t: t, rows: store.NewMemory(), rules: qualification.DefaultRules(), now: start,
		jpki: responder{answer: jpki.Answer{Status: jpki.Good}, life: time.Hour, asked: new(string)}}
	l.cert = certificate(t, day("2020-02-18"), day("2030-02-18").Add(-time.Second))
	l.put(person())
	require.NoError(t, l.rows.PutCertificate(context.Background(), store.Certificate{Serial: "7000001", PersonID: "P01"}))
	return l
}

func (l *lab) put(p store.Person) { require.NoError(l.t, l.rows.PutPerson(context.Background(), p)) }

// check makes a check at l.now with a challenge that was issued at the same time.
func (l *lab) check(edit ...func(*wire.CheckRequest)) (wire.CheckAnswer, error) {
	answer, _, err := l.checkTook(edit...)
	return answer, err
}

// checkTook is check, and also returns the simulated time that it took.
func (l *lab) checkTook(edit ...func(*wire.CheckRequest)) (wire.CheckAnswer, time.Duration, error) {
	d := l.checker()
	_, err := d.Challenge(context.Background(), terminal, "challenge", nonce, l.now)
	require.NoError(l.t, err)
	return d.Check(context.Background(), terminal, l.request(edit...), l.now)
}

func (l *lab) checker() *qualification.Checker { return qualification.New(l.rows, l.jpki, l.rules) }

func (l *lab) request(edit ...func(*wire.CheckRequest)) wire.CheckRequest {
	r := wire.CheckRequest{ChallengeID: "challenge", Mode: wire.ModeVisual, Certificate: l.cert, Signature: sign(l.t, nonce)}
	for _, e := range edit {
		e(&r)
	}
	return r
}

// refused requires err to be a problem, and the last audit record to name the step that refused (SVC-296).
func (l *lab) refused(err error, code wire.Code, step int) {
	var p wire.Problem
	require.ErrorAs(l.t, err, &p)
	require.Equal(l.t, code, p.Code)
	list, err := l.rows.AuditList(context.Background())
	require.NoError(l.t, err)
	require.NotEmpty(l.t, list)
	last := list[len(list)-1]
	require.Equal(l.t, store.Audit{At: last.At, What: "check", Account: terminal, Result: string(code), FailedStep: step}, last)
}

func person() store.Person {
	return store.Person{ID: "P01", Registered: true, Qualifications: []store.Qualification{{
		Name: "佐藤　花子", NameKana: "ｻﾄｳ ﾊﾅｺ", Sex: "2", Birthdate: "19850217", Address: "架空県港市中央１－２－３",
		PostNumber: "999-9801", InsurerNumber: "06132013", InsurerName: "架空健康保険組合", Symbol: "１２３４", Number: "567",
		Branch: "01", Relation: "1", InsuredName: "佐藤　花子", From: "20150401"}}}
}

func day(s string) time.Time {
	d, err := time.ParseInLocation(time.DateOnly, s, jpki.JST)
	if err != nil {
		panic(err)
	}
	return d
}

func certificate(t require.TestingT, from, to time.Time) []byte {
	der, err := jpki.AuthenticationAt(from).IssueAuthentication(jpki.AuthRequest{PublicKey: &jpki.Key(0).PublicKey,
		Serial: serial, CommonName: "TESTMYNALAB012899900A1A", NotBefore: from, NotAfter: to})
	require.NoError(t, err)
	return der
}

func sign(t require.TestingT, message []byte) []byte {
	digest := sha256.Sum256(message)
	signature, err := rsa.SignPKCS1v15(nil, jpki.Key(0), crypto.SHA256, digest[:])
	require.NoError(t, err)
	return signature
}

func TestStepsAreTheElevenOfTheReference(t *testing.T) {
	steps := qualification.DefaultSteps()
	require.Len(t, steps, 11, "SVC-289")
	for i, s := range steps {
		require.Equal(t, i+1, s.N)
		require.NotEmpty(t, s.Name)
		require.NotEmpty(t, s.Source)
		require.NotNil(t, s.Check)
		require.Equal(t, s.N == 11, s.Always, "SVC-296")
	}
}

func TestAnswer(t *testing.T) {
	l := open(t)
	got, err := l.check()
	require.NoError(t, err)
	t.Run("SVC-037 SVC-038 SVC-039 SVC-041 SVC-042 SVC-043 SVC-044 header", func(t *testing.T) {
		require.Equal(t, wire.Header{ProcessExecutionTime: "20250602090000", QualificationConfirmationDate: "20250602",
			MedicalInstitutionCode: "2800001234", ReferenceClassification: "1", SegmentOfResult: "1",
			CharacterCodeIdentifier: "0"}, got.XmlMsg.MessageHeader)
	})
	t.Run("SVC-047 SVC-048 SVC-050 SVC-053 SVC-054 body", func(t *testing.T) {
		body := got.XmlMsg.MessageBody
		require.Equal(t, "1", body.ProcessingResultStatus)
		require.Empty(t, body.ProcessingResultCode)
		require.Equal(t, "1", body.QualificationValidity)
		require.Len(t, body.ResultList, 1)
	})
	t.Run("SVC-056 SVC-058 SVC-059 SVC-060 SVC-061 SVC-062 SVC-063 result", func(t *testing.T) {
		require.Equal(t, wire.Result{InsuredCardClassification: "01", Name: "佐藤　花子", NameKana: "ｻﾄｳ ﾊﾅｺ", Sex1: "2",
			Birthdate: "19850217", Address: "架空県港市中央１－２－３", PostNumber: "999-9801", InsurerName: "架空健康保険組合",
			InsurerNumber: "06132013", InsuredCardSymbol: "１２３４", InsuredIdentificationNumber: "567",
			InsuredBranchNumber: "01", PersonalFamilyClassification: "1", InsuredName: "佐藤　花子",
			QualificationDate: "20150401"}, got.XmlMsg.MessageBody.ResultList[0].ResultOfQualificationConfirmation)
	})
	t.Run("SVC-296 audit record", func(t *testing.T) {
		list, err := l.rows.AuditList(t.Context())
		require.NoError(t, err)
		require.Equal(t, []store.Audit{{At: start, What: "check", Account: terminal, Result: "ok:1"}}, list)
	})
}

func TestChallenge(t *testing.T) {
	t.Run("SVC-290 an unknown one", func(t *testing.T) {
		l := open(t)
		_, err := l.check(func(r *wire.CheckRequest) { r.ChallengeID = "other" })
		l.refused(err, wire.CodeChallenge, 1)
	})
	t.Run("SVC-290 a replayed one, even after a failed check", func(t *testing.T) {
		l := open(t)
		_, err := l.check(func(r *wire.CheckRequest) { r.Signature[0] ^= 1 })
		l.refused(err, wire.CodeCardInvalid, 5)
		_, _, err = l.checker().Check(t.Context(), terminal, l.request(), l.now)
		l.refused(err, wire.CodeChallenge, 1)
	})
	t.Run("SVC-290 one of another terminal", func(t *testing.T) {
		l := open(t)
		d := l.checker()
		_, err := d.Challenge(t.Context(), store.AccountKey{InstitutionCode: "2800001234", ID: "W0000002"}, "challenge", nonce, start)
		require.NoError(t, err)
		_, _, err = d.Check(t.Context(), terminal, l.request(), start)
		l.refused(err, wire.CodeChallenge, 1)
	})
	for after, ok := range map[time.Duration]bool{5*time.Minute - time.Second: true, 5 * time.Minute: false, 5*time.Minute + time.Second: false} {
		t.Run(fmt.Sprint("SVC-290 after ", after), func(t *testing.T) {
			l := open(t)
			d := l.checker()
			given, err := d.Challenge(t.Context(), terminal, "challenge", nonce, start)
			require.NoError(t, err)
			require.Equal(t, wire.ChallengeAnswer{ChallengeID: "challenge", Nonce: nonce, ExpiresAt: start.Add(5 * time.Minute)}, given)
			_, _, err = d.Check(t.Context(), terminal, l.request(), start.Add(after))
			if ok {
				require.NoError(t, err)
				return
			}
			l.refused(err, wire.CodeChallenge, 1)
		})
	}
}

func TestIncompleteRequests(t *testing.T) {
	for want, edit := range map[string]func(*wire.CheckRequest){
		"mode":        func(r *wire.CheckRequest) { r.Mode = "face" },
		"certificate": func(r *wire.CheckRequest) { r.Certificate = nil },
		"signature":   func(r *wire.CheckRequest) { r.Signature = nil },
	} {
		t.Run("SVC-289 "+want, func(t *testing.T) {
			l := open(t)
			_, err := l.check(edit)
			l.refused(err, wire.CodeBadRequest, 2)
			require.ErrorContains(t, err, want)
		})
	}
}

func TestRevocation(t *testing.T) {
	const patience = 10 * time.Second
	for _, c := range []struct {
		name   string
		status jpki.Status
		after  time.Duration // how long the responder takes
		life   time.Duration // how long its answer is valid, from the time of the question
		err    error
		code   wire.Code
		took   time.Duration
	}{
		{"SVC-300 good", jpki.Good, 0, time.Hour, nil, "", 0},
		{"SVC-300 SVC-151 revoked", jpki.Revoked, 0, time.Hour, nil, wire.CodeCertificateRevoked, 0},
		{"SVC-302 never issued: step 7 judges", jpki.Unknown, 0, time.Hour, nil, "", 0},
		{"SVC-301 down", "", 0, 0, jpki.ErrDown, wire.CodeRevocationDown, 0},
		{"SVC-301 slow, and good", jpki.Good, patience, time.Hour, nil, "", patience},
		{"SVC-301 slow, and revoked", jpki.Revoked, patience, time.Hour, nil, wire.CodeCertificateRevoked, patience},
		{"SVC-301 too slow", jpki.Good, patience + time.Second, time.Hour, nil, wire.CodeRevocationDown, patience},
		{"SVC-301 stale, though good", jpki.Good, 0, -24 * time.Hour, nil, wire.CodeRevocationDown, 0},
		{"SVC-301 stale, though revoked", jpki.Revoked, 0, -24 * time.Hour, nil, wire.CodeRevocationDown, 0},
		{"SVC-301 good, but its validity ends at the time of the question", jpki.Good, 0, 0, nil, wire.CodeRevocationDown, 0},
		{"SVC-301 good, but its validity ends when it arrives", jpki.Good, 2 * time.Second, 2 * time.Second, nil, wire.CodeRevocationDown, 2 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := open(t)
			l.jpki.answer, l.jpki.life, l.jpki.err = jpki.Answer{Status: c.status, Took: c.after}, c.life, c.err
			got, took, err := l.checkTook()
			require.Equal(t, c.took, took)
			require.Equal(t, "7000001", *l.jpki.asked, "SVC-314")
			list, listErr := l.rows.AuditList(t.Context())
			require.NoError(t, listErr)
			require.Equal(t, start.Add(c.took), list[0].At, "SVC-296 the record is written after the wait")
			if c.code != "" {
				l.refused(err, c.code, 6)
				return
			}
			require.NoError(t, err)
			require.Equal(t, start.Add(c.took).Format("20060102150405"), got.XmlMsg.MessageHeader.ProcessExecutionTime, "SVC-037")
		})
	}
	t.Run("a failure of the register is a failure of the service", func(t *testing.T) {
		l := open(t)
		l.jpki.err = errors.New("no rows")
		_, err := l.check()
		require.ErrorContains(t, err, "running step 6, revocation: no rows")
	})
}

func TestTablesWithoutAnAnswerAreErrors(t *testing.T) {
	l := open(t)
	l.rules.Outcomes = nil
	_, err := l.check()
	require.ErrorContains(t, err, "step 10")
	l.rules.Steps = nil
	_, err = l.check()
	require.ErrorContains(t, err, "no step")
}

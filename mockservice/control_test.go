package mockservice_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/mockservice/wire"
)

func TestClock(t *testing.T) {
	l := open(t)
	for _, want := range []time.Time{start, start.Add(time.Hour)} {
		require.NoError(t, l.control.SetClock(t.Context(), want))
		got, err := l.control.Clock(t.Context())
		require.NoError(t, err)
		require.True(t, want.Equal(got))
	}
	require.NoError(t, l.control.SetClock(t.Context(), time.Time{}))
	got, err := l.control.Clock(t.Context())
	require.NoError(t, err)
	require.True(t, realNow().Equal(got), "if no time is set, the clock is Config.Now")
}

func TestResetForgets(t *testing.T) {
	l := open(t)
	token := l.register()
	require.NoError(t, l.control.Reset(t.Context(), control.Reset{Seed: 7, Scenario: "CHK-02", Now: start}))
	accounts, err := l.control.Accounts(t.Context())
	require.NoError(t, err)
	require.Empty(t, accounts)
	history, err := l.control.History(t.Context())
	require.NoError(t, err)
	require.Empty(t, history)
	status, _ := l.ask("POST", wire.PathChallenge, token, nil, nil)
	require.Equal(t, 401, status)
}

func TestRevocationsAndFaults(t *testing.T) {
	ask := func(l *lab, token string) wire.Code {
		_, problem := l.ask("POST", wire.PathCheck, token, l.request(l.challenge(token)), nil)
		return problem.Code
	}
	for _, row := range jpki.DefaultReasons() {
		t.Run("SVC-300 SVC-312 "+row.Name, func(t *testing.T) {
			l := open(t)
			token := l.register()
			require.NoError(t, l.control.Revoke(t.Context(), control.Revocation{Serial: "7000001", At: start.Add(time.Minute), Reason: control.Reason(row.Name)}))
			require.Empty(t, ask(l, token))
			l.pass(time.Minute)
			require.Equal(t, wire.CodeCertificateRevoked, ask(l, token))
			l.pass(24 * time.Hour)
			require.Equal(t, wire.CodeCertificateRevoked, ask(l, token))
		})
	}
	t.Run("SVC-301 the responder is down, then up", func(t *testing.T) {
		l := open(t)
		token := l.register()
		require.NoError(t, l.control.SetFaults(t.Context(), control.Faults{RevocationDown: true}))
		require.Equal(t, wire.CodeRevocationDown, ask(l, token))
		require.NoError(t, l.control.SetFaults(t.Context(), control.Faults{}))
		require.Empty(t, ask(l, token))
	})
}

// SVC-316: on renewal the serial number changes; both serial numbers lead to the same person.
func TestRenewalKeepsThePerson(t *testing.T) {
	l := open(t)
	require.NoError(t, l.control.PutCertificate(t.Context(), control.Certificate{Serial: "7000002", PersonID: "P01"}))
	token := l.register()
	var answer wire.CheckAnswer
	status, _ := l.ask("POST", wire.PathCheck, token, l.request(l.challenge(token)), &answer)
	require.Equal(t, 200, status)
	require.Equal(t, "1", answer.XmlMsg.MessageBody.QualificationValidity)
}

func TestControlRefuses(t *testing.T) {
	l := open(t)
	ctx := t.Context()
	decide := func(id string, d control.Decision) error {
		return l.control.Decide(ctx, control.AccountDecision{InstitutionCode: "2800001234", AccountID: id, Decision: d})
	}
	for want, err := range map[string]error{
		"serial: it does not have the form that the contract requires": l.control.PutCertificate(ctx, control.Certificate{Serial: "x", PersonID: "P01"}),
		"serial: it must be a positive number in hex":                  l.control.PutCertificate(ctx, control.Certificate{Serial: "0", PersonID: "P01"}),
		"put the person first":                                         l.control.PutCertificate(ctx, control.Certificate{Serial: "7A", PersonID: "P99"}),
		"POST /revocations was refused: MOCK-E001":                     l.control.Revoke(ctx, control.Revocation{Serial: "0", At: start, Reason: "superseded"}),
		"reason: it must be one of unspecified, key_compromise,":       l.control.Revoke(ctx, control.Revocation{Serial: "7A", At: start, Reason: "whim"}),
		"facilities.0.code: it does not have the form":                 l.control.PutPeople(ctx, control.People{Facilities: []control.Facility{{}}}),
		"facilities.0.accounts.0.id: it does not have the form":        l.control.PutPeople(ctx, control.People{Facilities: []control.Facility{{Code: "2800009999", Name: "x", Accounts: []control.AccountSecret{{Password: "x", ActivationCode: "000000000000"}}}}}),
		"persons.0.id: it is too short":                                l.control.PutPeople(ctx, control.People{Persons: []control.Person{{}}}),
		"put its facility first":                                       decide("W9999999", control.Issue),
		"decision: it must be one of issue, cancel":                    decide("W0000001", "register"),
		"MOCK-E301": decide("W0000001", control.Issue),
	} {
		require.ErrorContains(t, err, want)
	}
}

// A time that no certificate or CRL can express is refused when it is set, before the JPKI would have to encode it.
func TestTimesThatNoCertificateHas(t *testing.T) {
	l := open(t)
	late := time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)
	require.ErrorContains(t, l.control.SetClock(t.Context(), late), "now: it does not have the form")
	require.ErrorContains(t, l.control.Reset(t.Context(), control.Reset{Now: late}), "now: it does not have the form")
	for _, at := range []time.Time{{}, late} {
		err := l.control.Revoke(t.Context(), control.Revocation{Serial: "7000001", At: at, Reason: control.Superseded})
		require.ErrorContains(t, err, "at: it does not have the form")
	}
}

// A person whose insurer data differ from the resident registry is stopped, until the insurer corrects them, in the same way as a
// person whose data must not be shown. The service knows certificates and persons; its contracts have no member for a My Number.
func TestWhoIsStoppedAndWhoIsKnown(t *testing.T) {
	l := open(t)
	token := l.register()
	person := minato().Persons[0]
	check := func() wire.Code {
		_, problem := l.ask("POST", wire.PathCheck, token, l.request(l.challenge(token)), nil)
		return problem.Code
	}
	t.Run("SVC-167 stopped until the insurer fixes it", func(t *testing.T) {
		person.Stopped = true
		require.NoError(t, l.control.PutPeople(t.Context(), control.People{Persons: []control.Person{person}}))
		require.Equal(t, wire.CodeNotUsable, check())
		person.Stopped = false
		require.NoError(t, l.control.PutPeople(t.Context(), control.People{Persons: []control.Person{person}}))
		require.Empty(t, check())
	})
	t.Run("SVC-315 the certificate leads to the person, never a My Number", func(t *testing.T) {
		for name, text := range documents() {
			require.NotRegexp(t, `(?i)my_?number:|individualNumber:|個人番号:`, text, name)
		}
	})
}

// A person at the counter is identified in one of two ways; the contract of the limited type has no third.
func TestModesOfTheLimitedType(t *testing.T) {
	t.Run("SVC-215 PIN or visual, never the face", func(t *testing.T) {
		mode := readDocument(t, documents()["public"]).Components.Schemas["Mode"].Value
		require.ElementsMatch(t, []any{"pin", "visual"}, mode.Enum)
	})
}

package mockservice_test

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice"
	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/mockservice/wire"
)

var start = time.Date(2025, 6, 2, 9, 0, 0, 0, jpki.JST)

// lab is a service on two real ports, reset for one scenario, with the people of minato.
type lab struct {
	t          *testing.T
	service    *mockservice.Service
	url        string
	controlURL string // of the control handler
	control    *control.Client
	now        time.Time
}

func realNow() time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) }

func open(t *testing.T, edit ...func(*mockservice.Config)) *lab {
	cfg := mockservice.Default(realNow)
	for _, e := range edit {
		e(&cfg)
	}
	service := mockservice.New(cfg)
	public := httptest.NewServer(holdAnswers(t, mockservice.Document(), service.Public()))
	controlServer := httptest.NewServer(holdAnswers(t, control.Document(), service.Control()))
	t.Cleanup(public.Close)
	t.Cleanup(controlServer.Close)
	l := &lab{t: t, service: service, url: public.URL, controlURL: controlServer.URL, control: control.Dial(controlServer.URL, controlServer.Client(), cfg.ControlToken), now: start}
	l.reset("CHK-01")
	return l
}

func (l *lab) reset(scenario string) {
	ctx := l.t.Context()
	l.now = start
	require.NoError(l.t, l.control.Reset(ctx, control.Reset{Seed: 7, Scenario: scenario, Now: start}))
	require.NoError(l.t, l.control.PutPeople(ctx, minato()))
	require.NoError(l.t, l.control.PutCertificate(ctx, control.Certificate{Serial: "07000001", PersonID: "P01"}))
}

// minato returns a clinic with one issued and one waiting account, and a person.
func minato() control.People {
	return control.People{
		Facilities: []control.Facility{{Code: "2800001234", Name: "みなと接骨院", Accounts: []control.AccountSecret{
			{ID: "W0000001", Password: "Minato-Test-01", ActivationCode: "402871596034"},
			{ID: "W0000002", Password: "Minato-Test-02", ActivationCode: "917350628413", Waiting: true}}}},
		Persons: []control.Person{{ID: "P01", Registered: true, Qualifications: []control.Qualification{{
			Name: "佐藤　花子", Sex: "2", Birthdate: "19850217", InsurerName: "架空健康保険組合", From: "20150401"}}}},
	}
}

func (l *lab) pass(d time.Duration) {
	l.now = l.now.Add(d)
	require.NoError(l.t, l.control.SetClock(l.t.Context(), l.now))
}

// ask sends a request and decodes the answer into out. A refusal must be a problem document, which is returned.
func (l *lab) ask(method, path, token string, body, out any) (int, wire.Problem) {
	text, err := json.Marshal(body)
	require.NoError(l.t, err)
	if body == nil {
		text = nil
	}
	return l.send(method, path, token, bytes.NewReader(text), out)
}

func (l *lab) send(method, path, token string, body io.Reader, out any) (int, wire.Problem) {
	request, err := http.NewRequestWithContext(l.t.Context(), method, l.url+path, body)
	require.NoError(l.t, err)
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	return l.exchange(request, out)
}

func (l *lab) exchange(request *http.Request, out any) (int, wire.Problem) {
	response, err := http.DefaultClient.Do(request)
	require.NoError(l.t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	require.NoError(l.t, err)
	require.Equal(l.t, "no-store", response.Header.Get("Cache-Control"))
	var problem wire.Problem
	if response.StatusCode >= 400 {
		require.Equal(l.t, wire.ProblemContentType, response.Header.Get("Content-Type"))
		require.NoError(l.t, json.Unmarshal(text, &problem))
		want := wire.ProblemFor(problem.Code, problem.Detail)
		want.Fields = problem.Fields
		if problem.Code == wire.CodeApplicationState { // each rule of a portal has its own messages
			want.MessageJA, want.MessageEN, want.Source = problem.MessageJA, problem.MessageEN, problem.Source
		}
		require.Equal(l.t, want, problem)
		require.Equal(l.t, response.StatusCode, problem.Status)
	} else if out != nil {
		require.Equal(l.t, "application/json", response.Header.Get("Content-Type"))
		require.NoError(l.t, json.Unmarshal(text, out))
	}
	return response.StatusCode, problem
}

func entries() wire.RegistrationRequest {
	return wire.RegistrationRequest{InstitutionCode: "2800001234", AccountID: "W0000001", Password: "Minato-Test-01",
		ActivationCode: "402871596034", Platform: "windows"}
}

func (l *lab) register() string {
	var answer wire.RegistrationAnswer
	status, _ := l.ask("POST", wire.PathRegistration, "", entries(), &answer)
	require.Equal(l.t, 201, status)
	require.Equal(l.t, "みなと接骨院", answer.InstitutionName)
	require.Equal(l.t, "2800001234", answer.InstitutionCode)
	return answer.DeviceToken
}

func (l *lab) challenge(token string) wire.ChallengeAnswer {
	var answer wire.ChallengeAnswer
	status, _ := l.ask("POST", wire.PathChallenge, token, nil, &answer)
	require.Equal(l.t, 201, status)
	require.Len(l.t, answer.Nonce, 32)
	return answer
}

func (l *lab) request(c wire.ChallengeAnswer) wire.CheckRequest {
	der, err := jpki.Authentication().IssueAuthentication(jpki.AuthRequest{PublicKey: &jpki.Key(0).PublicKey,
		Serial: big.NewInt(0x07000001), CommonName: "TESTMYNALAB012899900A1A", NotBefore: start.AddDate(-1, 0, 0),
		NotAfter: start.AddDate(4, 0, 0)})
	require.NoError(l.t, err)
	digest := sha256.Sum256(c.Nonce)
	signature, err := rsa.SignPKCS1v15(nil, jpki.Key(0), crypto.SHA256, digest[:])
	require.NoError(l.t, err)
	return wire.CheckRequest{ChallengeID: c.ChallengeID, Mode: wire.ModePIN, Certificate: der, Signature: signature}
}

func (l *lab) state(id string) string {
	list, err := l.control.Accounts(l.t.Context())
	require.NoError(l.t, err)
	for _, a := range list {
		if a.AccountID == id {
			return a.State
		}
	}
	l.t.Fatalf("no account %s", id)
	return ""
}

func TestACheckFromRegistrationToHistory(t *testing.T) {
	l := open(t)
	token := l.register()
	c := l.challenge(token)
	require.True(t, c.ExpiresAt.Equal(start.Add(5*time.Minute)), "SVC-290")
	var answer wire.CheckAnswer
	status, _ := l.ask("POST", wire.PathCheck, token, l.request(c), &answer)
	require.Equal(t, 200, status)
	require.Equal(t, "1", answer.XmlMsg.MessageBody.QualificationValidity, "SVC-050")
	require.Equal(t, "2800001234", answer.XmlMsg.MessageHeader.MedicalInstitutionCode, "SVC-039")
	l.pass(time.Second)
	status, problem := l.ask("POST", wire.PathCheck, token, l.request(c), nil)
	require.Equal(t, 409, status, "SVC-290 a replayed challenge")
	require.Equal(t, wire.CodeChallenge, problem.Code)
	status, _ = l.ask("DELETE", wire.PathRegistration, token, nil, nil)
	require.Equal(t, 204, status)

	history, err := l.control.History(t.Context())
	require.NoError(t, err)
	for i := range history {
		history[i].At = history[i].At.In(jpki.JST)
	}
	later := start.Add(time.Second)
	require.Equal(t, []control.AuditRecord{
		{At: start, What: "registration", InstitutionCode: "2800001234", AccountID: "W0000001", Result: "ok"},
		{At: start, What: "check", InstitutionCode: "2800001234", AccountID: "W0000001", Result: "ok:1"},
		{At: later, What: "check", InstitutionCode: "2800001234", AccountID: "W0000001", Result: "MOCK-E201", FailedStep: 1},
		{At: later, What: "deregistration", InstitutionCode: "2800001234", AccountID: "W0000001", Result: "ok"},
	}, history, "SVC-296")
}

func TestLifecycleOverTheLine(t *testing.T) {
	mismatch := func(l *lab) {
		status, problem := l.ask("POST", wire.PathRegistration, "", entries(), nil)
		require.Equal(t, 401, status)
		require.Equal(t, wire.ProblemFor(wire.CodeAccountMismatch, ""), problem, "SVC-129")
	}
	t.Run("SVC-119 SVC-120 SVC-122 SVC-123 SVC-124 deregistered, then 59, 60 and 61 minutes", func(t *testing.T) {
		l := open(t)
		for _, again := range []time.Duration{time.Minute, 2 * time.Minute} {
			token := l.register()
			require.Equal(t, "bound", l.state("W0000001"))
			status, _ := l.ask("DELETE", wire.PathRegistration, token, nil, nil)
			require.Equal(t, 204, status)
			status, problem := l.ask("POST", wire.PathChallenge, token, nil, nil)
			require.Equal(t, 401, status)
			require.Equal(t, wire.CodeTerminalUnknown, problem.Code)
			l.pass(59 * time.Minute)
			require.Equal(t, "cooldown", l.state("W0000001"))
			mismatch(l)
			l.pass(again)
			require.Equal(t, "issued", l.state("W0000001"))
		}
		l.register()
	})
	t.Run("SVC-121 SVC-125 SVC-126 SVC-127 orphaned for good, cancelled, replaced", func(t *testing.T) {
		l := open(t)
		l.register()
		mismatch(l)
		require.Equal(t, "orphaned", l.state("W0000001"))
		l.pass(400 * 24 * time.Hour)
		mismatch(l)
		require.Equal(t, "orphaned", l.state("W0000001"))
		require.NoError(t, l.control.Decide(t.Context(), control.AccountDecision{InstitutionCode: "2800001234", AccountID: "W0000001", Decision: control.Cancel}))
		require.Equal(t, "cancelled", l.state("W0000001"))
		mismatch(l)

		other := entries()
		other.AccountID, other.Password, other.ActivationCode = "W0000002", "Minato-Test-02", "917350628413"
		require.Equal(t, "applied", l.state("W0000002"))
		status, _ := l.ask("POST", wire.PathRegistration, "", other, nil)
		require.Equal(t, 401, status, "SVC-117 not issued yet")
		require.NoError(t, l.control.Decide(t.Context(), control.AccountDecision{InstitutionCode: "2800001234", AccountID: "W0000002", Decision: control.Issue}))
		status, _ = l.ask("POST", wire.PathRegistration, "", other, nil)
		require.Equal(t, 201, status, "SVC-117")
	})
	t.Run("putting people again keeps the state of their accounts", func(t *testing.T) {
		l := open(t)
		token := l.register()
		require.NoError(t, l.control.PutPeople(t.Context(), control.People{Facilities: []control.Facility{{Code: "2800001234",
			Name: "みなと接骨院", Accounts: []control.AccountSecret{{ID: "W0000001", Password: "x", ActivationCode: "000000000000"}}}}}))
		require.Equal(t, "bound", l.state("W0000001"))
		l.challenge(token)
	})
}

func TestEveryRefusalIsAProblem(t *testing.T) {
	l := open(t)
	token := l.register()
	for _, c := range []struct {
		name, method, path, token, body string
		code                            wire.Code
	}{
		{"an unknown path", "GET", "/v2/check", "", "", wire.CodeUnknownPath},
		{"an unknown method", "GET", wire.PathRegistration, "", "", wire.CodeMethodNotAllowed},
		{"no token", "POST", wire.PathChallenge, "", "", wire.CodeTerminalUnknown},
		{"another token", "POST", wire.PathChallenge, token + "x", "", wire.CodeTerminalUnknown},
		{"no JSON", "POST", wire.PathRegistration, "", "x", wire.CodeBadRequest},
		{"unknown member", "POST", wire.PathRegistration, "", `{"pin":"1234"}`, wire.CodeBadRequest},
		{"two values", "POST", wire.PathCheck, token, `{}{}`, wire.CodeBadRequest},
		{"too large", "POST", wire.PathCheck, token, `"` + strings.Repeat("x", wire.Limit) + `"`, wire.CodeTooLarge},
		{"token before body", "POST", wire.PathCheck, "", `x`, wire.CodeTerminalUnknown},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, problem := l.send(c.method, c.path, c.token, strings.NewReader(c.body), nil)
			require.Equal(t, c.code, problem.Code)
			require.NotContains(t, problem.Detail, "1234")
		})
	}
	t.Run("another scheme than Bearer", func(t *testing.T) {
		request, err := http.NewRequestWithContext(t.Context(), "POST", l.url+wire.PathChallenge, nil)
		require.NoError(t, err)
		request.Header.Set("Authorization", "Basic "+token)
		response, err := http.DefaultClient.Do(request)
		require.NoError(t, err)
		defer response.Body.Close()
		require.Equal(t, 401, response.StatusCode)
		require.Equal(t, "Bearer", response.Header.Get("WWW-Authenticate"))
	})
	t.Run("the header Allow lists the methods of a path", func(t *testing.T) {
		response, err := http.Get(l.url + wire.PathRegistration)
		require.NoError(t, err)
		defer response.Body.Close()
		require.Equal(t, "DELETE, POST", response.Header.Get("Allow"))
	})
}

func TestHealth(t *testing.T) {
	l := open(t)
	var answer map[string]string
	status, _ := l.ask("GET", wire.PathHealth, "", nil, &answer)
	require.Equal(t, 200, status)
	require.Equal(t, map[string]string{"status": "ok"}, answer)
}

func TestChance(t *testing.T) {
	play := func(l *lab, scenario string) []string {
		l.reset(scenario)
		token := l.register()
		a, b := l.challenge(token), l.challenge(token)
		return []string{token, a.ChallengeID, string(a.Nonce), b.ChallengeID, string(b.Nonce)}
	}
	l := open(t)
	first := play(l, "CHK-01")
	require.Equal(t, first, play(l, "CHK-01"), "the same seed and scenario give the same values")
	require.Equal(t, first, play(open(t), "CHK-01"), "also in another service")
	require.NotEqual(t, first[2], first[4], "SVC-290 no nonce twice")
	for i, other := range play(l, "CHK-02") {
		require.NotEqual(t, first[i], other)
	}
	for i, truly := range play(l, "") {
		require.NotEqual(t, first[i], truly)
	}
	require.NotEqual(t, play(l, ""), play(l, ""), "random without a scenario")
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("no entropy") }

func TestFailuresAreReported(t *testing.T) {
	var reported error
	l := open(t, func(c *mockservice.Config) {
		c.Random, c.Now = broken{}, nil
		c.Report = func(err error) { reported = err }
	})
	l.reset("")
	status, problem := l.ask("POST", wire.PathRegistration, "", entries(), nil)
	require.Equal(t, 500, status)
	require.Equal(t, wire.ProblemFor(wire.CodeInternal, ""), problem)
	require.ErrorContains(t, reported, "drawing a device token: no entropy")
	require.NoError(t, l.control.SetClock(t.Context(), time.Time{}))
	_, err := l.control.Clock(t.Context())
	require.ErrorContains(t, err, "MOCK-E005")
	require.ErrorContains(t, reported, "reading the clock: no time is set")
}

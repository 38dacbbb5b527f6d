package mockservice_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// caller sends requests to a service; a response that is not a success is an error.
type caller struct {
	ctx     context.Context
	lab     *lab
	control *control.Client
}

func newCaller(t *testing.T, v *victim) *caller {
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	return &caller{ctx: t.Context(), lab: &lab{t: t, url: v.public, now: start}, control: control.Dial(v.control, client, "")}
}

// ask sends a request and decodes the answer into out.
func (c *caller) ask(method, path, token string, body, out any) (int, error) {
	text, err := json.Marshal(body)
	if err != nil {
		return 0, err
	}
	request, err := http.NewRequestWithContext(c.ctx, method, c.lab.url+path, bytes.NewReader(text))
	if err != nil {
		return 0, err
	}
	request.Header.Set("Authorization", "Bearer "+token)
	request.Close = true
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		return 0, err
	}
	if response.StatusCode >= http.StatusBadRequest {
		return response.StatusCode, fmt.Errorf("%s %s: %s", method, path, answer)
	}
	if out == nil {
		return response.StatusCode, nil
	}
	return response.StatusCode, json.Unmarshal(answer, out)
}

// promise is the sequence of requests of one clinic, with what the service has confirmed in its answers. Confirmed changes must
// survive a kill.
type promise struct {
	client   *caller
	facility string
	begun    string // the request in progress: it may have taken effect although no answer came

	known   bool               // facility and certificate were put
	token   string             // of the registered terminal
	used    *wire.CheckRequest // the request of a successful check
	revoked bool
	left    bool // the terminal was deregistered
}

// live sends the requests of a clinic one after another and calls answered after each success. It ends with the first failure.
func (p *promise) live(answered func()) error {
	for _, day := range []struct {
		name string
		do   func() error
	}{
		{"put", p.put}, {"register", p.register}, {"check", p.check}, {"revoke", p.revoke}, {"leave", p.leave},
	} {
		p.begun = day.name
		if err := day.do(); err != nil {
			return err
		}
		answered()
	}
	p.begun = ""
	return nil
}

func (p *promise) serial() string { return "7" + p.facility }

func (p *promise) put() error {
	ctx := p.client.ctx
	err := p.client.control.PutPeople(ctx, control.People{Facilities: []control.Facility{{Code: p.facility, Name: "みなと接骨院",
		Accounts: []control.AccountSecret{{ID: "W0000001", Password: "Minato-Test-01", ActivationCode: "402871596034"}}}}})
	if err == nil {
		err = p.client.control.PutCertificate(ctx, control.Certificate{Serial: p.serial(), PersonID: "P01"})
	}
	p.known = err == nil
	return err
}

func (p *promise) register() error {
	request := entries()
	request.InstitutionCode = p.facility
	var answer wire.RegistrationAnswer
	_, err := p.client.ask("POST", wire.PathRegistration, "", request, &answer)
	p.token = answer.DeviceToken
	return err
}

func (p *promise) check() error {
	var challenge wire.ChallengeAnswer
	if _, err := p.client.ask("POST", wire.PathChallenge, p.token, nil, &challenge); err != nil {
		return err
	}
	request := p.client.lab.request(challenge)
	_, err := p.client.ask("POST", wire.PathCheck, p.token, request, nil)
	if err == nil {
		p.used = &request
	}
	return err
}

func (p *promise) revoke() error {
	err := p.client.control.Revoke(p.client.ctx, control.Revocation{Serial: p.serial(), At: start, Reason: "superseded"})
	p.revoked = err == nil
	return err
}

func (p *promise) leave() error {
	_, err := p.client.ask("DELETE", wire.PathRegistration, p.token, nil, nil)
	p.left = err == nil
	return err
}

// verify requires a restarted service to know everything that was confirmed.
func verify(t *testing.T, v *victim, all []*promise) {
	t.Helper()
	c := newCaller(t, v)
	accounts, err := c.control.Accounts(t.Context())
	require.NoError(t, err)
	states := map[string]string{}
	for _, a := range accounts {
		states[a.InstitutionCode] = a.State
	}
	certificates, err := c.control.Certificates(t.Context())
	require.NoError(t, err)
	revoked := map[string]bool{}
	for _, row := range certificates {
		revoked[row.Serial] = row.Revocation != nil
	}
	for _, p := range all {
		p.verify(t, c, states[p.facility], revoked)
	}
}

func (p *promise) verify(t *testing.T, c *caller, state string, revoked map[string]bool) {
	t.Helper()
	if !p.known {
		return
	}
	require.NotEmpty(t, state, "the account of %s", p.facility)
	require.Contains(t, revoked, p.serial())
	if p.revoked {
		require.True(t, revoked[p.serial()], "the revocation of %s", p.serial())
	}
	if p.left {
		require.Equal(t, "cooldown", state)
		return
	}
	if p.token == "" || p.begun == "leave" {
		return
	}
	require.Equal(t, "bound", state)
	_, err := c.ask("POST", wire.PathChallenge, p.token, nil, nil)
	require.NoError(t, err, "the token of %s", p.facility)
	if p.used != nil {
		status, err := c.ask("POST", wire.PathCheck, p.token, *p.used, nil)
		require.Error(t, err)
		require.Equal(t, http.StatusConflict, status, "SVC-290 a challenge is used once")
	}
}

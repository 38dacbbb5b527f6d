package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/wire"
	"github.com/mynalab/mynalab/reports"
	"github.com/mynalab/mynalab/sim/people"
)

// TestServeLogsNobody registers terminals, with right and wrong entries, and asks for a person. After that neither log nor
// metrics contain a secret or a name of the cast.
func TestServeLogsNobody(t *testing.T) {
	r := startServe(t, "--db", "memory")
	cast, err := people.Load()
	require.NoError(t, err)
	facility := cast.Facilities[0]
	account := facility.Accounts[0]
	ask := func(method, path, token string, body any) int {
		text, err := json.Marshal(body)
		require.NoError(t, err)
		request, err := http.NewRequestWithContext(t.Context(), method, r.public+path, bytes.NewReader(text))
		require.NoError(t, err)
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("Authorization", "Bearer "+token)
		response, err := r.client.Do(request)
		require.NoError(t, err)
		require.NoError(t, response.Body.Close())
		return response.StatusCode
	}
	entries := wire.RegistrationRequest{InstitutionCode: facility.Code, AccountID: account.ID, Password: account.Password,
		ActivationCode: account.ActivationCode, Platform: "windows"}
	require.Equal(t, 201, ask("POST", wire.PathRegistration, "", entries))
	entries.Password = account.ActivationCode
	require.Equal(t, 401, ask("POST", wire.PathRegistration, "", entries))
	require.Equal(t, 401, ask("POST", wire.PathChallenge, account.Password, nil))
	require.Equal(t, 404, ask("GET", "/"+account.Password+"?name="+cast.Persons[0].Name, "", nil))
	// The suite covers the requests of terminals and portal users, mails, certificates and faults.
	out := &logged{}
	suite := surroundings{stdout: out, stderr: out, lang: reports.LangEN, now: time.Now, random: randomReader{}, version: "test"}
	require.Equal(t, exitOK, run([]string{"run", "--service", r.public, "--control", r.controlURL, "--ca", r.ca, "--out", filepath.Join(t.TempDir(), "out"),
		"--tags", "@SVC-301 or @REG-31 or @APP-40 or @CHK-22 or @DER-03"}, suite), out)
	_, numbers := r.get("/metrics")
	require.NoError(t, r.end())
	require.Regexp(t, `(?m)^mynalab_checks_total\{result="ok:1"\} [1-9]`, numbers)
	require.Regexp(t, `(?m)^mynalab_checks_total\{result="MOCK-E206"\} [1-9]`, numbers)
	require.Contains(t, numbers, `route="/v1/portals/{portal}/sessions",status="201"`)
	require.Greater(t, strings.Count(r.log.String(), `"msg":"request"`), 40, r.log)
	// Times and durations are digits that may match anything by chance.
	everything := regexp.MustCompile(`(?m)"time":"[^"]*"|"ms":[0-9.e-]+| [0-9.e+-]+$`).ReplaceAllString(r.log.String()+numbers, "")
	for line := range strings.Lines(r.log.String()) {
		require.True(t, json.Valid([]byte(line)), line)
		require.NotContains(t, line, "?", "a query")
		require.NotContains(t, line, "@", "a mail address")
	}
	for _, secret := range cast.Secrets() {
		if len(secret) >= 6 { // a shorter secret may match any number
			require.NotContains(t, everything, secret)
		}
	}
	for _, f := range cast.Facilities {
		require.NotContains(t, everything, f.Name)
		require.NotContains(t, everything, f.Code)
		for _, a := range f.Accounts {
			require.NotContains(t, everything, a.ID)
		}
	}
	for _, u := range cast.Users {
		require.NotContains(t, everything, u.Mail)
	}
	for _, p := range cast.Persons {
		for _, personal := range []string{p.Name, p.Kana, p.Address, p.Birthdate, p.ID + `"`} {
			require.NotContains(t, everything, personal)
		}
	}
}

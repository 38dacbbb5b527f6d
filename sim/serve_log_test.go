package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/wire"
	"github.com/mynalab/mynalab/sim/people"
)

// TestServeLogsNobody registers terminals, rightly and wrongly, and asks for a person; neither log nor numbers hold a secret
// or a name of the cast afterwards.
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
	_, numbers := r.get("/metrics")
	require.NoError(t, r.end())
	require.Equal(t, 5, strings.Count(r.log.String(), `"msg":"request"`), r.log)
	everything := r.log.String() + numbers
	for _, f := range cast.Facilities {
		require.NotContains(t, everything, f.Name)
		for _, a := range f.Accounts {
			for _, secret := range []string{a.ID, a.Password, a.ActivationCode} {
				require.NotContains(t, everything, secret)
			}
		}
	}
	for _, p := range cast.Persons {
		for _, personal := range []string{p.Name, p.Kana, p.MyNumber, p.Address} {
			require.NotContains(t, everything, personal)
		}
	}
}

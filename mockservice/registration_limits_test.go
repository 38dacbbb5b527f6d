package mockservice_test

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice"
	"github.com/mynalab/mynalab/mockservice/account"
	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/mockservice/wire"
)

func wrongly() wire.RegistrationRequest {
	e := entries()
	e.ActivationCode = "000000000000"
	return e
}

// One address may try to register only so often, wherever no scenario is staged.
func TestRegistrationsAreLimited(t *testing.T) {
	limit := func(c *mockservice.Config) { c.Account.Tries = account.Limit{Most: 3, Window: 10 * time.Minute} }
	try := func(l *lab) int {
		status, _ := l.ask("POST", wire.PathRegistration, "", wrongly(), nil)
		return status
	}
	l := open(t, limit)
	for range 5 {
		require.Equal(t, 401, try(l), "a staged scenario tries as often as it likes")
	}
	l.reset("")
	for _, want := range []int{401, 401, 401, 429, 429} {
		require.Equal(t, want, try(l))
	}
	response, _ := l.fetch("POST", wire.PathRegistration, []byte(`{"institutionCode":"","accountId":"","password":"","activationCode":"","platform":"ios"}`))
	require.Equal(t, 429, response.StatusCode)
	again, err := strconv.Atoi(response.Header.Get("Retry-After"))
	require.NoError(t, err)
	require.Positive(t, again)
	status, _ := l.ask("POST", wire.PathRegistration, "", entries(), nil)
	require.Equal(t, 429, status, "the right entries wait, too")
	status, _ = l.ask("POST", wire.PathChallenge, "x", nil, nil)
	require.Equal(t, 401, status, "nothing else is limited")
	l.pass(10 * time.Minute)
	status, _ = l.ask("POST", wire.PathRegistration, "", entries(), nil)
	require.Equal(t, http.StatusCreated, status)
}

// With the switch on, too many wrong registrations close an account, and the answer does not tell; a new activation code opens
// it. By default nothing of that happens.
func TestLockoutOfRegistration(t *testing.T) {
	register := func(l *lab, e wire.RegistrationRequest) int {
		status, problem := l.ask("POST", wire.PathRegistration, "", e, nil)
		if status != http.StatusCreated {
			require.Equal(t, wire.ProblemFor(wire.CodeAccountMismatch, ""), problem, "SVC-129 whatever is the matter")
		}
		return status
	}
	t.Run("off by default", func(t *testing.T) {
		l := open(t)
		for range 20 {
			register(l, wrongly())
		}
		require.Equal(t, http.StatusCreated, register(l, entries()))
	})
	closing := func(c *mockservice.Config) { c.Account.Lockout = 3 }
	t.Run("one wrong try less", func(t *testing.T) {
		l := open(t, closing)
		for range 2 {
			register(l, wrongly())
		}
		require.Equal(t, http.StatusCreated, register(l, entries()))
		status, _ := l.ask("DELETE", wire.PathRegistration, "", nil, nil)
		require.Equal(t, 401, status)
	})
	t.Run("closed, and open again with another activation code", func(t *testing.T) {
		l := open(t, closing)
		for range 3 {
			register(l, wrongly())
		}
		require.Equal(t, 401, register(l, entries()))
		other := entries()
		other.ActivationCode = "111111111111"
		require.NoError(t, l.control.PutPeople(t.Context(), control.People{Facilities: []control.Facility{{Code: other.InstitutionCode,
			Name: "みなと接骨院", Accounts: []control.AccountSecret{{ID: other.AccountID, Password: other.Password, ActivationCode: other.ActivationCode}}}}}))
		require.Equal(t, http.StatusCreated, register(l, other))
	})
	t.Run("an account that there is not", func(t *testing.T) {
		l := open(t, closing)
		nobody := entries()
		nobody.AccountID = "W9999999"
		for range 5 {
			require.Equal(t, 401, register(l, nobody))
		}
	})
}

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

// Outside of scenarios the number of registrations from one address is limited.
func TestRegistrationsAreLimited(t *testing.T) {
	limit := func(c *mockservice.Config) { c.Account.Tries = account.Limit{Most: 3, Window: 10 * time.Minute} }
	try := func(l *lab) int {
		status, _ := l.ask("POST", wire.PathRegistration, "", wrongly(), nil)
		return status
	}
	l := open(t, limit)
	for range 5 {
		require.Equal(t, 401, try(l), "there is no limit in a scenario")
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
	require.Equal(t, 429, status, "right entries are limited, too")
	status, _ = l.ask("POST", wire.PathChallenge, "x", nil, nil)
	require.Equal(t, 401, status, "nothing else is limited")
	l.pass(10 * time.Minute)
	status, _ = l.ask("POST", wire.PathRegistration, "", entries(), nil)
	require.Equal(t, http.StatusCreated, status)
}

// If Lockout is set, too many wrong registrations lock an account. The answer stays the same, so it does not reveal the lock. A
// new activation code unlocks the account. By default accounts are never locked.
func TestLockoutOfRegistration(t *testing.T) {
	register := func(l *lab, e wire.RegistrationRequest) int {
		status, problem := l.ask("POST", wire.PathRegistration, "", e, nil)
		if status != http.StatusCreated {
			require.Equal(t, wire.ProblemFor(wire.CodeAccountMismatch, ""), problem, "SVC-129 the same answer for every reason")
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
	t.Run("one attempt less than the limit", func(t *testing.T) {
		l := open(t, closing)
		for range 2 {
			register(l, wrongly())
		}
		require.Equal(t, http.StatusCreated, register(l, entries()))
		status, _ := l.ask("DELETE", wire.PathRegistration, "", nil, nil)
		require.Equal(t, 401, status)
	})
	t.Run("locked, and unlocked by another activation code", func(t *testing.T) {
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
	t.Run("an account that does not exist", func(t *testing.T) {
		l := open(t, closing)
		nobody := entries()
		nobody.AccountID = "W9999999"
		for range 5 {
			require.Equal(t, 401, register(l, nobody))
		}
	})
}

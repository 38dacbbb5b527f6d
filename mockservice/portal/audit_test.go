package portal_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/portal"
	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// lastAudit returns the latest audit record.
func (l *lab) lastAudit() store.Audit {
	list, err := l.rows.AuditList(l.t.Context())
	require.NoError(l.t, err)
	require.NotEmpty(l.t, list)
	return list[len(list)-1]
}

// TestAuditNamesTheFacility: an audit record names the facility whose user, application or account it is about, whether the
// action succeeded or was refused.
func TestAuditNamesTheFacility(t *testing.T) {
	of := func(code string) store.AccountKey { return store.AccountKey{InstitutionCode: code} }
	again := func(n int, do func(l *lab) error) func(l *lab) error {
		return func(l *lab) (err error) {
			for range n {
				err = do(l)
			}
			return err
		}
	}
	wrong := func(l *lab) error { return l.tryLogin(mail, "Wrong-Test-01") }
	registers := func(l *lab) error { return errorOf(l.submit(portal.OMF, "", portal.FormUser, applicant(judo))) }
	for _, row := range []struct {
		name   string
		action func(l *lab) error
		what   string
		code   wire.Code // empty: the action succeeds
		key    store.AccountKey
	}{
		{"login", func(l *lab) error { l.registerAndLogIn(judo); return nil }, portal.AuditLogin, "", of(judo)},
		{"wrong password", func(l *lab) error { l.registerAndLogIn(judo); return wrong(l) }, portal.AuditLogin, wire.CodeLoginRefused, of(judo)},
		{"locked out", func(l *lab) error { l.registerAndLogIn(judo); return again(4, wrong)(l) }, portal.AuditLogin, wire.CodeLockedOut, of(judo)},
		{"too many logins", func(l *lab) error { l.registerAndLogIn(judo); return again(8, wrong)(l) }, portal.AuditLogin, wire.CodeRateLimited, of(judo)},
		{"not activated", func(l *lab) error { l.register(judo); return l.tryLogin(mail, password) }, portal.AuditLogin, wire.CodeLoginRefused, of(judo)},
		{"unknown address", func(l *lab) error { return l.tryLogin("nobody@clinic.example", password) }, portal.AuditLogin, wire.CodeLoginRefused, of("")},
		{"too many registrations", again(8, registers), portal.AuditRegistration, wire.CodeRateLimited, of(judo)},
		{"an expired session", func(l *lab) error {
			session := l.registerAndLogIn(judo)
			l.pass(24 * time.Hour)
			return l.backend.Logout(t.Context(), l.visit(portal.OMF, session))
		}, portal.AuditLogout, wire.CodeNotLoggedIn, of(judo)},
		{"no session", func(l *lab) error { return l.backend.Logout(t.Context(), l.visit(portal.OMF, "x")) }, portal.AuditLogout, wire.CodeNotLoggedIn, of("")},
		{"a finished review", func(l *lab) error {
			receipt, err := l.submit(portal.OMF, l.registerAndLogIn(judo), portal.FormStart, startValues(judo))
			require.NoError(t, err)
			decide := func(l *lab) error {
				return l.backend.Decide(t.Context(), receipt.ApplicationID, true, "", l.visit("", ""))
			}
			return again(2, decide)(l)
		}, portal.AuditReview, wire.CodeDecision, of(judo)},
		{"the sheet of an unknown account", func(l *lab) error {
			return errorOf(l.backend.Settings(t.Context(), l.visit(portal.OMF, l.submitStart(judo)), "W0000000"))
		}, portal.AuditSettings, wire.CodeNotFound, of(judo)},
	} {
		t.Run(row.name, func(t *testing.T) {
			l := open(t, func(r *portal.Rules) {
				r.Lockout.Wrong = 3
				r.Limits = []portal.Limit{{What: portal.LimitLogin, Most: 6, Window: time.Hour},
					{What: portal.LimitRegistration, Most: 6, Window: time.Hour}}
			})
			err, result := row.action(l), "ok"
			if row.code != "" {
				problem(t, err, row.code)
				result = string(row.code)
			}
			require.Equal(t, store.Audit{At: l.now, What: row.what, Account: row.key, Result: result}, l.lastAudit())
		})
	}
}

// TestAuditNamesTheAccount: the record about a sheet that can't be read yet names its account; the record about an account id
// that was only typed doesn't repeat it.
func TestAuditNamesTheAccount(t *testing.T) {
	l := open(t)
	session := l.submitStart(judo)
	accounts, err := l.rows.AccountsOf(t.Context(), judo)
	require.NoError(t, err)
	require.NotEmpty(t, accounts)
	problem(t, errorOf(l.backend.Settings(t.Context(), l.visit(portal.OMF, session), accounts[0].Key.ID)), wire.CodeApplicationState)
	require.Equal(t, accounts[0].Key, l.lastAudit().Account)
	problem(t, errorOf(l.backend.Settings(t.Context(), l.visit(portal.OMF, session), "My-Password-1")), wire.CodeNotFound)
	require.Equal(t, store.AccountKey{InstitutionCode: judo}, l.lastAudit().Account)
}

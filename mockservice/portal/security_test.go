package portal_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/portal"
	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

func (l *lab) tryLogin(mail, password string) error {
	return errorOf(l.backend.Login(l.t.Context(), l.visit(portal.OMF, ""), mail, password))
}

const mail = judo + "@clinic.example"

func TestPasswordsAreArgon2id(t *testing.T) {
	l := open(t)
	l.registerAndLogIn(judo)
	u, err := l.rows.User(t.Context(), store.UserKey{Portal: portal.OMF, Mail: mail})
	require.NoError(t, err)
	require.Regexp(t, `^\$argon2id\$v=19\$m=64,t=1,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$`, u.Current.Password)
	t.Run("REG-23 a hundred characters, and each of them counts", func(t *testing.T) {
		long := strings.Repeat("Aa1-", 25)
		phc := portal.CheapArgon().Hash(long, []byte("0123456789abcdef"))
		require.True(t, portal.Verify(phc, long))
		require.False(t, portal.Verify(phc, long[:99]))
		require.False(t, portal.Verify(phc, long[:99]+"x"))
	})
	t.Run("a test vector of the reference implementation", func(t *testing.T) {
		require.True(t, portal.Verify("$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4", "password"))
	})
	for _, bad := range []string{"", "x", "$argon2i$v=19$m=64,t=1,p=1$c2FsdA$aGFzaA", "$argon2id$v=18$m=64,t=1,p=1$c2FsdA$aGFzaA",
		"$argon2id$v=19$m=64,t=0,p=1$c2FsdA$aGFzaA", "$argon2id$v=19$m=64,t=1,p=1$c2FsdA$", "$argon2id$v=19$m=64,t=1,p=1$!$aGFzaA"} {
		require.False(t, portal.Verify(bad, ""), bad)
	}
	require.Equal(t, portal.Argon{Memory: 19456, Time: 2, Threads: 1, Salt: 16, Key: 32}, portal.DefaultArgon())
}

func TestLockout(t *testing.T) {
	wrong := func(l *lab, n int) {
		for range n {
			problem(t, l.tryLogin(mail, "Wrong-Test-01"), wire.CodeLoginRefused)
		}
	}
	t.Run("nine wrong passwords, then the right one: the count is reset", func(t *testing.T) {
		l := open(t)
		l.registerAndLogIn(judo)
		for range 2 {
			wrong(l, 9)
			require.NoError(t, l.tryLogin(mail, password))
		}
	})
	t.Run("ten wrong passwords lock for half an hour", func(t *testing.T) {
		l := open(t)
		l.registerAndLogIn(judo)
		wrong(l, 10)
		problem(t, l.tryLogin(mail, password), wire.CodeLockedOut)
		l.pass(30*time.Minute - time.Second)
		problem(t, l.tryLogin(mail, password), wire.CodeLockedOut)
		l.pass(time.Second)
		require.NoError(t, l.tryLogin(mail, password))
	})
	t.Run("many tries at the same time gain nothing", func(t *testing.T) {
		l := open(t)
		l.registerAndLogIn(judo)
		refused := make(chan error)
		for range 40 {
			go func() {
				refused <- errorOf(l.backend.Login(context.Background(), l.visit(portal.OMF, ""), mail, "Wrong-Test-01"))
			}()
		}
		tried := 0
		for range 40 {
			var p wire.Problem
			require.ErrorAs(t, <-refused, &p)
			if p.Code == wire.CodeLoginRefused {
				tried++
			}
		}
		require.Equal(t, 10, tried)
	})
	t.Run("the lockout can be turned off", func(t *testing.T) {
		l := open(t, func(r *portal.Rules) { r.Lockout.Wrong = 0 })
		l.registerAndLogIn(judo)
		wrong(l, 20)
		require.NoError(t, l.tryLogin(mail, password))
	})
}

// TestNoEnumeration: nobody can find out who is registered, neither by the answers, nor by the lockout, nor by the work that a
// request causes.
func TestNoEnumeration(t *testing.T) {
	l := open(t)
	l.registerAndLogIn(judo)
	l.register(ahaki) // not activated
	for range 11 {
		known := l.tryLogin(mail, "Wrong-Test-01")
		require.Equal(t, known, l.tryLogin("nobody@clinic.example", "Wrong-Test-01"))
		require.Equal(t, known, l.tryLogin(ahaki+"@clinic.example", password))
	}
	draws := func(do func()) map[string]int {
		before := map[string]int{}
		for k, n := range l.draws {
			before[k] = n
		}
		do()
		after := map[string]int{}
		for k, n := range l.draws {
			after[k] = n - before[k]
		}
		return after
	}
	register := func(values map[string]string) map[string]int {
		return draws(func() {
			receipt, err := l.submit(portal.OMF, "", portal.FormUser, values)
			require.NoError(t, err)
			require.Regexp(t, `^[0-9a-f]{32}$`, receipt.ApplicationID)
			require.True(t, receipt.AcceptedAt.Equal(l.now))
		})
	}
	require.Equal(t, register(with(applicant(judo), "mailAddress", "fresh@clinic.example")), register(applicant(judo)))
	t.Run("the owner of the address gets a mail, and nothing changes", func(t *testing.T) {
		mails := l.mails(mail)
		last := mails[len(mails)-1]
		require.Equal(t, portal.LetterKnown, last.Name)
		require.Empty(t, last.Token)
		l.pass(time.Hour)
		require.NoError(t, errorOf(l.submit(portal.OMF, "", portal.FormUser, withPassword(applicant(judo), "Another-Test-02"))))
		problem(t, l.tryLogin(mail, "Another-Test-02"), wire.CodeLoginRefused)
		require.NoError(t, l.tryLogin(mail, password))
	})
	t.Run("the case of an address doesn't matter", func(t *testing.T) {
		require.NoError(t, l.tryLogin(strings.ToUpper(mail), password))
	})
	t.Run("each portal has its own users", func(t *testing.T) {
		problem(t, errorOf(l.backend.Login(t.Context(), l.visit(portal.CSM, ""), mail, password)), wire.CodeLoginRefused)
	})
}

func TestLimitsPerAddress(t *testing.T) {
	tight := func(r *portal.Rules) {
		r.Limits = []portal.Limit{{What: portal.LimitLogin, Most: 3, Window: time.Minute},
			{What: portal.LimitRegistration, Most: 3, Window: time.Minute}, {What: portal.LimitFacilityCheck, Most: 3, Window: time.Minute}}
	}
	for what, try := range map[string]func(l *lab, v portal.Visit) error{
		portal.LimitLogin: func(l *lab, v portal.Visit) error {
			return errorOf(l.backend.Login(t.Context(), v, "nobody@clinic.example", "x"))
		},
		portal.LimitRegistration: func(l *lab, v portal.Visit) error {
			return errorOf(l.backend.Submit(t.Context(), v, portal.FormUser, entry(nil)))
		},
		portal.LimitFacilityCheck: func(l *lab, v portal.Visit) error { return l.backend.CheckFacility(t.Context(), v, entry(nil)) },
	} {
		t.Run(what, func(t *testing.T) {
			l := open(t, tight)
			session := l.registerAndLogIn(judo)
			l.pass(time.Hour / 4)
			at := func(from string) portal.Visit {
				v := l.visit(portal.OMF, session)
				v.From = from
				return v
			}
			code := func(err error) wire.Code {
				var p wire.Problem
				require.ErrorAs(t, err, &p)
				return p.Code
			}
			for range 3 {
				require.NotEqual(t, wire.CodeRateLimited, code(try(l, at("192.0.2.1"))))
			}
			require.Equal(t, wire.CodeRateLimited, code(try(l, at("192.0.2.1"))))
			require.NotEqual(t, wire.CodeRateLimited, code(try(l, at("192.0.2.2"))))
			l.pass(time.Minute)
			require.NotEqual(t, wire.CodeRateLimited, code(try(l, at("192.0.2.1"))))
		})
	}
}

func TestSessionLife(t *testing.T) {
	alive := func(l *lab, token string) bool {
		_, err := l.backend.Session(t.Context(), l.visit(portal.OMF, token))
		if err != nil {
			problem(t, err, wire.CodeNotLoggedIn)
		}
		return err == nil
	}
	t.Run("idle", func(t *testing.T) {
		l := open(t)
		token := l.registerAndLogIn(judo)
		l.pass(30*time.Minute - time.Second)
		require.True(t, alive(l, token))
		l.pass(30*time.Minute - time.Second)
		require.True(t, alive(l, token), "using it keeps it valid")
		l.pass(30 * time.Minute)
		require.False(t, alive(l, token))
	})
	t.Run("at most", func(t *testing.T) {
		l := open(t)
		token := l.registerAndLogIn(judo)
		for range 35 {
			l.pass(20 * time.Minute)
			require.True(t, alive(l, token))
		}
		l.pass(20 * time.Minute)
		require.False(t, alive(l, token), "it ends after twelve hours")
	})
	t.Run("a login ends the session that the visit came with", func(t *testing.T) {
		l := open(t)
		first := l.registerAndLogIn(judo)
		s, err := l.backend.Login(t.Context(), l.visit(portal.OMF, first), mail, password)
		require.NoError(t, err)
		require.NotEqual(t, first, s.SessionToken)
		require.True(t, s.ExpiresAt.Equal(l.now.Add(30*time.Minute)))
		require.False(t, alive(l, first))
		require.True(t, alive(l, s.SessionToken))
	})
	t.Run("logout, portal, and no token at all", func(t *testing.T) {
		l := open(t)
		token := l.registerAndLogIn(judo)
		problem(t, errorOf(l.backend.Session(t.Context(), l.visit(portal.CSM, token))), wire.CodeNotLoggedIn)
		require.NoError(t, l.backend.Logout(t.Context(), l.visit(portal.OMF, token)))
		require.False(t, alive(l, token))
		problem(t, l.backend.Logout(t.Context(), l.visit(portal.OMF, token)), wire.CodeNotLoggedIn)
		require.False(t, alive(l, ""))
		require.False(t, alive(l, "x"))
	})
}

func TestCSRF(t *testing.T) {
	token := portal.CSRF("session", "start")
	require.True(t, portal.CSRFAgrees("session", "start", token))
	require.False(t, portal.CSRFAgrees("session", "grant", token), "each purpose has its own token")
	require.False(t, portal.CSRFAgrees("another", "start", token))
	require.False(t, portal.CSRFAgrees("session", "start", ""))
	require.False(t, portal.CSRFAgrees("", "start", portal.CSRF("", "start")))
	require.NotContains(t, token, "session")
}

// TestAudit: each action leaves a record, and no record contains what was typed.
func TestAudit(t *testing.T) {
	l, session, files := openForGrant(t, openIntake)
	require.NoError(t, errorOf(l.submit(portal.OMF, session, portal.FormGrant, grantValues(), files...)))
	require.Error(t, l.tryLogin(mail, "Wrong-Test-01"))
	require.NoError(t, l.backend.CheckFacility(t.Context(), l.visit(portal.OMF, session), entry(startValues(judo))))
	require.Error(t, errorOf(l.submit(portal.OMF, session, portal.FormStart, startValues(judo))))
	require.Error(t, errorOf(l.backend.Letter(t.Context(), l.visit(portal.OMF, session))))
	require.NoError(t, l.backend.Logout(t.Context(), l.visit(portal.OMF, session)))
	records, err := l.rows.AuditList(t.Context())
	require.NoError(t, err)
	got := map[string]bool{}
	for _, r := range records {
		got[r.What+" "+r.Result] = true
		require.Regexp(t, `^[a-z][a-z-]*$`, r.What)
		require.Regexp(t, `^([0-9]{10})?$`, r.Account.InstitutionCode)
		require.NotContains(t, r.What+r.Result+r.Account.ID, "Test")
	}
	for _, want := range []string{"portal-registration ok", "portal-activation ok", "portal-login ok", "portal-login MOCK-E402", "portal-start ok",
		"portal-start MOCK-E410", "portal-settings ok", "portal-attachment ok", "portal-grant ok", "portal-facility-check ok",
		"portal-grant-letter MOCK-E410", "portal-logout ok"} {
		require.True(t, got[want], want)
	}
}

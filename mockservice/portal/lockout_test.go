package portal_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mynalab/mynalab/mockservice/portal"
	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// nobody is an address that nobody registers.
const nobody = "nobody@clinic.example"

// wrongTries is how many wrong tries are counted for an address. It leaves no row.
func (l *lab) wrongTries(mail string) int {
	looked := errors.New("looked")
	wrong := 0
	key := store.UserKey{Portal: portal.OMF, Mail: mail}
	err := l.rows.ChangeTries(l.t.Context(), key, func(r *store.Tries) error { wrong = r.Wrong; return looked })
	require.ErrorIs(l.t, err, looked)
	return wrong
}

// An address that nobody has registered locks out as any other does, leaves no user, and its count goes with the first
// login of anybody after the lockout's time.
func TestNobodyLeavesNoRow(t *testing.T) {
	for name, rows := range stores() {
		t.Run(name, func(t *testing.T) {
			l := openOver(t, rows(t), func(r *portal.Rules) { r.Lockout.Wrong = 2 })
			l.enter(judo)
			for _, want := range []wire.Code{wire.CodeLoginRefused, wire.CodeLoginRefused, wire.CodeLockedOut, wire.CodeLockedOut} {
				problem(t, l.tryLogin(nobody, password), want)
			}
			_, err := l.rows.User(t.Context(), store.UserKey{Portal: portal.OMF, Mail: nobody})
			require.ErrorIs(t, err, store.ErrNotFound)
			require.Equal(t, 2, l.wrongTries(nobody))
			l.pass(l.rules.Lockout.For - time.Second)
			l.login(judo)
			require.Equal(t, 2, l.wrongTries(nobody))
			l.pass(time.Second)
			l.login(judo)
			require.Zero(t, l.wrongTries(nobody))
			problem(t, l.tryLogin(nobody, password), wire.CodeLoginRefused)
		})
	}
}

// Whatever is tried and however much time passes, an address that is registered, one that waits for its link and one that
// nobody has get the same answers to wrong passwords: also when somebody registers it meanwhile.
func TestLockoutTellsNothing(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		l := open(t, func(rules *portal.Rules) { rules.Lockout.Wrong, rules.Limits = 3, nil })
		l.enter(judo)
		l.register(ahaki)
		applied := rapid.IntRange(0, 12).Draw(r, "somebody applies with the address of nobody at step")
		for step := range rapid.IntRange(1, 12).Draw(r, "steps") {
			known := l.tryLogin(mail, "Wrong-Test-01")
			require.Equal(r, known, l.tryLogin(nobody, "Wrong-Test-01"))
			require.Equal(r, known, l.tryLogin(ahaki+"@clinic.example", "Wrong-Test-01"))
			if step == applied {
				require.NoError(r, second(l.submit(portal.OMF, "", portal.FormUser, with(applicant(judo), "mailAddress", nobody))))
				require.NoError(r, second(l.submit(portal.OMF, "", portal.FormUser, applicant(judo))))
			}
			l.pass(time.Duration(rapid.IntRange(0, 40).Draw(r, "minutes")) * time.Minute)
		}
	})
}

// A registration that its link makes valid begins the count anew.
func TestActivationForgives(t *testing.T) {
	l := open(t)
	token := l.register(judo)
	for range 10 {
		problem(t, l.tryLogin(mail, password), wire.CodeLoginRefused)
	}
	problem(t, l.tryLogin(mail, password), wire.CodeLockedOut)
	require.NoError(t, l.backend.Activate(t.Context(), l.visit(portal.OMF, ""), token))
	require.NoError(t, l.tryLogin(mail, password))
	require.Zero(t, l.wrongTries(mail))
}

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

// unknownAddress is an address that is never registered.
const unknownAddress = "nobody@clinic.example"

// wrongTries returns how many wrong passwords are counted for an address. It changes nothing.
func (l *lab) wrongTries(mail string) int {
	looked := errors.New("looked")
	wrong := 0
	key := store.UserKey{Portal: portal.OMF, Mail: mail}
	err := l.rows.ChangeTries(l.t.Context(), key, func(r *store.Tries) error { wrong = r.Wrong; return looked })
	require.ErrorIs(l.t, err, looked)
	return wrong
}

// TestNobodyLeavesNoRow: an address without a user is locked out like any other, but no user is added. Its count is deleted by
// the first login of anybody after the time of the lockout.
func TestNobodyLeavesNoRow(t *testing.T) {
	for name, rows := range stores() {
		t.Run(name, func(t *testing.T) {
			l := openOver(t, rows(t), func(r *portal.Rules) { r.Lockout.Wrong = 2 })
			l.registerAndLogIn(judo)
			for _, want := range []wire.Code{wire.CodeLoginRefused, wire.CodeLoginRefused, wire.CodeLockedOut, wire.CodeLockedOut} {
				problem(t, l.tryLogin(unknownAddress, password), want)
			}
			_, err := l.rows.User(t.Context(), store.UserKey{Portal: portal.OMF, Mail: unknownAddress})
			require.ErrorIs(t, err, store.ErrNotFound)
			require.Equal(t, 2, l.wrongTries(unknownAddress))
			l.pass(l.rules.Lockout.For - time.Second)
			l.login(judo)
			require.Equal(t, 2, l.wrongTries(unknownAddress))
			l.pass(time.Second)
			l.login(judo)
			require.Zero(t, l.wrongTries(unknownAddress))
			problem(t, l.tryLogin(unknownAddress, password), wire.CodeLoginRefused)
		})
	}
}

// TestLockoutTellsNothing: a registered address, one whose link was not opened yet, and one without a user get the same answers
// to wrong passwords, whatever is tried and however much time passes, even if somebody registers the address in between.
func TestLockoutTellsNothing(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		l := open(t, func(rules *portal.Rules) { rules.Lockout.Wrong, rules.Limits = 3, nil })
		l.registerAndLogIn(judo)
		l.register(ahaki)
		applied := rapid.IntRange(0, 12).Draw(r, "the unregistered address is registered at step")
		for step := range rapid.IntRange(1, 12).Draw(r, "steps") {
			known := l.tryLogin(mail, "Wrong-Test-01")
			require.Equal(r, known, l.tryLogin(unknownAddress, "Wrong-Test-01"))
			require.Equal(r, known, l.tryLogin(ahaki+"@clinic.example", "Wrong-Test-01"))
			if step == applied {
				require.NoError(r, errorOf(l.submit(portal.OMF, "", portal.FormUser, with(applicant(judo), "mailAddress", unknownAddress))))
				require.NoError(r, errorOf(l.submit(portal.OMF, "", portal.FormUser, applicant(judo))))
			}
			l.pass(time.Duration(rapid.IntRange(0, 40).Draw(r, "minutes")) * time.Minute)
		}
	})
}

// TestActivationForgives: opening the link of a registration resets the count.
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

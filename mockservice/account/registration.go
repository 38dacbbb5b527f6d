package account

import (
	"context"
	"crypto/subtle"
	"errors"
	"slices"
	"time"

	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// Platforms returns the kinds of terminal for which the app exists.
func Platforms() []string { return []string{"windows", "ios", "android"} }

// Register is initial registration (INI-02): it binds the account to the device that gets the token, and returns the facility.
// Every reason against it (a wrong entry, cooldown, a registered or a lost device, cancellation, lockout) gives the same
// problem, so that the answer does not help to guess the entries (SVC-129). Register writes an audit record, also of a refusal.
func (g *Registry) Register(ctx context.Context, r wire.RegistrationRequest, token string, now time.Time) (store.Facility, error) {
	if !slices.Contains(Platforms(), r.Platform) {
		return store.Facility{}, wire.ProblemFor(wire.CodeBadRequest, "platform: it must be one of windows, ios, android")
	}
	key := store.AccountKey{InstitutionCode: r.InstitutionCode, ID: r.AccountID}
	facility, err := g.rows.Facility(ctx, key.InstitutionCode)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return store.Facility{}, err
	}
	a, matches, err := g.match(ctx, key, r)
	if err != nil {
		return store.Facility{}, err
	}
	closed, err := g.countAttempt(ctx, a.Key)
	if err != nil {
		return store.Facility{}, err
	}
	var outcome error = wire.ProblemFor(wire.CodeAccountMismatch, "")
	if matches && !closed {
		outcome = g.apply(ctx, key, Register, store.DigestOf(token), now)
	}
	// The record has only values that the service knows, never what was typed, since a user may type a password into any field.
	known := store.AccountKey{InstitutionCode: facility.Code, ID: a.Key.ID}
	return facility, g.audit(ctx, AuditRegistration, known, outcome, now)
}

// countAttempt counts an attempt to register with an account and reports whether the account is locked, because there were too many
// wrong attempts. It counts before the entries are judged, so that parallel attempts cannot exceed the limit. A successful
// registration resets the count, and so does a new activation code.
func (g *Registry) countAttempt(ctx context.Context, key store.AccountKey) (closed bool, err error) {
	if g.rules.Lockout == 0 || key == (store.AccountKey{}) {
		return false, nil
	}
	err = g.rows.ChangeAccount(ctx, key, func(a *store.Account) error {
		if a.TriedCode != a.ActivationCode {
			a.Tried, a.TriedCode = 0, a.ActivationCode
		}
		closed = a.Tried >= g.rules.Lockout
		if !closed {
			a.Tried++
		}
		return nil
	})
	return closed, err
}

// match reports whether the entries match an account. The comparison takes the same time whether or not the account exists.
func (g *Registry) match(ctx context.Context, key store.AccountKey, r wire.RegistrationRequest) (store.Account, bool, error) {
	a, err := g.rows.Account(ctx, key)
	known := 1
	if errors.Is(err, store.ErrNotFound) {
		known = 0
	} else if err != nil {
		return store.Account{}, false, err
	}
	password, code := store.DigestOf(r.Password), store.DigestOf(r.ActivationCode)
	same := known & subtle.ConstantTimeCompare(a.Password[:], password[:]) &
		subtle.ConstantTimeCompare(a.ActivationCode[:], code[:])
	return a, same == 1, nil
}

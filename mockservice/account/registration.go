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

// Platforms are the kinds of terminal that the app exists for.
func Platforms() []string { return []string{"windows", "ios", "android"} }

// Register is initial registration (INI-02): it binds the account to the device that gets the token, and answers with
// the facility. Whatever keeps it from that (a wrong entry, cooldown, a device that holds it, a lost one, cancellation, lockout)
// is one and the same problem, so that the answer tells nothing (SVC-129). It leaves an audit record.
func (g *Registry) Register(ctx context.Context, r wire.RegistrationRequest, token string, now time.Time) (store.Facility, error) {
	if !slices.Contains(Platforms(), r.Platform) {
		return store.Facility{}, wire.ProblemFor(wire.CodeBadRequest, "platform: it is none of windows, ios and android")
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
	closed, err := g.try(ctx, a.Key)
	if err != nil {
		return store.Facility{}, err
	}
	var outcome error = wire.ProblemFor(wire.CodeAccountMismatch, "")
	if matches && !closed {
		outcome = g.happen(ctx, key, Register, store.DigestOf(token), now)
	}
	// The record names what the service knows, never what was typed: a password may stand in any field.
	known := store.AccountKey{InstitutionCode: facility.Code, ID: a.Key.ID}
	return facility, g.audit(ctx, AuditRegistration, known, outcome, now)
}

// try counts a registration with an account, before it is made so that many at once gain nothing, and tells whether there
// were too many wrong ones. A right one binds, which ends the count; the count is of one activation code.
func (g *Registry) try(ctx context.Context, key store.AccountKey) (closed bool, err error) {
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

// match compares the entries in the same time whether or not there is such an account.
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

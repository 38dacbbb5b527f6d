package account

import (
	"context"
	"errors"
	"time"

	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// Kinds of audit record that this package writes.
const (
	AuditRegistration   = "registration"
	AuditDeregistration = "deregistration"
)

// auditOK is the result of an audit record where nothing was refused.
const auditOK = "ok"

// Rows is the part of the store that accounts need.
type Rows interface {
	store.Accounts
	store.Audits
}

// Registry is where accounts are registered, used and decided upon. It is safe for concurrent use. Refusals are errors of
// type wire.Problem.
type Registry struct {
	rows  Rows
	rules Rules
}

// New is a registry over rows by rules.
func New(rows Rows, rules Rules) *Registry { return &Registry{rows: rows, rules: rules} }

// State is where an account stands now.
func (g *Registry) State(a store.Account, now time.Time) (State, error) { return g.rules.State(a, now) }

// Authenticate finds the account that a device token belongs to, if its device may use it (SVC-119).
func (g *Registry) Authenticate(ctx context.Context, token string, now time.Time) (store.Account, error) {
	a, err := g.rows.AccountByDevice(ctx, store.DigestOf(token))
	if errors.Is(err, store.ErrNotFound) {
		return store.Account{}, wire.ProblemFor(wire.CodeTerminalUnknown, "")
	}
	if err != nil {
		return store.Account{}, err
	}
	if err := g.use(ctx, a, now); err != nil {
		return store.Account{}, err
	}
	return a, nil
}

// use is the event that a device asks for something, as often as there are requests. Where it leaves no fact, as in the
// default table, the row that was read decides: nothing is written, and nobody waited for.
func (g *Registry) use(ctx context.Context, a store.Account, now time.Time) error {
	after := a
	row, err := g.rules.happen(&after, Use, store.Digest{}, now)
	switch {
	case err != nil:
		return err
	case after != a:
		return g.happen(ctx, a.Key, Use, store.Digest{}, now)
	case row.Refusal != "":
		return wire.ProblemFor(row.Refusal, "")
	}
	return nil
}

// Deregister is デバイス登録解除 by the device that holds the account (SVC-120), with its audit record.
func (g *Registry) Deregister(ctx context.Context, key store.AccountKey, now time.Time) error {
	refused := g.happen(ctx, key, Deregister, store.Digest{}, now)
	return g.audit(ctx, AuditDeregistration, key, refused, now)
}

// Decide is a decision of the reviewers: Issue or Cancel.
func (g *Registry) Decide(ctx context.Context, key store.AccountKey, event Event, now time.Time) error {
	if event != Issue && event != Cancel {
		return wire.ProblemFor(wire.CodeBadRequest, "decision: it is neither issue nor cancel")
	}
	return g.happen(ctx, key, event, store.Digest{}, now)
}

// happen lets an event happen in the store, in one step. The fact of a refused event is kept, too.
func (g *Registry) happen(ctx context.Context, key store.AccountKey, event Event, device store.Digest, now time.Time) error {
	var row Row
	err := g.rows.ChangeAccount(ctx, key, func(a *store.Account) (err error) {
		row, err = g.rules.happen(a, event, device, now)
		return err
	})
	if err != nil {
		return err
	}
	if row.Refusal != "" {
		return wire.ProblemFor(row.Refusal, "")
	}
	return nil
}

// audit writes the record of a registration or deregistration and hands its outcome on. What went wrong inside leaves
// no record.
func (g *Registry) audit(ctx context.Context, what string, key store.AccountKey, outcome error, now time.Time) error {
	record := store.Audit{At: now, What: what, Account: key, Result: auditOK}
	if outcome != nil {
		var problem wire.Problem
		if !errors.As(outcome, &problem) {
			return outcome
		}
		record.Result = string(problem.Code)
	}
	if err := g.rows.AppendAudit(ctx, record); err != nil {
		return err
	}
	return outcome
}

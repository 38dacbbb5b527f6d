package account

import (
	"context"
	"errors"
	"time"

	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// AuditRegistration and AuditDeregistration are the kinds of audit record that this package writes.
const (
	AuditRegistration   = "registration"
	AuditDeregistration = "deregistration"
)

// auditOK is the result in the audit record of a request that was not refused.
const auditOK = "ok"

// Rows is the part of the store that a Registry needs.
type Rows interface {
	store.Accounts
	store.Audits
}

// Registry applies the events of the life cycle to the accounts in the store. It is safe for concurrent use. Refusals are
// errors of type wire.Problem.
type Registry struct {
	rows  Rows
	rules Rules
}

// New returns a registry that stores accounts in rows and follows rules.
func New(rows Rows, rules Rules) *Registry { return &Registry{rows: rows, rules: rules} }

// State returns the state of an account at a time.
func (g *Registry) State(a store.Account, now time.Time) (State, error) { return g.rules.State(a, now) }

// Authenticate returns the account of a device token, if the account's state lets the device use it (SVC-119).
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

// use applies the event Use, which happens with every request. If it changes nothing, as in the default table, the account
// as it was read decides: nothing is written, so that requests do not wait for each other.
func (g *Registry) use(ctx context.Context, a store.Account, now time.Time) error {
	after := a
	row, err := g.rules.apply(&after, Use, store.Digest{}, now)
	switch {
	case err != nil:
		return err
	case after != a:
		return g.apply(ctx, a.Key, Use, store.Digest{}, now)
	case row.Refusal != "":
		return wire.ProblemFor(row.Refusal, "")
	}
	return nil
}

// Deregister is デバイス登録解除 by the registered device (SVC-120). It writes an audit record, also of a refusal.
func (g *Registry) Deregister(ctx context.Context, key store.AccountKey, now time.Time) error {
	refused := g.apply(ctx, key, Deregister, store.Digest{}, now)
	return g.audit(ctx, AuditDeregistration, key, refused, now)
}

// Decide applies a decision of the reviewers: Issue or Cancel.
func (g *Registry) Decide(ctx context.Context, key store.AccountKey, event Event, now time.Time) error {
	if event != Issue && event != Cancel {
		return wire.ProblemFor(wire.CodeBadRequest, "decision: it must be issue or cancel")
	}
	return g.apply(ctx, key, event, store.Digest{}, now)
}

// apply applies an event to an account in the store, in one transaction. The fact of a refused event is written, too.
func (g *Registry) apply(ctx context.Context, key store.AccountKey, event Event, device store.Digest, now time.Time) error {
	var row Row
	err := g.rows.ChangeAccount(ctx, key, func(a *store.Account) (err error) {
		row, err = g.rules.apply(a, event, device, now)
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

// audit writes the audit record of a registration or deregistration and returns its outcome. A failure of the service itself
// gets no record, since nothing was decided.
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

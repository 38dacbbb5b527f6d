package store

import (
	"context"
	"slices"
	"sync"
	"time"
)

// Memory is a Store whose rows exist as long as the process.
type Memory struct {
	mu   sync.Mutex
	rows tables
}

// tables holds all rows. Memory.mu protects it.
type tables struct {
	setup        Setup
	draws        map[string]uint64
	facilities   map[string]Facility
	accounts     map[AccountKey]Account
	persons      map[string]Person
	certificates map[string]Certificate
	revocations  map[string]Revocation
	challenges   map[string]Challenge
	audits       []Audit
	portal       portalTables
	inquiries    inquiryTables
}

func emptyTables() tables {
	return tables{draws: map[string]uint64{}, facilities: map[string]Facility{}, accounts: map[AccountKey]Account{},
		persons: map[string]Person{}, certificates: map[string]Certificate{}, revocations: map[string]Revocation{},
		challenges: map[string]Challenge{}, portal: emptyPortal(), inquiries: emptyInquiries()}
}

var _ Store = (*Memory)(nil)

// NewMemory returns an empty store.
func NewMemory() *Memory { return &Memory{rows: emptyTables()} }

// Reset deletes all rows.
func (m *Memory) Reset(context.Context) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.rows = emptyTables()
	return nil
}

// Close does nothing: there are no files or connections.
func (m *Memory) Close() error { return nil }

// Setup returns the setup row.
func (m *Memory) Setup(context.Context) (Setup, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.rows.setup.clone(), nil
}

// ChangeSetup changes the setup row.
func (m *Memory) ChangeSetup(_ context.Context, change func(*Setup) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	row := m.rows.setup.clone()
	if err := change(&row); err != nil {
		return err
	}
	m.rows.setup = row.clone()
	return nil
}

// CountDraw returns the number of the next draw for a purpose.
func (m *Memory) CountDraw(_ context.Context, purpose string) (uint64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := m.rows.draws[purpose]
	m.rows.draws[purpose] = n + 1
	return n, nil
}

// AppendAudit writes an audit record.
func (m *Memory) AppendAudit(_ context.Context, a Audit) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.rows.audits = append(m.rows.audits, a)
	return nil
}

// AuditList returns the audit records in the order in which they were written.
func (m *Memory) AuditList(context.Context) ([]Audit, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.rows.audits), nil
}

// PutChallenge stores a challenge.
func (m *Memory) PutChallenge(_ context.Context, c Challenge) error {
	c.Nonce = slices.Clone(c.Nonce)
	return put(m, func() map[string]Challenge { return m.rows.challenges }, c.ID, c)
}

// UseChallenge consumes a challenge.
func (m *Memory) UseChallenge(_ context.Context, id string, at time.Time) (Challenge, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	c, ok := m.rows.challenges[id]
	switch {
	case !ok:
		return Challenge{}, ErrNotFound
	case !c.UsedAt.IsZero():
		return Challenge{}, ErrUsed
	}
	c.UsedAt = at
	m.rows.challenges[id] = c
	c.Nonce = slices.Clone(c.Nonce)
	return c, nil
}

// put stores a row in the table that rows returns. It calls rows while it holds the lock, because Reset replaces the tables.
func put[K comparable, V any](m *Memory, rows func() map[K]V, key K, row V) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	rows()[key] = row
	return nil
}

// get reads a row from the table that rows returns. It calls rows while it holds the lock, because Reset replaces the tables.
func get[K comparable, V any](m *Memory, rows func() map[K]V, key K) (V, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	row, ok := rows()[key]
	if !ok {
		return row, ErrNotFound
	}
	return row, nil
}

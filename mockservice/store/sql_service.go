package store

import (
	"context"
	"errors"
	"time"
)

// Setup returns the setup row, which is empty before the first change.
func (s *SQL) Setup(ctx context.Context) (Setup, error) {
	row, err := s.kinds.setup.get(ctx, s.read, setupKey)
	if errors.Is(err, ErrNotFound) {
		return Setup{}, nil
	}
	return row, err
}

// ChangeSetup changes the setup row.
func (s *SQL) ChangeSetup(ctx context.Context, change func(*Setup) error) error {
	return s.kinds.setup.changeOrAdd(ctx, s, Setup{}, change, setupKey)
}

// CountDraw returns the number of the next draw for a purpose.
func (s *SQL) CountDraw(ctx context.Context, purpose string) (n uint64, err error) {
	err = s.change(ctx, func(q session) error {
		return q.QueryRowContext(ctx, "insert into draws (purpose, drawn) values ($1, 1) "+
			"on conflict (purpose) do update set drawn = draws.drawn + 1 returning drawn - 1", keyText(purpose)).Scan(&n)
	})
	return n, err
}

// PutChallenge stores a challenge.
func (s *SQL) PutChallenge(ctx context.Context, c Challenge) error {
	return s.kinds.challenges.keep(ctx, s, c)
}

// UseChallenge consumes a challenge in a single statement, so that only one of several callers succeeds.
func (s *SQL) UseChallenge(ctx context.Context, id string, at time.Time) (c Challenge, err error) {
	err = s.change(ctx, func(q session) error {
		c, err = s.kinds.challenges.find(ctx, q, "update challenges set used = $2 where id = $1 and used is null returning body",
			keyText(id), timeText(at))
		if !errors.Is(err, ErrNotFound) {
			return err
		}
		if _, err := s.kinds.challenges.get(ctx, q, keyText(id)); err != nil {
			return err
		}
		return ErrUsed
	})
	if err != nil {
		return Challenge{}, err
	}
	c.UsedAt = at
	return c, nil
}

// AppendAudit writes an audit record.
func (s *SQL) AppendAudit(ctx context.Context, a Audit) error {
	return s.kinds.audits.keepFirst(ctx, s, a)
}

// AuditList returns the audit records in the order in which they were written.
func (s *SQL) AuditList(ctx context.Context) ([]Audit, error) {
	return s.kinds.audits.listInWriteOrder(ctx, s)
}

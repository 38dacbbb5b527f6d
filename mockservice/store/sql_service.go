package store

import (
	"context"
	"errors"
	"time"
)

// Stage is the stage row; before the first change it is empty.
func (s *SQL) Stage(ctx context.Context) (Stage, error) {
	row, err := s.kinds.stage.get(ctx, s.read, theStage)
	if errors.Is(err, ErrNotFound) {
		return Stage{}, nil
	}
	return row, err
}

// ChangeStage edits the stage row.
func (s *SQL) ChangeStage(ctx context.Context, change func(*Stage) error) error {
	return s.kinds.stage.changeOrAdd(ctx, s, Stage{}, change, theStage)
}

// CountDraw counts the draws for a purpose.
func (s *SQL) CountDraw(ctx context.Context, purpose string) (n uint64, err error) {
	err = s.change(ctx, func(q session) error {
		return q.QueryRowContext(ctx, "insert into draws (purpose, drawn) values ($1, 1) "+
			"on conflict (purpose) do update set drawn = draws.drawn + 1 returning drawn - 1", keyText(purpose)).Scan(&n)
	})
	return n, err
}

// PutChallenge keeps a challenge.
func (s *SQL) PutChallenge(ctx context.Context, c Challenge) error {
	return s.kinds.challenges.keep(ctx, s, c)
}

// UseChallenge consumes a challenge by one statement, so that only one of many does.
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

// AuditList reads the audit records.
func (s *SQL) AuditList(ctx context.Context) ([]Audit, error) {
	return s.kinds.audits.listWritten(ctx, s)
}

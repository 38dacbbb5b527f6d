package store

import (
	"context"
	"database/sql"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
)

// uncommitted is a connection on which every statement succeeds except commit.
type uncommitted struct {
	source
	said []string
}

var errFull = errors.New("database or disk is full (13)")

func (u *uncommitted) ExecContext(_ context.Context, text string, _ ...any) (sql.Result, error) {
	u.said = append(u.said, text)
	if text == "commit" {
		return nil, errFull
	}
	return nil, nil
}

// TestWhoSharesATransactionSharesItsEnd: one change finds that a challenge was used, because of another change in the same
// transaction, which is then rolled back. It must return the failure of the database, since the challenge was never used.
func TestWhoSharesATransactionSharesItsEnd(t *testing.T) {
	on := &uncommitted{}
	w := newWriter(session{on, place{"rows.db", "make room"}})
	var all []*pendingChange
	for _, outcome := range []error{nil, ErrUsed, nil} {
		all = append(all, &pendingChange{work: func(session) error { return outcome }, done: make(chan struct{})})
	}
	w.waiting = all
	w.turn <- struct{}{}
	w.writeAll()
	for _, e := range all {
		<-e.done
		require.ErrorIs(t, e.err, errFull)
		require.NotErrorIs(t, e.err, ErrUsed)
		require.EqualError(t, e.err, "rows.db: database or disk is full (13); make room")
	}
	require.Equal(t, "rollback", on.said[len(on.said)-1])
}

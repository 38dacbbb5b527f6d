package portal

import (
	"context"
	"fmt"
	"time"

	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// Wrong passwords in a row are counted for each address, whether or not it is registered, so that a lockout doesn't reveal who
// is registered. An address without a user leaves nothing permanent: its count is stored separately from users, by a digest,
// and the next login of anybody deletes it once it is too old to count.

// countTry counts a login before its password is checked, and refuses it after too many wrong passwords in a row.
func (bk *Backend) countTry(ctx context.Context, key store.UserKey, now time.Time) error {
	l := bk.rules.Lockout
	if err := bk.rows.SweepTries(ctx, now.Add(-l.For)); err != nil {
		return fmt.Errorf("deleting old counts of wrong passwords: %w", err)
	}
	return bk.rows.ChangeTries(ctx, key, func(t *store.Tries) error {
		if !now.Before(t.WrongAt.Add(l.For)) {
			t.Wrong = 0
		}
		if l.Wrong > 0 && t.Wrong >= l.Wrong {
			return refuse(wire.CodeLockedOut)
		}
		t.Wrong, t.WrongAt = t.Wrong+1, now
		return nil
	})
}

// resetTries resets the count of an address after a successful login.
func (bk *Backend) resetTries(ctx context.Context, key store.UserKey) error {
	return bk.rows.ChangeTries(ctx, key, func(t *store.Tries) error {
		t.Wrong = 0
		return nil
	})
}

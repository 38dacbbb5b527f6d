package portal

import (
	"context"
	"fmt"
	"time"

	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// Wrong passwords in a row are counted for each address, whether or not anybody has registered it, so that no lockout tells
// who is registered. One that nobody has leaves nothing behind: its count is kept apart from the users, by its digest,
// and goes with the next login of anybody once it counts no longer.

// countTry counts a login that is going to be tried, and refuses it where there were too many wrong ones in a row.
func (bk *Backend) countTry(ctx context.Context, key store.UserKey, now time.Time) error {
	l := bk.rules.Lockout
	if err := bk.rows.SweepTries(ctx, now.Add(-l.For)); err != nil {
		return fmt.Errorf("forgetting old logins: %w", err)
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

// forgive begins the count for an address anew.
func (bk *Backend) forgive(ctx context.Context, key store.UserKey) error {
	return bk.rows.ChangeTries(ctx, key, func(t *store.Tries) error {
		t.Wrong = 0
		return nil
	})
}

package store

import (
	"context"
	"errors"
	"io"
	"sync"
)

// SQL is a Store in a SQLite file or a PostgreSQL database. Several may have one database open at once, in one process or
// in many.
//
// A table has the columns that a query looks at, for keys and indices, and the whole row as JSON. So members that nobody
// looks for come and go without a migration, a new kind of row is a few lines, and both databases do the same with it.
// Digests and the secrets of settings sheets lie there as they are: who can read the database can read them.
type SQL struct {
	kinds kinds
	// written is the column by which the rows of a table come in the order in which they were written.
	written string
	// read runs statements that stand by themselves.
	read session
	// change runs work in a transaction: all of it is kept, and on the disk, or nothing (sql_durability.go).
	change func(ctx context.Context, work func(session) error) error
	// close lets go of everything, once.
	close func() error
}

var _ Store = (*SQL)(nil)

// Close lets go of everything. A second time does nothing.
func (s *SQL) Close() error { return s.close() }

// closeAll closes in order, once.
func closeAll(owned ...io.Closer) func() error {
	return sync.OnceValue(func() error {
		var errs []error
		for _, c := range owned {
			errs = append(errs, c.Close())
		}
		return errors.Join(errs...)
	})
}

// Reset forgets everything.
func (s *SQL) Reset(ctx context.Context) error {
	return s.change(ctx, func(q session) error {
		for _, table := range s.kinds.tables() {
			if _, err := q.ExecContext(ctx, "delete from "+table); err != nil {
				return err
			}
		}
		return nil
	})
}

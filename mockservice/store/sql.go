package store

import (
	"context"
	"errors"
	"io"
	"sync"
)

// SQL is a Store in a SQLite file or a PostgreSQL database. Several of them may have one database open at the same time, in
// one process or in many.
//
// A table has the columns that queries use, for keys and indices, and the whole row as JSON. So a field that no query uses
// can be added or removed without a migration, a new kind of row takes a few lines, and both databases treat it the same.
// Digests and the secrets of settings sheets are stored as they are: whoever can read the database can read them.
type SQL struct {
	kinds kinds
	// writeOrder is the column whose order is the order in which the rows of a table were written.
	writeOrder string
	// read runs single statements outside of a transaction.
	read session
	// change runs work in a transaction: either all of it is kept and is on disk, or none of it (sql_durability.go).
	change func(ctx context.Context, work func(session) error) error
	// close closes all files and connections. Only the first call has an effect.
	close func() error
}

var _ Store = (*SQL)(nil)

// Close closes all files and connections. A second call does nothing.
func (s *SQL) Close() error { return s.close() }

// closeAll returns a function that closes all of them in order. Only its first call has an effect.
func closeAll(owned ...io.Closer) func() error {
	return sync.OnceValue(func() error {
		var errs []error
		for _, c := range owned {
			errs = append(errs, c.Close())
		}
		return errors.Join(errs...)
	})
}

// Reset deletes all rows.
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

package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// place is where rows are kept, with what to do when it fails.
type place struct{ name, move string }

func sqliteAt(path string) place {
	return place{path, "make room for it, and see that it can be read and written"}
}

func postgresThere() place {
	return place{"the PostgreSQL database", "see that its server runs and has room"}
}

// failure is an error of the database itself in one line, with what it is about and the next move. It is told to our own
// side: no caller did it.
func (p place) failure(err error) error {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, sql.ErrNoRows) {
		return err
	}
	return placed{p, err}
}

type placed struct {
	place
	err error
}

func (f placed) Error() string { return fmt.Sprintf("%s: %s; %s", f.name, oneLine(f.err), f.move) }

func (f placed) Unwrap() error { return f.err }

// source is a database, a transaction, or a connection.
type source interface {
	ExecContext(ctx context.Context, text string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, text string, args ...any) *sql.Row
}

// session is where statements run. Its errors say where that is.
type session struct {
	source
	at place
}

// ExecContext runs a statement without rows.
func (s session) ExecContext(ctx context.Context, text string, args ...any) (sql.Result, error) {
	result, err := s.source.ExecContext(ctx, text, args...)
	return result, s.at.failure(err)
}

// QueryContext runs a statement with any number of rows.
func (s session) QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	rows, err := s.source.QueryContext(ctx, text, args...)
	return rows, s.at.failure(err)
}

// QueryRowContext runs a statement with one row.
func (s session) QueryRowContext(ctx context.Context, text string, args ...any) row {
	return row{s.source.QueryRowContext(ctx, text, args...), s.at}
}

// row is the one row of a statement.
type row struct {
	*sql.Row
	at place
}

// Scan reads the row.
func (r row) Scan(into ...any) error { return r.at.failure(r.Row.Scan(into...)) }

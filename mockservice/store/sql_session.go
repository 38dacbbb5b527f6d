package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// place is the database that holds the rows: its name for errors, and the advice to give if it fails.
type place struct{ name, advice string }

func sqlitePlace(path string) place {
	return place{path, "free disk space, and check that the file can be read and written"}
}

func postgresPlace() place {
	return place{"the PostgreSQL database", "check that the server runs and has free disk space"}
}

// failure turns an error of the database into one line with the name of the database and the advice. Only the operator of
// the service sees it, since no caller caused it. Cancellations and a missing row are returned unchanged.
func (p place) failure(err error) error {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, sql.ErrNoRows) {
		return err
	}
	return placeError{p, err}
}

type placeError struct {
	place
	err error
}

func (f placeError) Error() string {
	return fmt.Sprintf("%s: %s; %s", f.name, oneLine(f.err), f.advice)
}

func (f placeError) Unwrap() error { return f.err }

// source is a database, a transaction, or a connection.
type source interface {
	ExecContext(ctx context.Context, text string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, text string, args ...any) *sql.Row
}

// session runs statements and adds the place to their errors.
type session struct {
	source
	at place
}

// ExecContext runs a statement that returns no rows.
func (s session) ExecContext(ctx context.Context, text string, args ...any) (sql.Result, error) {
	result, err := s.source.ExecContext(ctx, text, args...)
	return result, s.at.failure(err)
}

// QueryContext runs a statement that returns any number of rows.
func (s session) QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	rows, err := s.source.QueryContext(ctx, text, args...)
	return rows, s.at.failure(err)
}

// QueryRowContext runs a statement that returns one row.
func (s session) QueryRowContext(ctx context.Context, text string, args ...any) row {
	return row{s.source.QueryRowContext(ctx, text, args...), s.at}
}

// row is the single row that a statement returned.
type row struct {
	*sql.Row
	at place
}

// Scan reads the row's columns.
func (r row) Scan(into ...any) error { return r.at.failure(r.Row.Scan(into...)) }

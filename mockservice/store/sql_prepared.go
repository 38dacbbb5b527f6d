package store

import (
	"context"
	"database/sql"
	"sync"
)

// prepared is a SQLite database or connection that compiles each statement once. PostgreSQL's driver caches compiled
// statements itself.
//
// A statement about single rows ignores cancellation and runs to its end: it is over before a cancellation would take effect,
// and watching for one costs more than the statement.
type prepared struct {
	on interface {
		source
		PrepareContext(ctx context.Context, text string) (*sql.Stmt, error)
	}
	statements sync.Map // of text to *sql.Stmt
}

var _ source = (*prepared)(nil)

// ExecContext runs a statement without rows.
func (p *prepared) ExecContext(ctx context.Context, text string, args ...any) (sql.Result, error) {
	statement, err := p.prepare(ctx, text)
	if err != nil {
		return nil, err
	}
	return statement.ExecContext(context.WithoutCancel(ctx), args...)
}

// QueryContext runs a statement with any number of rows.
func (p *prepared) QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	statement, err := p.prepare(ctx, text)
	if err != nil {
		return nil, err
	}
	return statement.QueryContext(ctx, args...)
}

// QueryRowContext runs a statement with one row.
func (p *prepared) QueryRowContext(ctx context.Context, text string, args ...any) *sql.Row {
	statement, err := p.prepare(ctx, text)
	if err != nil {
		// The same statement fails in the same way here and delivers the error as a row.
		return p.on.QueryRowContext(ctx, text, args...)
	}
	return statement.QueryRowContext(context.WithoutCancel(ctx), args...)
}

// prepare compiles a statement at its first use. The compiled statement lives as long as the connections.
func (p *prepared) prepare(ctx context.Context, text string) (*sql.Stmt, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if found, ok := p.statements.Load(text); ok {
		return found.(*sql.Stmt), nil
	}
	made, err := p.on.PrepareContext(context.WithoutCancel(ctx), text)
	if err != nil {
		return nil, err
	}
	if first, there := p.statements.LoadOrStore(text, made); there {
		return first.(*sql.Stmt), made.Close()
	}
	return made, nil
}

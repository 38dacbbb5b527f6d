package store_test

import (
	"context"
	"database/sql/driver"
	"errors"
	"strings"
	"sync"
)

var errBroken = errors.New("database or disk is full (13)")

// brokenDriver wraps a real database driver and makes the statements fail whose text begins with given words. Beginning and
// ending a transaction count as statements too. Nothing fails until failOn is called.
type brokenDriver struct {
	mu    sync.Mutex
	words []string
	err   error
	// late means that the statement is executed, but its result is lost and the caller gets the error.
	late bool
}

// failOn makes statements that begin with one of words fail with err.
func (b *brokenDriver) failOn(err error, late bool, words ...string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.words, b.err, b.late = words, err, late
}

// stopFailing makes all statements succeed again.
func (b *brokenDriver) stopFailing() { b.failOn(nil, false) }

func (b *brokenDriver) through(c driver.Connector) driver.Connector { return brokenConnector{c, b} }

// fault returns the error that a statement fails with, or nil.
func (b *brokenDriver) fault(text string) (late bool, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, w := range b.words {
		if strings.HasPrefix(text, w) {
			return b.late, b.err
		}
	}
	return false, nil
}

// do executes a statement unless it has to fail.
func (b *brokenDriver) do(text string, run func() error) error {
	late, err := b.fault(text)
	if err == nil {
		return run()
	}
	if late {
		return errors.Join(run(), err)
	}
	return err
}

type brokenConnector struct {
	driver.Connector
	broken *brokenDriver
}

func (c brokenConnector) Connect(ctx context.Context) (conn driver.Conn, err error) {
	err = c.broken.do("connect", func() error { conn, err = c.Connector.Connect(ctx); return err })
	return brokenConn{conn, c.broken}, err
}

type brokenConn struct {
	driver.Conn
	broken *brokenDriver
}

func (c brokenConn) PrepareContext(ctx context.Context, text string) (driver.Stmt, error) {
	stmt, err := c.Conn.(driver.ConnPrepareContext).PrepareContext(ctx, text)
	return brokenStmt{stmt, c.broken, text}, err
}

func (c brokenConn) ExecContext(ctx context.Context, text string, args []driver.NamedValue) (result driver.Result, err error) {
	err = c.broken.do(text, func() error { result, err = c.Conn.(driver.ExecerContext).ExecContext(ctx, text, args); return err })
	return result, err
}

func (c brokenConn) QueryContext(ctx context.Context, text string, args []driver.NamedValue) (rows driver.Rows, err error) {
	err = c.broken.do(text, func() error { rows, err = c.Conn.(driver.QueryerContext).QueryContext(ctx, text, args); return err })
	return rows, err
}

func (c brokenConn) BeginTx(ctx context.Context, options driver.TxOptions) (tx driver.Tx, err error) {
	err = c.broken.do("begin", func() error { tx, err = c.Conn.(driver.ConnBeginTx).BeginTx(ctx, options); return err })
	return brokenTx{tx, c.broken}, err
}

type brokenStmt struct {
	driver.Stmt
	broken *brokenDriver
	text   string
}

func (s brokenStmt) ExecContext(ctx context.Context, args []driver.NamedValue) (result driver.Result, err error) {
	err = s.broken.do(s.text, func() error { result, err = s.Stmt.(driver.StmtExecContext).ExecContext(ctx, args); return err })
	return result, err
}

func (s brokenStmt) QueryContext(ctx context.Context, args []driver.NamedValue) (rows driver.Rows, err error) {
	err = s.broken.do(s.text, func() error { rows, err = s.Stmt.(driver.StmtQueryContext).QueryContext(ctx, args); return err })
	return rows, err
}

type brokenTx struct {
	driver.Tx
	broken *brokenDriver
}

// Commit always ends the transaction: if it has to fail, it rolls back.
func (t brokenTx) Commit() error {
	late, err := t.broken.fault("commit")
	if err != nil && !late {
		return errors.Join(err, t.Tx.Rollback())
	}
	return errors.Join(err, t.Tx.Commit())
}

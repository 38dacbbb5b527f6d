package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

// writer owns the one connection that writes to a SQLite file. Changes that arrive while it writes wait, and all waiting
// changes share the next transaction. So the disk is waited for once, not once for each change.
type writer struct {
	connection session
	mu         sync.Mutex
	waiting    []*pendingChange
	turn       chan struct{} // holds one token while a caller writes
	// open means that a transaction was begun and neither committed nor rolled back: the next write rolls it back first.
	open bool
}

// pendingChange is the work of one caller, and its result.
type pendingChange struct {
	work func(session) error
	err  error
	done chan struct{}
}

func newWriter(connection session) *writer {
	return &writer{connection: connection, turn: make(chan struct{}, 1)}
}

// change runs work in a transaction, possibly on another caller's goroutine. Work that was started is always finished, even
// if its caller no longer waits for it.
func (w *writer) change(ctx context.Context, work func(session) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	mine := &pendingChange{work: work, done: make(chan struct{})}
	w.mu.Lock()
	w.waiting = append(w.waiting, mine)
	w.mu.Unlock()
	select {
	case <-mine.done:
	case w.turn <- struct{}{}:
		w.writeAll()
		<-mine.done
	}
	return mine.err
}

// writeAll writes all waiting changes, then lets the next caller write. If it panics, nothing is kept and nobody waits
// for ever.
func (w *writer) writeAll() {
	defer func() { <-w.turn }()
	w.mu.Lock()
	all := w.waiting
	w.waiting = nil
	w.mu.Unlock()
	if len(all) == 0 {
		return
	}
	broken := errors.New("the transaction was abandoned because a change panicked")
	defer func() {
		if broken != nil {
			_ = w.undo() // if it fails, the next transaction tries again and reports both errors if it can't begin
		}
		for _, e := range all {
			if broken != nil { // its own result doesn't count: it may have read another change that is now rolled back
				e.err = broken
			}
			close(e.done)
		}
	}()
	broken = w.write(all)
}

// undo rolls back a transaction that was not finished. The database may have done so by itself. If the rollback fails, it is
// tried again before the next transaction.
func (w *writer) undo() error {
	if !w.open {
		return nil
	}
	err := w.run("rollback")
	w.open = err != nil
	return err
}

// write runs all changes in one transaction. A change that fails is rolled back alone.
func (w *writer) write(all []*pendingChange) error {
	undone := w.undo()
	if err := w.run("begin immediate"); err != nil {
		if undone != nil {
			return fmt.Errorf("%w; then %w", undone, err)
		}
		return err
	}
	w.open = true
	for _, e := range all {
		if err := w.try(e); err != nil {
			return err
		}
	}
	if err := w.run("commit"); err != nil {
		return err
	}
	w.open = false
	return nil
}

// try runs one change in a savepoint. The error that it returns is about the whole transaction; the change's own is in e.err.
func (w *writer) try(e *pendingChange) error {
	if err := w.run("savepoint one_change"); err != nil {
		return err
	}
	if e.err = e.work(w.connection); e.err != nil {
		if err := w.run("rollback to one_change"); err != nil {
			if cause := (placeError{}); errors.As(e.err, &cause) { // a full disk rolls back the whole transaction by itself
				return cause
			}
			return err
		}
	}
	return w.run("release one_change")
}

func (w *writer) run(text string) error {
	_, err := w.connection.ExecContext(context.Background(), text)
	return err
}

package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

// writer is the one connection that writes to a SQLite file. Whoever comes while it writes waits, and all who wait share
// the next transaction: the disk is waited for once, not once for each of them.
type writer struct {
	connection session
	mu         sync.Mutex
	waiting    []*pendingChange
	turn       chan struct{} // holds one token while somebody writes
	// open says that a transaction was begun and not seen to its end: the next one begins with its end.
	open bool
}

// pendingChange is one caller's work, and how it ended.
type pendingChange struct {
	work func(session) error
	err  error
	done chan struct{}
}

func newWriter(connection session) *writer {
	return &writer{connection: connection, turn: make(chan struct{}, 1)}
}

// change runs work in a transaction, maybe on another caller's goroutine. Work that has begun is ended, whether or not
// its caller still waits.
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

// writeAll writes for everybody who waits, and gives the turn back. Where it panics nothing is kept, and nobody waits for
// ever.
func (w *writer) writeAll() {
	defer func() { <-w.turn }()
	w.mu.Lock()
	all := w.waiting
	w.waiting = nil
	w.mu.Unlock()
	if len(all) == 0 {
		return
	}
	broken := errors.New("the transaction was given up")
	defer func() {
		if broken != nil {
			_ = w.undo() // it is told with the next transaction, where that can't begin for it
		}
		for _, e := range all {
			if broken != nil { // what it found, another's work that is undone say, was never so
				e.err = broken
			}
			close(e.done)
		}
	}()
	broken = w.write(all)
}

// undo ends a transaction that was broken off. The database may have done so by itself; where it can't be done, it is done
// before the next one.
func (w *writer) undo() error {
	if !w.open {
		return nil
	}
	err := w.run("rollback")
	w.open = err != nil
	return err
}

// write runs all errands in one transaction. One that fails is undone alone.
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

// try runs one errand in a savepoint. Its error is one of the transaction.
func (w *writer) try(e *pendingChange) error {
	if err := w.run("savepoint errand"); err != nil {
		return err
	}
	if e.err = e.work(w.connection); e.err != nil {
		if err := w.run("rollback to errand"); err != nil {
			if cause := (placed{}); errors.As(e.err, &cause) { // a full disk undoes the whole transaction at once
				return cause
			}
			return err
		}
	}
	return w.run("release errand")
}

func (w *writer) run(text string) error {
	_, err := w.connection.ExecContext(context.Background(), text)
	return err
}

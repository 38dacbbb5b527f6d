package store

import (
	"context"
	"errors"
	"sync"
)

// writer is the one connection that writes to a SQLite file. Whoever comes while it writes waits, and all who wait share
// the next transaction: the disk is waited for once, not once for each of them.
type writer struct {
	connection session
	mu         sync.Mutex
	waiting    []*errand
	turn       chan struct{} // holds one token while somebody writes
}

// errand is one caller's work, and how it ended.
type errand struct {
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
	mine := &errand{work: work, done: make(chan struct{})}
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
			w.run("rollback")
		}
		for _, e := range all {
			if e.err == nil {
				e.err = broken
			}
			close(e.done)
		}
	}()
	broken = w.write(all)
}

// write runs all errands in one transaction. One that fails is undone alone.
func (w *writer) write(all []*errand) error {
	if err := w.run("begin immediate"); err != nil {
		return err
	}
	for _, e := range all {
		if err := w.run("savepoint errand"); err != nil {
			return err
		}
		if e.err = e.work(w.connection); e.err != nil {
			if err := w.run("rollback to errand"); err != nil {
				return err
			}
		}
		if err := w.run("release errand"); err != nil {
			return err
		}
	}
	return w.run("commit")
}

func (w *writer) run(text string) error {
	_, err := w.connection.ExecContext(context.Background(), text)
	return err
}

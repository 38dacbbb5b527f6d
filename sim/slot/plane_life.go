package slot

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// patience is how long one plane may take to close in good order, and force how long it may then take to close by force. A
// product in this process can hold on to anything; a plane that still hangs after both is left behind and reported. One
// second each is our choice: far longer than closing takes, and short for a person who waits for the end of a run.
const (
	patience = time.Second
	force    = time.Second
)

// errLeftBehind is returned for a plane that did not close in time, so that it may still be open.
var errLeftBehind = errors.New("it did not close in time, so what it holds stays open until mynalab ends; find what blocks in its Close")

// life opens planes one after the other and closes them in reverse order. In its zero value nothing is open.
type life struct {
	open []Plane
	// patience and force are the constants of the same names, except in tests.
	patience, force time.Duration
}

func newLife() *life { return &life{patience: patience, force: force} }

// begin opens a plane and remembers it.
func (l *life) begin(ctx context.Context, p Plane) error {
	if err := safely(func() error { return p.Open(ctx) }); err != nil {
		return err
	}
	l.open = append(l.open, p)
	return nil
}

// end closes all open planes even if ctx has ended, since nothing else closes them later.
func (l *life) end(ctx context.Context) error {
	var errs []error
	for len(l.open) > 0 {
		last := len(l.open) - 1
		p := l.open[last]
		l.open = l.open[:last]
		if err := l.close(ctx, p); err != nil {
			errs = append(errs, fmt.Errorf("closing %s: %w", p.Adapter(), err))
		}
	}
	return errors.Join(errs...)
}

// close waits for a plane to close: first in good order, then by force, and then it gives up.
func (l *life) close(ctx context.Context, p Plane) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), l.patience)
	defer cancel()
	closed := make(chan error, 1)
	go func() { closed <- safely(func() error { return p.Close(ctx) }) }()
	given := time.NewTimer(l.patience + l.force)
	defer given.Stop()
	select {
	case err := <-closed:
		return err
	case <-given.C:
		return errLeftBehind
	}
}

// safely turns a panic into an error, since a product in this process may panic.
func safely(do func() error) (err error) {
	defer func() {
		if raised := recover(); raised != nil {
			err = fmt.Errorf("panic: %v", raised)
		}
	}()
	return do()
}

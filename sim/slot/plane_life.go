package slot

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// patience is how long one plane may take to close in good order, and force how long it may then take to let go by force.
// A product that runs in this process can hold on to anything; what still hangs after that is left behind and told.
const (
	patience = time.Second
	force    = time.Second
)

// errLeftBehind is why a plane is not known to be closed.
var errLeftBehind = errors.New("it does not let go, and what it holds stays open until mynalab ends; look for what hangs in its Close")

// life opens planes one after the other and closes them in reverse. The zero value has nothing open.
type life struct {
	open []Plane
	// patience and force are the constants, but in tests.
	patience, force time.Duration
}

func newLife() *life { return &life{patience: patience, force: force} }

// begin opens a plane.
func (l *life) begin(ctx context.Context, p Plane) error {
	if err := safely(func() error { return p.Open(ctx) }); err != nil {
		return err
	}
	l.open = append(l.open, p)
	return nil
}

// end closes all that is open, whatever ctx says: nobody else will.
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

// close waits for a plane to close, first in good order, then by force, then not at all.
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

// safely makes an error of a panic: a product in this process may raise one.
func safely(do func() error) (err error) {
	defer func() {
		if raised := recover(); raised != nil {
			err = fmt.Errorf("panic: %v", raised)
		}
	}()
	return do()
}

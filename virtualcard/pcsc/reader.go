package pcsc

import (
	"context"
	"errors"
	"fmt"

	"github.com/mynalab/mynalab/virtualcard/reader"
)

// Reader is a real reader. Other programs may share it, but what they do to the card is seen as reader.ErrReset at best. So
// no other program should use a reader during a run.
type Reader struct {
	name  string
	stack stack
	// turn allows one wait at a time, because the library keeps only one copy of a reader's name alive while the C code uses
	// it.
	turn chan struct{}
}

var _ reader.Reader = (*Reader)(nil)

// Name returns the full name as PC/SC lists it.
func (r *Reader) Name() string { return r.name }

// Connect opens the card in shared mode without waiting for one: it returns reader.ErrNoCard if there is no card (WaitPresent
// waits for one). If ctx ends while the card powers up, it returns reader.ErrTimeout, and the connection is closed as soon as
// it is established.
func (r *Reader) Connect(ctx context.Context) (reader.Card, error) {
	c, err := within(ctx, r.connect, func(late *card, err error) {
		if err == nil {
			_ = late.Disconnect(reader.Leave)
		}
	})
	if err != nil {
		return nil, fmt.Errorf("connecting to the card in %q: %w", r.name, err)
	}
	return c, nil
}

func (r *Reader) connect() (*card, error) {
	s, err := r.stack.establish()
	if err != nil {
		return nil, err
	}
	l, err := s.connect(r.name)
	if err != nil {
		return nil, errors.Join(err, s.release())
	}
	atr, err := l.atr()
	if err != nil {
		return nil, errors.Join(err, l.disconnect(reader.Leave), s.release())
	}
	return &card{session: s, link: l, atr: atr}, nil
}

// WaitPresent waits until a card is in the reader; it returns reader.ErrTimeout if ctx ends first.
func (r *Reader) WaitPresent(ctx context.Context) error { return r.wait(ctx, statePresent, "a card") }

// WaitEmpty waits until no card is in the reader; it returns reader.ErrTimeout if ctx ends first. Insert the next card only
// after that: pcscd does not notice a card that is swapped within its polling interval of 400 ms.
func (r *Reader) WaitEmpty(ctx context.Context) error { return r.wait(ctx, stateEmpty, "removal") }

func (r *Reader) wait(ctx context.Context, wanted state, what string) error {
	if err := r.await(ctx, wanted); err != nil {
		return fmt.Errorf("waiting for %s in %q: %w", what, r.name, err)
	}
	return nil
}

func (r *Reader) await(ctx context.Context, wanted state) error {
	if err := r.takeTurn(ctx); err != nil {
		return err
	}
	defer func() { <-r.turn }()
	s, err := r.stack.establish()
	if err != nil {
		return err
	}
	defer func() { _ = s.release() }()
	stop := context.AfterFunc(ctx, func() { _ = s.cancel() })
	defer stop()
	return watch(ctx, s, r.name, wanted)
}

// takeTurn waits until no other wait is in progress.
func (r *Reader) takeTurn(ctx context.Context) error {
	select {
	case r.turn <- struct{}{}:
		return nil
	default:
	}
	aboutToBlock(ctx)
	select {
	case r.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return reader.ErrTimeout
	}
}

// blockHook is the key of the OnBlock hook in a context.
type blockHook struct{}

// OnBlock returns a context with which waits call hook each time before they block, either for another wait or for the
// reader. A test that moves a card after hook was called knows that the wait had started.
func OnBlock(ctx context.Context, hook func()) context.Context {
	return context.WithValue(ctx, blockHook{}, hook)
}

func aboutToBlock(ctx context.Context) {
	if hook, ok := ctx.Value(blockHook{}).(func()); ok {
		hook()
	}
}

// watch follows the reader's state from change to change. A cancel just before the call that it is meant for is lost; the
// binding's own time limit ends such a wait so that the loop sees the end of ctx.
func watch(ctx context.Context, s session, name string, wanted state) error {
	known := stateUnaware
	for ctx.Err() == nil {
		if known != stateUnaware { // without a known state PC/SC answers at once
			aboutToBlock(ctx)
		}
		now, err := s.change(name, known)
		switch {
		case errors.Is(err, reader.ErrTimeout):
			continue
		case err != nil:
			return err
		case now&(stateUnknown|stateUnavailable) != 0:
			return fmt.Errorf("%w: it was unplugged; plug it in again", reader.ErrReader)
		case now&wanted != 0:
			return nil
		}
		known = now &^ stateChanged
	}
	return reader.ErrTimeout
}

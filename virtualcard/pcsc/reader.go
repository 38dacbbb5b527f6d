package pcsc

import (
	"context"
	"errors"
	"fmt"

	"github.com/mynalab/mynalab/virtualcard/reader"
)

// Reader is a real reader. It is shared with other programs: what they do to the card is seen as reader.ErrReset at
// best, so a run takes its readers alone.
type Reader struct {
	name  string
	stack stack
	// turn lets one wait in at a time: the library keeps one copy of a reader's name alive while C looks at it.
	turn chan struct{}
}

var _ reader.Reader = (*Reader)(nil)

// Name is the full name as PC/SC lists it.
func (r *Reader) Name() string { return r.name }

// Connect opens the card in shared mode, at once: reader.ErrNoCard where there is none (WaitPresent waits for one). When
// ctx ends while the card powers up, it is reader.ErrTimeout and the connection is given back as soon as it stands.
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

// WaitPresent waits until a card lies in the reader; reader.ErrTimeout when ctx ends first.
func (r *Reader) WaitPresent(ctx context.Context) error { return r.wait(ctx, statePresent, "a card") }

// WaitEmpty waits until no card lies in the reader; reader.ErrTimeout when ctx ends first. Insert the next card only
// after it: pcscd does not notice a card that is swapped within its poll of 400 ms.
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

// takeTurn waits until no other wait is under way.
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

// blockHook is the key of OnBlock in a context.
type blockHook struct{}

// OnBlock is a context whose waits call hook each time before they block, be it for another wait or for the reader: who
// moves a card only then knows that it was waited for.
func OnBlock(ctx context.Context, hook func()) context.Context {
	return context.WithValue(ctx, blockHook{}, hook)
}

func aboutToBlock(ctx context.Context) {
	if hook, ok := ctx.Value(blockHook{}).(func()); ok {
		hook()
	}
}

// watch follows the reader's state from change to change. A cancel that comes before the call it is meant for is lost;
// the binding's own time limit brings such a wait back here.
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

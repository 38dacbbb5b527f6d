package pcsc

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/mynalab/mynalab/virtualcard/reader"
)

// card is one connection to a card, with a PC/SC context of its own, so that a card that hangs stops nobody else.
type card struct {
	session session
	link    link
	atr     []byte

	mu sync.Mutex
	// ended is why the connection is over; it stays so.
	ended error
}

var _ reader.Card = (*card)(nil)

// errGivenBack says that a connection is used after its Disconnect.
var errGivenBack = fmt.Errorf("%w: this connection was given back; connect again", reader.ErrReader)

// ATR is the answer to reset as PC/SC keeps it since the insertion.
func (c *card) ATR() []byte { return c.atr }

// Transmit sends one command. When ctx ends first, the answer is reader.ErrTimeout, now and for every later call: PC/SC
// cannot take a command back, so the connection is given up and the card reset once it answers after all.
func (c *card) Transmit(ctx context.Context, command []byte) ([]byte, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ended != nil {
		return nil, fmt.Errorf("sending a command: %w", c.ended)
	}
	if len(command) < 2 { // the library panics on none, and vpcd takes one for a control message
		return nil, fmt.Errorf("sending a command: %w: %d bytes are no APDU; send at least 4", reader.ErrReader, len(command))
	}
	own := bytes.Clone(command) // the caller may reuse its bytes after a timeout
	answer, err := within(ctx, func() ([]byte, error) { return c.link.transmit(own) }, func([]byte, error) {
		_ = c.giveBack(reader.Reset)
	})
	if errors.Is(err, errGaveUp) {
		c.ended = reader.ErrTimeout
	}
	if err != nil {
		return nil, fmt.Errorf("sending a command: %w", err)
	}
	if len(answer) < 2 { // pulled out while it worked: PC/SC reports success and no bytes
		return nil, fmt.Errorf("sending a command: %w", reader.ErrRemoved)
	}
	return answer, nil
}

// Disconnect ends the connection; a card that is gone or was reset needs no more. Every later call does nothing.
func (c *card) Disconnect(d reader.Disposition) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ended != nil {
		return nil
	}
	c.ended = errGivenBack
	if err := c.giveBack(d); err != nil {
		return fmt.Errorf("giving the card back: %w", err)
	}
	return nil
}

func (c *card) giveBack(d reader.Disposition) error {
	err := c.link.disconnect(d)
	if errors.Is(err, reader.ErrRemoved) || errors.Is(err, reader.ErrReset) || errors.Is(err, reader.ErrNoCard) {
		err = nil
	}
	return errors.Join(err, c.session.release())
}

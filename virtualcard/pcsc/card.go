package pcsc

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/mynalab/mynalab/virtualcard/reader"
)

// card is one connection to a card. It has its own PC/SC context, so that a card that hangs blocks no other connection.
type card struct {
	session session
	link    link
	atr     []byte

	mu sync.Mutex
	// ended is the reason why the connection is over; once set it does not change.
	ended error
}

var _ reader.Card = (*card)(nil)

// errClosed means that a connection is used after its Disconnect.
var errClosed = fmt.Errorf("%w: this connection was closed; connect again", reader.ErrReader)

// ATR returns the answer to reset that PC/SC stored when the card was inserted.
func (c *card) ATR() []byte { return c.atr }

// Transmit sends one command. If ctx ends first, it returns reader.ErrTimeout, for this and for every later call: PC/SC
// cannot cancel a command, so the connection is abandoned. The card is reset when it answers after all.
func (c *card) Transmit(ctx context.Context, command []byte) ([]byte, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ended != nil {
		return nil, fmt.Errorf("sending a command: %w", c.ended)
	}
	if len(command) < 2 { // the library panics on an empty command, and vpcd treats one byte as a control message
		return nil, fmt.Errorf("sending a command: %w: %d bytes are not an APDU; send at least 4", reader.ErrReader, len(command))
	}
	own := bytes.Clone(command) // the caller may reuse its slice after a timeout
	answer, err := within(ctx, func() ([]byte, error) { return c.link.transmit(own) }, func([]byte, error) {
		_ = c.close(reader.Reset)
	})
	if errors.Is(err, errAbandoned) {
		c.ended = reader.ErrTimeout
	}
	if err != nil {
		return nil, fmt.Errorf("sending a command: %w", err)
	}
	if len(answer) < 2 { // removed while it worked: PC/SC reports success and no bytes
		return nil, fmt.Errorf("sending a command: %w", reader.ErrRemoved)
	}
	return answer, nil
}

// Disconnect ends the connection. If the card is gone or was reset, that is not an error. A second call does nothing.
func (c *card) Disconnect(d reader.Disposition) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ended != nil {
		return nil
	}
	c.ended = errClosed
	if err := c.close(d); err != nil {
		return fmt.Errorf("closing the connection to the card: %w", err)
	}
	return nil
}

func (c *card) close(d reader.Disposition) error {
	err := c.link.disconnect(d)
	if errors.Is(err, reader.ErrRemoved) || errors.Is(err, reader.ErrReset) || errors.Is(err, reader.ErrNoCard) {
		err = nil
	}
	return errors.Join(err, c.session.release())
}

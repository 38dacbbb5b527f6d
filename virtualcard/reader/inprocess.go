package reader

import (
	"context"
	"errors"
	"sync"
)

// InProcess is a reader with a card in the same process. Its owner inserts and removes chips; clients connect.
type InProcess struct {
	name string

	mu   sync.Mutex
	chip Chip
	// generation counts insertions, so that a connection notices that its card was removed.
	generation int
}

// NewInProcess returns an empty reader.
func NewInProcess(name string) *InProcess { return &InProcess{name: name} }

var _ Reader = (*InProcess)(nil)

// Name returns the name given to NewInProcess.
func (r *InProcess) Name() string { return r.name }

// Insert puts a chip into the reader. A chip that is already there is removed first.
func (r *InProcess) Insert(chip Chip) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.remove()
	r.chip = chip
	r.generation++
}

// Remove takes the chip out and powers it off. Without a chip it does nothing.
func (r *InProcess) Remove() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.remove()
}

func (r *InProcess) remove() {
	if r.chip != nil {
		r.chip.PowerOff()
		r.chip = nil
	}
}

// Connect powers the chip up. It returns ErrNoCard without a chip and ErrTimeout if ctx has ended.
func (r *InProcess) Connect(ctx context.Context) (Card, error) {
	if err := ctx.Err(); err != nil {
		return nil, ErrTimeout
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.chip == nil {
		return nil, ErrNoCard
	}
	r.chip.PowerOn()
	return &connection{reader: r, generation: r.generation, atr: r.chip.ATR()}, nil
}

// connection is a Card on the chip that was in the reader when the connection was made.
type connection struct {
	reader     *InProcess
	generation int
	atr        []byte
}

func (c *connection) ATR() []byte { return c.atr }

func (c *connection) gone() bool {
	return c.reader.chip == nil || c.reader.generation != c.generation
}

func (c *connection) Transmit(ctx context.Context, command []byte) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, ErrTimeout
	}
	c.reader.mu.Lock()
	defer c.reader.mu.Unlock()
	if c.gone() {
		return nil, ErrRemoved
	}
	answer := c.reader.chip.Transmit(command)
	if len(answer) >= 2 {
		return answer, nil
	}
	failure := FailureOf(c.reader.chip)
	if !errors.Is(failure, ErrTimeout) { // a silent card is still there
		c.reader.remove()
	}
	return nil, failure
}

func (c *connection) Disconnect(d Disposition) error {
	c.reader.mu.Lock()
	defer c.reader.mu.Unlock()
	if c.gone() {
		return nil
	}
	switch d {
	case Leave:
	case Reset:
		c.reader.chip.WarmReset()
	case Unpower:
		c.reader.chip.PowerOff()
	}
	return nil
}

package slot

import (
	"context"
	"errors"
	"sync/atomic"

	"github.com/mynalab/mynalab/reports/capture"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// relay is a slot's reader as given to product and harness. It stays the same for the whole run, while each scenario has it
// recorded into a record of its own. The product may use it, and a card connection that it got from it, from any goroutine
// and at any time.
type relay struct {
	source reader.Reader
	seams  *Seams
	// product and harness are the reader as recorded for each of its two users.
	product, harness reader.Reader
	// now is the record of the current scenario; nil before the first.
	now atomic.Pointer[capture.Recorder]
	// unplugged: the terminal can't see the reader.
	unplugged atomic.Bool
	// powered: the product powered a card up, and has neither powered it off nor lost it since.
	powered atomic.Bool
}

var _ reader.Reader = (*relay)(nil)

func newRelay(source reader.Reader, seams *Seams) *relay {
	r := &relay{source: source, seams: seams}
	r.product = capture.Reader(r.now.Load, plug{source, r}, trace.Product)
	r.harness = capture.Reader(r.now.Load, source, trace.Harness)
	return r
}

// recordInto records the use of the reader into a record from now on.
func (r *relay) recordInto(record *capture.Recorder) {
	r.powered.Store(false)
	r.now.Store(record)
}

// Name returns the reader's name.
func (r *relay) Name() string { return r.source.Name() }

// errNoScenario is for a product that uses its reader before the first scenario.
var errNoScenario = errors.New("using the reader: no scenario has started yet")

// Connect connects the product to the card.
func (r *relay) Connect(ctx context.Context) (reader.Card, error) {
	if r.now.Load() == nil {
		return nil, errors.Join(reader.ErrReader, errNoScenario)
	}
	return r.product.Connect(ctx)
}

// plug is the reader as the product reaches it: only while it is plugged in.
type plug struct {
	reader.Reader
	relay *relay
}

// Connect fails while the reader is unplugged.
func (p plug) Connect(ctx context.Context) (reader.Card, error) {
	defer p.relay.seams.transmits()()
	if p.relay.unplugged.Load() {
		return nil, reader.ErrReader
	}
	card, err := p.Reader.Connect(ctx)
	if err != nil {
		return nil, err
	}
	p.relay.powered.Store(true)
	return &poweredCard{Card: card, relay: p.relay}, nil
}

// poweredCard notes when the card loses its power and with it the verified flag of a PIN. A mere disconnect or a reset keeps
// both (CARD-356, CARD-358, CARD-359).
type poweredCard struct {
	reader.Card
	relay *relay
}

// Transmit notes that the card was removed.
func (c *poweredCard) Transmit(ctx context.Context, command []byte) ([]byte, error) {
	defer c.relay.seams.transmits()()
	answer, err := c.Card.Transmit(ctx, command)
	if errors.Is(err, reader.ErrRemoved) || errors.Is(err, reader.ErrNoCard) {
		c.relay.powered.Store(false)
	}
	return answer, err
}

// Disconnect notes that the card was powered off.
func (c *poweredCard) Disconnect(d reader.Disposition) error {
	c.relay.seams.touched()
	if d == reader.Unpower {
		c.relay.powered.Store(false)
	}
	return c.Card.Disconnect(d)
}

package slot

import (
	"context"
	"errors"
	"sync/atomic"

	"github.com/mynalab/mynalab/reports/capture"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// relay is a slot's reader as product and harness hold it: the same for the whole run, though each scenario records it
// anew. The product may use it, and a connection to a card that it got, from any goroutine and at any time.
type relay struct {
	source reader.Reader
	seams  *Seams
	// product and harness are the reader as recorded for its two users.
	product, harness reader.Reader
	// now is the record of the scenario on stage; nil before the first.
	now atomic.Pointer[capture.Recorder]
	// unplugged: the terminal does not see the reader.
	unplugged atomic.Bool
	// powered: the product has a card powered up and neither powered it off nor lost it since.
	powered atomic.Bool
}

var _ reader.Reader = (*relay)(nil)

func newRelay(source reader.Reader, seams *Seams) *relay {
	r := &relay{source: source, seams: seams}
	r.product = capture.Reader(r.now.Load, plug{source, r}, trace.Product)
	r.harness = capture.Reader(r.now.Load, source, trace.Harness)
	return r
}

// recordInto records the slot's reader into a record from here on.
func (r *relay) recordInto(record *capture.Recorder) {
	r.powered.Store(false)
	r.now.Store(record)
}

// Name is the reader's name.
func (r *relay) Name() string { return r.source.Name() }

// errNoScenario is for a product that uses its reader before any scenario was staged.
var errNoScenario = errors.New("using the reader: no scenario is on stage yet")

// Connect is the product's.
func (r *relay) Connect(ctx context.Context) (reader.Card, error) {
	if r.now.Load() == nil {
		return nil, errors.Join(reader.ErrReader, errNoScenario)
	}
	return r.product.Connect(ctx)
}

// plug is the reader as long as it is plugged in.
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

// poweredCard is a card that notes when it loses its power, and with it a verified PIN: a mere disconnection or a reset
// leaves both (CARD-356, CARD-358, CARD-359).
type poweredCard struct {
	reader.Card
	relay *relay
}

// Transmit notes a card that has left.
func (c *poweredCard) Transmit(ctx context.Context, command []byte) ([]byte, error) {
	defer c.relay.seams.transmits()()
	answer, err := c.Card.Transmit(ctx, command)
	if errors.Is(err, reader.ErrRemoved) || errors.Is(err, reader.ErrNoCard) {
		c.relay.powered.Store(false)
	}
	return answer, err
}

// Disconnect notes a card that is powered off.
func (c *poweredCard) Disconnect(d reader.Disposition) error {
	c.relay.seams.touched()
	if d == reader.Unpower {
		c.relay.powered.Store(false)
	}
	return c.Card.Disconnect(d)
}

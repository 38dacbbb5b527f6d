package world

import (
	"context"
	"errors"
	"sync/atomic"

	"github.com/mynalab/mynalab/reports/capture"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// relayReader is a slot's reader as product and harness hold it: the same for the whole run, though each scenario records
// it anew.
type relayReader struct {
	name string
	// product and harness are the reader as recorded for one and the other.
	product, harness reader.Reader
	// unplugged: the terminal does not see the reader.
	unplugged bool
	// powered: the product has a card powered up and neither powered it off nor lost it since.
	powered atomic.Bool
}

var _ reader.Reader = (*relayReader)(nil)

// enact records the slot's reader into w from here on.
func (r *relayReader) enact(w *World) {
	source := w.slot.cards.reader()
	r.unplugged = false
	r.powered.Store(false)
	r.product = capture.Reader(w.record, &plug{Reader: source, relay: r}, by(trace.Product))
	r.harness = capture.Reader(w.record, source, by(trace.Harness))
}

// Name is the reader's name.
func (r *relayReader) Name() string { return r.name }

// Connect is the product's.
func (r *relayReader) Connect(ctx context.Context) (reader.Card, error) {
	return r.product.Connect(ctx)
}

// plug is the reader as long as it is plugged in.
type plug struct {
	reader.Reader
	relay *relayReader
}

// Connect fails while the reader is unplugged.
func (p *plug) Connect(ctx context.Context) (reader.Card, error) {
	if p.relay.unplugged {
		return nil, reader.ErrReader
	}
	card, err := p.Reader.Connect(ctx)
	if err != nil {
		return nil, err
	}
	p.relay.powered.Store(true)
	return &poweredCard{Card: card, powered: &p.relay.powered}, nil
}

// poweredCard is a card that notes when it loses its power, and with it a verified PIN: a mere disconnection or a reset
// leaves both (CARD-356, CARD-358, CARD-359).
type poweredCard struct {
	reader.Card
	powered *atomic.Bool
}

// Transmit notes a card that has left.
func (c *poweredCard) Transmit(ctx context.Context, command []byte) ([]byte, error) {
	answer, err := c.Card.Transmit(ctx, command)
	if errors.Is(err, reader.ErrRemoved) || errors.Is(err, reader.ErrNoCard) {
		c.powered.Store(false)
	}
	return answer, err
}

// Disconnect notes a card that is powered off.
func (c *poweredCard) Disconnect(d reader.Disposition) error {
	if d == reader.Unpower {
		c.powered.Store(false)
	}
	return c.Card.Disconnect(d)
}

// notesPower writes down that a deed has ended with a card left powered.
func (r *relayReader) notesPower(w *World) {
	if r.powered.Swap(false) {
		w.record.Add(trace.Card, trace.Product, trace.Observation, trace.KindPowered, trace.Fields{"left": "on"})
	}
}

// by is always the same actor.
func by(a trace.Actor) func() trace.Actor { return func() trace.Actor { return a } }

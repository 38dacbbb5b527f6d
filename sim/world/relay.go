package world

import (
	"context"

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
}

var _ reader.Reader = (*relayReader)(nil)

// enact records the slot's reader into w from here on.
func (r *relayReader) enact(w *World) {
	source := w.slot.cards.reader()
	r.unplugged = false
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
	return p.Reader.Connect(ctx)
}

// by is always the same actor.
func by(a trace.Actor) func() trace.Actor { return func() trace.Actor { return a } }

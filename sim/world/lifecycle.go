package world

import (
	"context"
	"errors"
	"io"

	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/reports/capture"
	"github.com/mynalab/mynalab/sim/driver"
	"github.com/mynalab/mynalab/sim/municipality"
	"github.com/mynalab/mynalab/sim/slot"
)

// A scenario's life in its slot: Enter stages its world, End waits until the product has come to rest, Close ends the record. In
// between End and Close stands the next world's Enter, or the end of the slot: until the product was told to forget a
// scenario, or was closed, whatever it does still goes into that scenario's record.

// BlamedError is why a verb could not be carried out, with whom to blame.
type BlamedError = slot.BlamedError

// Scene is what a world needs to know to stage one scenario.
type Scene struct {
	// ID is the scenario's id, the key of its chance.
	ID   string
	Seed uint64
	// Sink receives the record, a line an event.
	Sink io.Writer
}

// Enter puts a fresh world into a slot. Where it can't begin, the world is given back beside the error, to be closed.
func Enter(ctx context.Context, s *slot.Slot, scene Scene) (*World, error) {
	w := &World{ctx: ctx, slot: s, control: s.Link().Control(), scene: scene}
	w.clock = &Clock{world: w, now: s.Start()}
	w.record = s.Record(scene.ID, scene.Sink, w.clock.Now)
	w.issuer = municipality.NewIssuer(municipality.Chance(scene.Seed, scene.ID), s.CardTables(), 0)
	w.people()
	var err error
	if w.portal, err = openPortal(w); err != nil {
		return w, err
	}
	w.product = capture.Product(w.record, s.Product())
	return w, w.begin()
}

// begin lets the product forget the scenario before, and then empties the service, where it follows. The seams record into
// this world once the product has forgotten: what it still does until then meets the former scenario, and its service.
func (w *World) begin() error {
	s := w.slot
	if !s.Recording() {
		w.recordSeams()
	}
	link := s.Link()
	err := w.product.Configure(w.ctx, driver.Slot{Reader: s.ReaderName(), ServiceURL: link.URL(), ServiceCA: link.CA()})
	s.Ready()
	w.recordSeams()
	if err != nil {
		return slot.Environment("configuring the product", err)
	}
	if w.controlled() {
		if err := w.emptyService(w.clinic.opens); err != nil {
			return err
		}
	}
	return w.clock.tellProduct()
}

// recordSeams lets the seams record into this world.
func (w *World) recordSeams() {
	w.slot.RecordInto(w.record, capture.Handler(w.record, w.line.carry(w.slot.Link().Public(w.hooks()))))
}

// cardEnv is as much of this world as a card plane needs.
func (w *World) cardEnv() slot.CardEnv { return slot.CardEnv{Record: w.record, Issuer: w.issuer} }

// emptyService makes the service know the scenario and whom opens tells it of, and nothing else.
func (w *World) emptyService(opens func() error) error {
	err := w.control.Reset(w.ctx, control.Reset{Seed: w.scene.Seed, Scenario: w.scene.ID, Now: w.clock.Now()})
	if err != nil {
		return slot.Environment("resetting the service", err)
	}
	return opens()
}

// observeQuiet waits for a quiet moment of the seams and writes down whether there was one. A claim that something did not
// happen rests on it.
func (w *World) observeQuiet() { slot.NoteQuiet(w.record, w.slot.Quiet(w.ctx)) }

// End waits until nothing is under way any more. What does not end, half a request say, is the product's doing. It needs no
// settle: what the product does until it has forgotten this scenario, or was closed, still goes into this record.
func (w *World) End() error {
	unrest := w.slot.Answered(w.ctx)
	if unrest == (slot.Unrest{}) || w.ctx.Err() != nil {
		return nil
	}
	slot.NoteQuiet(w.record, unrest)
	return slot.OfProduct("waiting for the product to come to rest at the end of the scenario", unrest)
}

// Close ends the record. A secret that the product let out is no error here: the record says so, and the judge decides.
func (w *World) Close() error {
	w.record.Finish()
	if err := w.record.Err(); err != nil {
		return slot.Harness("recording", err)
	}
	err := w.line.trouble()
	if known := (*BlamedError)(nil); err == nil || errors.As(err, &known) {
		return err
	}
	return slot.Harness("carrying requests over the line", err)
}

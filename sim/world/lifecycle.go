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

// The life of a scenario in its slot: Enter prepares its world, End waits until the product has come to rest, Close ends the
// record. The next world's Enter, or the end of the slot, comes between End and Close: until the product was told to forget a
// scenario, or was closed, whatever it does still goes into that scenario's record.

// BlamedError says why a verb could not be carried out, and who is to blame.
type BlamedError = slot.BlamedError

// Scene is what a world needs to know about its scenario.
type Scene struct {
	// ID is the scenario's id. Random draws are keyed by it and Seed.
	ID   string
	Seed uint64
	// Sink receives the record, one line for each event.
	Sink io.Writer
}

// Enter puts a fresh world into a slot. If the world can't start, Enter returns it together with the error, so that the
// caller can close it.
func Enter(ctx context.Context, s *slot.Slot, scene Scene) (*World, error) {
	w := &World{ctx: ctx, slot: s, control: s.Link().Control(), scene: scene}
	w.clock = &Clock{world: w, now: s.Start()}
	w.record = s.Record(scene.ID, scene.Sink, w.clock.Now)
	w.issuer = municipality.NewIssuer(municipality.Chance(scene.Seed, scene.ID), s.CardTables(), 0)
	w.populate()
	var err error
	if w.portal, err = openPortal(w); err != nil {
		return w, err
	}
	w.product = capture.Product(w.record, s.Product())
	return w, w.begin()
}

// begin makes the product forget the previous scenario, and then empties the service if we control it. The seams (card,
// service, portal) record into this world only after the product has forgotten: what it does until then belongs to the
// previous scenario and its service.
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
		if err := w.emptyService(w.clinic.sendFacility); err != nil {
			return err
		}
	}
	return w.clock.tellProduct()
}

// recordSeams makes the seams of the slot record into this world.
func (w *World) recordSeams() {
	w.slot.RecordInto(w.record, capture.Handler(w.record, w.line.carry(w.slot.Link().Public(w.hooks()))))
}

// cardEnv is the part of this world that a card plane needs.
func (w *World) cardEnv() slot.CardEnv { return slot.CardEnv{Record: w.record, Issuer: w.issuer} }

// emptyService resets the service for this scenario. Afterwards it knows nothing except what opens sends to it.
func (w *World) emptyService(opens func() error) error {
	err := w.control.Reset(w.ctx, control.Reset{Seed: w.scene.Seed, Scenario: w.scene.ID, Now: w.clock.Now()})
	if err != nil {
		return slot.Environment("resetting the service", err)
	}
	return opens()
}

// observeQuiet waits for a quiet moment of the seams and records whether there was one. A claim that something did not happen
// needs it as evidence.
func (w *World) observeQuiet() { slot.NoteQuiet(w.record, w.slot.Quiet(w.ctx)) }

// End waits until no request and no command is in progress. If one does not end, such as half a request, the product is to
// blame. End does not wait for the settle time: what the product does until it has forgotten this scenario, or was closed,
// still goes into this record.
func (w *World) End() error {
	unrest := w.slot.Answered(w.ctx)
	if unrest == (slot.Unrest{}) || w.ctx.Err() != nil {
		return nil
	}
	slot.NoteQuiet(w.record, unrest)
	return slot.OfProduct("waiting for the product to come to rest at the end of the scenario", unrest)
}

// Close ends the record. A secret that the product leaked is not an error here: it is in the record, and the judge decides.
func (w *World) Close() error {
	w.record.Finish()
	if err := w.record.Err(); err != nil {
		return slot.Harness("recording", err)
	}
	err := w.line.firstError()
	if known := (*BlamedError)(nil); err == nil || errors.As(err, &known) {
		return err
	}
	return slot.Harness("carrying requests over the line", err)
}

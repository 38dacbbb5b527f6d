// Package world is one scenario's closed world: the people, cards, line, terminal and clock of a clinic, put into a slot.
//
// Its verbs move the world and its claims go into the record; it decides nothing. It knows no scenario text, no runner
// and no report, so that a plain test can use it.
package world

import (
	"context"
	"fmt"

	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/reports/capture"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/driver"
	"github.com/mynalab/mynalab/sim/municipality"
	"github.com/mynalab/mynalab/sim/slot"
)

// World is the fresh state of one scenario. Its verbs hang on nouns.
type World struct {
	ctx     context.Context
	slot    *slot.Slot
	record  *capture.Recorder
	control *control.Client
	product driver.Product
	issuer  *municipality.Issuer

	clock     *Clock
	clinic    *Clinic
	terminal  *Terminal
	patient   *Patient
	inspector *Inspector
	line      *InternetLine
	service   *Service
	portal    *Portal
	// scene is what the world was staged for.
	scene Scene
}

// people puts everybody in place.
func (w *World) people() {
	facility := w.slot.Cast().Facilities[0]
	w.clinic = &Clinic{world: w, facility: facility, account: facility.Accounts[0]}
	w.terminal = &Terminal{world: w}
	w.patient = &Patient{world: w}
	w.inspector = &Inspector{world: w}
	w.line = &InternetLine{world: w}
	w.service = &Service{world: w}
}

// Clock is world time.
func (w *World) Clock() *Clock { return w.clock }

// Clinic is the facility.
func (w *World) Clinic() *Clinic { return w.clinic }

// Terminal is the clinic's terminal with the product.
func (w *World) Terminal() *Terminal { return w.terminal }

// Patient is the person at the counter.
func (w *World) Patient() *Patient { return w.patient }

// Inspector is the person at a test bench.
func (w *World) Inspector() *Inspector { return w.inspector }

// InternetLine is the clinic's internet line.
func (w *World) InternetLine() *InternetLine { return w.line }

// Service is the qualification service as its operators see it.
func (w *World) Service() *Service { return w.service }

// Portal is a portal as somebody of a facility sees it.
func (w *World) Portal() *Portal { return w.portal }

// Step notes that a step begins.
func (w *World) Step(number int, keyword, text string) {
	w.record.SetStep(number)
	w.record.Add(trace.World, trace.Harness, trace.Stimulus, trace.KindStep,
		trace.Fields{"keyword": keyword, "text": text})
}

// Outcome notes what the step engine says of the scenario: passed, failed, undefined, pending, ambiguous.
func (w *World) Outcome(status string, err error) {
	fields := trace.Fields{"status": status}
	if err != nil {
		fields["error"] = err.Error()
	}
	w.record.Add(trace.World, trace.Harness, trace.Observation, trace.KindOutcome, fields)
}

// Claim states a claim. What it needs to know beyond the record, the world observes first.
func (w *World) Claim(c trace.Claim) error {
	for _, need := range c.Needs {
		if err := w.observe(need); err != nil {
			return err
		}
	}
	w.record.Claim(c)
	return nil
}

func (w *World) observe(need trace.Need) error {
	switch need {
	case trace.NeedQuiet:
		w.observeQuiet()
		return nil
	case trace.NeedTries:
		return w.patient.observeTries()
	case trace.NeedInventory:
		return w.clinic.observe()
	case trace.NeedMailbox:
		return w.portal.observeMails()
	default:
		return slot.Harness("observing", fmt.Errorf("nobody knows how to observe %q", need))
	}
}

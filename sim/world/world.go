// Package world is the closed world of one scenario: people, cards, line, terminal and clock of a clinic, in a slot. Start
// with [Enter] and [World], which gives access to [Clinic], [Patient], [Terminal], [Portal], [InternetLine], [Service],
// [Inspector] and [Clock].
//
// Its verbs change the world, and [World.Claim] adds claims to the record; it decides nothing. It knows no scenario text, no
// runner and no report, so that a plain test can use it.
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

// World is the state of one scenario, new for each. Its verbs are methods of the values that its methods return.
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
	// scene is the scenario that the world was made for.
	scene Scene
}

// populate makes the persons and things of the world.
func (w *World) populate() {
	facility := w.slot.Cast().Facilities[0]
	w.clinic = &Clinic{world: w, facility: facility, account: facility.Accounts[0]}
	w.terminal = &Terminal{world: w}
	w.patient = &Patient{world: w}
	w.inspector = &Inspector{world: w}
	w.line = &InternetLine{world: w}
	w.service = &Service{world: w}
}

// Clock returns world time.
func (w *World) Clock() *Clock { return w.clock }

// Clinic returns the facility.
func (w *World) Clinic() *Clinic { return w.clinic }

// Terminal returns the clinic's terminal with the product.
func (w *World) Terminal() *Terminal { return w.terminal }

// Patient returns the person at the counter.
func (w *World) Patient() *Patient { return w.patient }

// Inspector returns the person at a test bench.
func (w *World) Inspector() *Inspector { return w.inspector }

// InternetLine returns the clinic's internet line.
func (w *World) InternetLine() *InternetLine { return w.line }

// Service returns the qualification service as its operators see it.
func (w *World) Service() *Service { return w.service }

// Portal returns a portal as a user of a facility sees it.
func (w *World) Portal() *Portal { return w.portal }

// Step records that a step begins.
func (w *World) Step(number int, keyword, text string) {
	w.record.SetStep(number)
	w.record.Add(trace.World, trace.Harness, trace.Stimulus, trace.KindStep,
		trace.Fields{"keyword": keyword, "text": text})
}

// Outcome records the step engine's result for the scenario: passed, failed, undefined, pending, ambiguous.
func (w *World) Outcome(status string, err error) {
	fields := trace.Fields{"status": status}
	if err != nil {
		fields["error"] = err.Error()
	}
	w.record.Add(trace.World, trace.Harness, trace.Observation, trace.KindOutcome, fields)
}

// Claim records a claim. If the claim needs more than what is in the record, the world observes that first.
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
		return slot.Harness("observing", fmt.Errorf("there is no observation %q", need))
	}
}

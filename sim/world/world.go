// Package world is one scenario's closed world: the people, cards, line, terminal and clock of a clinic, put into a slot.
//
// Its verbs move the world and its claims go into the record; it decides nothing. It knows no scenario text, no runner
// and no report, so that a plain test can use it.
package world

import (
	"context"
	"io"

	"github.com/mynalab/mynalab/reports/trace"
)

// Scene is what a slot needs to know to stage one scenario.
type Scene struct {
	// ID is the scenario's id, the key of its chance.
	ID   string
	Seed uint64
	// Sink receives the record, a line an event.
	Sink io.Writer
}

// Slot is what stays put for a run and serves one scenario at a time.
type Slot struct{}

// Runs tells whether a scenario with these tags can be staged here, and if not, why.
func (s *Slot) Runs(tags []string) (why trace.Sentence, ok bool) { return trace.Sentence{}, true }

// Enter stages a fresh world.
func (s *Slot) Enter(ctx context.Context, scene Scene) (*World, error) { return &World{}, nil }

// Close gives the slot back.
func (s *Slot) Close() error { return nil }

// World is the fresh state of one scenario.
type World struct{}

// Step notes that a step begins.
func (w *World) Step(number int, keyword, text string) {}

// Outcome notes what the step engine says of the scenario: passed, failed, undefined, pending, ambiguous.
func (w *World) Outcome(status string, err error) {}

// Claim states a claim.
func (w *World) Claim(c trace.Claim) {}

// Close ends the world and gives its slot free.
func (w *World) Close() error { return nil }

package runner

import (
	"context"
	"errors"

	"github.com/cucumber/godog"

	"github.com/mynalab/mynalab/features/steps"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/world"
)

// Slot is what stays put for a run and serves one scenario at a time.
type Slot interface {
	// Runs tells whether a scenario with these tags can be staged here, and if not, why.
	Runs(tags []string) (why trace.Sentence, ok bool)
	Enter(ctx context.Context, scene world.Scene) (Stage, error)
	Close() error
}

// Stage is the fresh world of one scenario with its steps.
type Stage interface {
	// Bind registers the steps.
	Bind(sc *godog.ScenarioContext)
	// Step notes that a step begins, Outcome what the step engine says of the scenario.
	Step(number int, keyword, text string)
	Outcome(status string, err error)
	Close() error
}

// InWorld makes a Slot of a slot of sim/world and the steps of features/steps.
func InWorld(slot *world.Slot) Slot { return worldSlot{slot} }

type worldSlot struct{ *world.Slot }

// Enter stages a fresh world; one that cannot begin is closed again.
func (s worldSlot) Enter(ctx context.Context, scene world.Scene) (Stage, error) {
	w, err := s.Slot.Enter(ctx, scene)
	if err != nil {
		if w != nil {
			err = errors.Join(err, w.Close())
		}
		return nil, err
	}
	return worldStage{w}, nil
}

type worldStage struct{ *world.World }

// Bind registers the step table on the world.
func (s worldStage) Bind(sc *godog.ScenarioContext) { steps.Register(sc, s.World) }

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
	// Enter stages a scenario. Until it returns, what the product does belongs to the stage before.
	Enter(ctx context.Context, scene world.Scene) (World, error)
	// Close gives everything back, whatever ctx says. Until it returns, what the product does belongs to the last stage.
	Close(ctx context.Context) error
	// Late are the ids of the scenarios in which the product acted once their record was complete. It is asked after Close.
	Late() []string
}

// World is the fresh world of one scenario with its steps.
type World interface {
	// Bind registers the steps.
	Bind(sc *godog.ScenarioContext)
	// Step notes that a step begins, Outcome what the step engine says of the scenario.
	Step(number int, keyword, text string)
	Outcome(status string, err error)
	// End waits until the product has come to rest.
	End() error
	// Close ends the record: nothing is written any more.
	Close() error
}

// Room is a slot of sim/slot, of which the runner needs no more.
type Room interface {
	Runs(tags []string) (why trace.Sentence, ok bool)
	Close(ctx context.Context) error
	Late() []string
}

// EnterWorld puts a fresh world into a room: world.Enter. A world that can't begin is given back beside the error.
type EnterWorld func(ctx context.Context, scene world.Scene) (*world.World, error)

// InWorld makes a Slot of a room, the way to put a world into it, and the steps of features/steps.
func InWorld(room Room, enter EnterWorld) Slot { return worldSlot{room, enter} }

type worldSlot struct {
	Room
	enter EnterWorld
}

// Enter stages a fresh world; one that cannot begin is closed again.
func (s worldSlot) Enter(ctx context.Context, scene world.Scene) (World, error) {
	w, err := s.enter(ctx, scene)
	if err != nil {
		if w != nil {
			err = errors.Join(err, w.Close())
		}
		return nil, err
	}
	return boundWorld{w}, nil
}

type boundWorld struct{ *world.World }

// Bind registers the step table on the world.
func (s boundWorld) Bind(sc *godog.ScenarioContext) { steps.Register(sc, s.World) }

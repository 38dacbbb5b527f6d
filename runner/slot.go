package runner

import (
	"context"
	"errors"

	"github.com/cucumber/godog"

	"github.com/mynalab/mynalab/features/steps"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/world"
)

// Slot is a reader, a service and a product that stay open for the whole run and serve one scenario at a time (design §1).
type Slot interface {
	// Runs reports whether a scenario with these tags can be run here, and if not, why.
	Runs(tags []string) (why trace.Sentence, ok bool)
	// Enter makes the world of a scenario. Until it returns, what the product does belongs to the scenario before.
	Enter(ctx context.Context, scene world.Scene) (World, error)
	// Close releases everything, even if ctx is cancelled. Until it returns, what the product does belongs to the last
	// scenario.
	Close(ctx context.Context) error
	// Late returns the ids of the scenarios in which the product acted after their record was complete. It is called after
	// Close.
	Late() []string
}

// World is the fresh world of one scenario.
type World interface {
	// Bind registers the steps with the step engine.
	Bind(sc *godog.ScenarioContext)
	// Step records that a step begins, Outcome records what the step engine reports of the whole scenario.
	Step(number int, keyword, text string)
	Outcome(status string, err error)
	// End waits until the product has come to rest (design §1, quiet moment).
	End() error
	// Close completes the record; nothing is written to it after that.
	Close() error
}

// Room is the part of a slot.Slot of sim/slot that the runner uses itself.
type Room interface {
	Runs(tags []string) (why trace.Sentence, ok bool)
	Close(ctx context.Context) error
	Late() []string
}

// EnterWorld puts a fresh world into a room: world.Enter. A world that can't begin is returned together with the error, so
// that it can be closed.
type EnterWorld func(ctx context.Context, scene world.Scene) (*world.World, error)

// InWorld makes a Slot of a room and the function that puts a world into it; the world gets the steps of features/steps.
func InWorld(room Room, enter EnterWorld) Slot { return worldSlot{room, enter} }

type worldSlot struct {
	Room
	enter EnterWorld
}

// Enter makes a fresh world, and closes it again if it can't begin.
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

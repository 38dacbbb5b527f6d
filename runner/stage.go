package runner

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/reports"
	"github.com/mynalab/mynalab/sim/world"
)

// stage plays one scenario into its record file and has the file judged: the lines as written, not the events as sent.
func (c Config) stage(ctx context.Context, slot Slot, s features.Scenario, path string) Case {
	ctx, cancel := context.WithTimeoutCause(ctx, c.TimeLimit, errTimeLimit)
	defer cancel()
	played := make(chan Case, 1)
	go func() { played <- c.play(ctx, slot, s, path) }()
	found := c.await(ctx, s, played)
	if found.Stopped != nil || errors.Is(found.Harness, errSlotLost) {
		return found
	}
	var err error
	found.Events, err = reports.EventsOf([]reports.Record{{Scenario: s.ID, Path: path}})(s.ID)
	if err != nil {
		found.trouble(err)
		return found
	}
	if found.Claims, err = c.Judge(found.Events); err != nil {
		found.trouble(fmt.Errorf("judging the record: %w", err))
	}
	return found
}

// await gives the scenario up when it does not end in time after it was told to: a hanging verb must not hang the run.
func (c Config) await(ctx context.Context, s features.Scenario, played <-chan Case) Case {
	select {
	case found := <-played:
		return found
	case <-ctx.Done():
	}
	grace := time.NewTimer(c.Grace)
	defer grace.Stop()
	select {
	case found := <-played:
		return found
	case <-grace.C:
		return Case{Scenario: s, Harness: errSlotLost}
	}
}

// play stages the world, runs the steps and ends the world. It owns the record file to its end, even where nobody waits
// for it any longer.
func (c Config) play(ctx context.Context, slot Slot, s features.Scenario, path string) Case {
	found := Case{Scenario: s}
	record, err := os.Create(path)
	if err != nil {
		found.trouble(fmt.Errorf("opening the record: %w", err))
		return found
	}
	stage, err := slot.Enter(ctx, world.Scene{ID: s.ID, Seed: c.Header.Seed, Sink: record})
	if err != nil {
		found.trouble(fmt.Errorf("staging the scenario: %w", err))
	} else {
		found.Outcome = perform(ctx, stage, s)
		stage.Outcome(found.Outcome.Status, found.Outcome.Err)
		found.trouble(stage.Close())
	}
	found.trouble(record.Close())
	if ctx.Err() != nil && found.Outcome.Status != StatusPassed {
		found.Stopped = context.Cause(ctx)
	}
	return found
}

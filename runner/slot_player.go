package runner

import (
	"context"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/reports"
	"github.com/mynalab/mynalab/sim/world"
)

// pendingVerdict is a scenario whose steps are over and whose verdict is not made yet. Its record stays open until the
// product was configured for the next scenario (and so told to forget this one) or was closed: what the product does until
// then belongs to this scenario. So the verdict has to wait for that.
type pendingVerdict struct {
	c      Config
	found  Played
	path   string
	record *os.File
	world  World
	took   time.Duration
}

// conclude closes the record, has it judged and makes the verdict. The judge sees the lines as written to the file, not the
// events in memory. It is called once.
func (p *pendingVerdict) conclude() finished {
	e := finished{took: p.took}
	if p.world != nil {
		p.found.trouble(safely(p.world.Close))
	}
	if p.record != nil {
		p.found.trouble(p.record.Close())
		e.record = p.path
	}
	if p.found.Stopped == nil && p.record != nil {
		p.judge()
	}
	e.scenario, e.events = p.c.conclude(p.found), p.found.Events
	return e
}

// judge reads the record from its file and has it judged.
func (p *pendingVerdict) judge() {
	s := p.found.Scenario
	var err error
	p.found.Events, err = reports.EventsOf([]reports.Record{{Scenario: s.ID, Path: p.path}})(s.ID)
	if err != nil {
		p.found.trouble(err)
		return
	}
	err = safely(func() (err error) {
		p.found.Claims, err = p.c.Judge(p.found.Events)
		return err
	})
	if err != nil {
		p.found.trouble(fmt.Errorf("judging the record: %w", err))
	}
}

// slotPlayer is one slot, with the scenario that was last played in it and has no verdict yet.
type slotPlayer struct {
	c      Config
	slot   Slot
	number int
	former *pendingVerdict
	ended  chan<- finished
}

// concludeFormer makes the verdict of the former scenario, if there is one.
func (s *slotPlayer) concludeFormer() {
	if s.former != nil {
		s.ended <- s.former.conclude()
		s.former = nil
	}
}

// play plays one scenario into its record file. The verdict of the scenario before is made once this one was entered. ok is
// false if a step does not return and so blocks the slot.
func (s *slotPlayer) play(ctx context.Context, scenario features.Scenario, path string) (ok bool) {
	start := s.c.Now()
	ctx, cancel := context.WithTimeoutCause(ctx, s.c.TimeLimit, errTimeLimit)
	defer cancel()
	entered, done := make(chan struct{}), make(chan *pendingVerdict, 1)
	go func() { done <- s.c.perform(ctx, s.slot, scenario, path, entered) }()
	select {
	case <-entered:
	case <-ctx.Done():
	}
	s.concludeFormer()
	p := await(ctx, done, s.c.Grace)
	if p == nil {
		s.ended <- finished{scenario: s.c.conclude(Played{Scenario: scenario, Harness: errSlotLost}), took: s.c.Now().Sub(start), record: recordAt(path)}
		return false
	}
	p.took = s.c.Now().Sub(start)
	s.former = p
	return true
}

// await returns nil if the scenario does not end within patience after it was told to stop: a verb that hangs must not hang
// the run.
func await(ctx context.Context, done <-chan *pendingVerdict, patience time.Duration) *pendingVerdict {
	select {
	case p := <-done:
		return p
	case <-ctx.Done():
	}
	grace := time.NewTimer(patience)
	defer grace.Stop()
	select {
	case p := <-done:
		return p
	case <-grace.C:
		return nil
	}
}

// recordAt returns the path if there is a file, and an empty string if nothing was written.
func recordAt(path string) string {
	if _, err := os.Stat(path); err != nil {
		return ""
	}
	return path
}

// perform makes the world, runs the steps and waits for the product to come to rest. It closes entered once the world is
// made or can't be made. A panic on the way is an error of this scenario alone.
func (c Config) perform(ctx context.Context, slot Slot, s features.Scenario, path string, entered chan<- struct{}) *pendingVerdict {
	p := &pendingVerdict{c: c, found: Played{Scenario: s}, path: path}
	staged := sync.OnceFunc(func() { close(entered) })
	defer staged()
	p.found.trouble(safely(func() error {
		p.playSteps(ctx, slot, staged)
		return nil
	}))
	if ctx.Err() != nil && p.found.Outcome.Status != StatusPassed {
		p.found.Stopped = context.Cause(ctx)
	}
	return p
}

// playSteps does the work of perform; it calls staged once the world is made or can't be made.
func (p *pendingVerdict) playSteps(ctx context.Context, slot Slot, staged func()) {
	record, err := os.Create(p.path)
	if err != nil {
		p.found.trouble(fmt.Errorf("opening the record: %w", err))
		return
	}
	p.record = record
	s := p.found.Scenario
	fresh, err := slot.Enter(ctx, world.Scene{ID: s.ID, Seed: p.c.Header.Seed, Sink: record})
	staged()
	if err != nil {
		p.found.trouble(fmt.Errorf("starting the scenario: %w", err))
		return
	}
	p.world = fresh
	p.found.Outcome = perform(ctx, fresh, s)
	p.found.trouble(fresh.End())
	fresh.Outcome(p.found.Outcome.Status, p.found.Outcome.Err)
}

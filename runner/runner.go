// Package runner runs a selection of scenarios in slots and turns what the judge found into verdicts.
//
// It schedules, it keeps the guards (nothing green without a pass, a claim and evidence), and it decides nothing that can
// be decided from the record: that is the judge's. It knows no step, no product and no output file.
package runner

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/reports"
	"github.com/mynalab/mynalab/reports/trace"
)

// Config is one run.
type Config struct {
	Suite     features.Suite
	Selection reports.Selection
	// Known are the failures that are known; an entry that fits no scenario of the suite is a UsageError.
	Known []Known
	// Header goes into the reports; its Seed is the seed of the order and of every scenario.
	Header trace.Header
	// Jobs is the number of scenarios that are played at the same time; it is cut to the number of scenarios. Turns is how many
	// slots each takes turns with, from 1: what the product still does in one of them, while another is at work, is seen.
	Jobs, Turns int
	// Slots opens slot i, from 0.
	Slots func(ctx context.Context, i int) (Slot, error)
	// Judge gives the findings on one scenario's record: judge.Judge.
	Judge func([]trace.Event) ([]trace.Judged, error)
	// Rules make a verdict of what is known of a scenario: DefaultRules.
	Rules []Rule
	// TimeLimit is how long one scenario may take; Grace is how long one that was told to stop may still take before its
	// slot is given up.
	TimeLimit, Grace time.Duration
	// Dir is an existing directory, for a file per scenario.
	Dir string
	// Now is the stopwatch.
	Now func() time.Time
	// Progress, where given, is told of each scenario as it ends, one call at a time.
	Progress func(Progress)
}

// Progress is one ended scenario.
type Progress struct {
	Done, Total int
	Scenario    reports.Scenario
}

// DefaultTimeLimit and DefaultGrace bound a scenario: an embedded one takes milliseconds, one with a person at the
// terminal minutes.
const (
	DefaultTimeLimit = 5 * time.Minute
	DefaultGrace     = 10 * time.Second
)

// Run runs the selection. A UsageError means that nothing ran; any other error that slots could not be opened or, with
// the results beside it, not be closed. Cancelling ctx ends the run: what has not ended by then is not-run.
func Run(ctx context.Context, c Config) (reports.Run, error) {
	selected, err := c.selected()
	if err != nil {
		return reports.Run{}, err
	}
	if len(c.Rules) == 0 {
		return reports.Run{}, errors.New("running without rules would pass everything; hand in DefaultRules")
	}
	start := c.Now()
	c.Known = aged(c.Known, start)
	c.Jobs = min(c.Jobs, len(selected))
	slots, err := openSlots(ctx, c, min(c.Jobs*max(c.Turns, 1), len(selected)))
	if err != nil {
		return reports.Run{}, err
	}
	run := reports.Run{Timing: reports.Timing{Scenarios: map[string]time.Duration{}}}
	read := map[string][]trace.Event{}
	scenarios := make([]reports.Scenario, 0, len(selected))
	closing := &closings{}
	for e := range work(ctx, c, slots, inOrder(c.Header.Seed, selected), closing.add) {
		scenarios = append(scenarios, e.scenario)
		run.Timing.Scenarios[e.scenario.ID] = e.took
		if e.record != "" {
			run.Records = append(run.Records, reports.Record{Scenario: e.scenario.ID, Path: e.record})
		}
		if e.events != nil {
			read[e.scenario.ID] = e.events
		}
		if c.Progress != nil {
			c.Progress(Progress{len(scenarios), len(selected), e.scenario})
		}
	}
	amend(scenarios, closing.late)
	run.Results = reports.New(c.Header, c.Selection, c.Suite, scenarios)
	run.Events = readOnce(read, run.Records)
	run.Timing.Total = c.Now().Sub(start)
	return run, closing.err()
}

// readOnce spares the reports from reading again what was read for the judge.
func readOnce(read map[string][]trace.Event, records []reports.Record) reports.Events {
	others := reports.EventsOf(records)
	return func(scenario string) ([]trace.Event, error) {
		if events, ok := read[scenario]; ok {
			return events, nil
		}
		return others(scenario)
	}
}

// Check tells, without opening anything, whether what was asked for can be run; its error is a UsageError.
func (c Config) Check() error {
	_, err := c.selected()
	return err
}

// selected are the scenarios to stage, once everything that was asked for is known to fit.
func (c Config) selected() ([]features.Scenario, error) {
	if c.Jobs < 1 {
		return nil, usagef("スロットが %d 個では実行できません。1 個以上を指定してください", "%d jobs; ask for at least one", c.Jobs)
	}
	if err := checkKnown(c.Suite, c.Known); err != nil {
		return nil, err
	}
	return Select(c.Suite, c.Selection)
}

func openSlots(ctx context.Context, c Config, n int) ([]Slot, error) {
	slots := make([]Slot, 0, n)
	for i := range n {
		slot, err := c.Slots(ctx, i)
		if err != nil {
			errs := []error{fmt.Errorf("opening slot %d: %w", i, err)}
			for i, open := range slots {
				errs = append(errs, closed(i, open.Close(ctx)))
			}
			return nil, errors.Join(errs...)
		}
		slots = append(slots, slot)
	}
	return slots, nil
}

// closed says which slot did not close in good order; nil where it did.
func closed(i int, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("closing slot %d: %w", i, err)
}

// amend makes errors of the scenarios in which the product acted once their record was complete.
func amend(scenarios []reports.Scenario, late []string) {
	for i := range scenarios {
		if s := &scenarios[i]; slices.Contains(late, s.ID) {
			ruling := actedLate("記録を閉じたあと", "after its record was complete")
			s.Verdict, s.Reason, s.Blame, s.Counts = trace.Error, ruling.Reason, ruling.Blame, ""
		}
	}
}

// closings are what closing the slots tells: what went wrong, and the scenarios whose result can't be relied on.
type closings struct {
	mu   sync.Mutex
	errs []error
	late []string
}

func (c *closings) add(late []string, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.late, c.errs = append(c.late, late...), append(c.errs, err)
}

func (c *closings) err() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return errors.Join(c.errs...)
}

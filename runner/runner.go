// Package runner runs a selection of scenarios in slots and turns the judge's findings into verdicts.
//
// It schedules the scenarios, and it guards the verdicts: no scenario passes without passed steps, a claim and evidence.
// What can be decided from the record alone is left to the judge (runner/judge). It does not know what single steps do,
// talks to no product and writes no output file but the records.
//
// Start at [Run] with its [Config]. [Slot] and [World] are what it needs of sim/slot and sim/world; [Played] and
// [DefaultRules] are how a verdict is made.
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

// Config is everything that one run needs.
type Config struct {
	// Suite has all scenarios, Selection says which of them to run.
	Suite     features.Suite
	Selection reports.Selection
	// Known are the entries of the known-failure file; an entry that matches no scenario of the suite is a UsageError.
	Known []Known
	// Header goes into the reports; its Seed is the seed of the order and of every scenario.
	Header trace.Header
	// Jobs is the number of scenarios that are played at the same time, at least 1; it is cut to the number of scenarios.
	// Turns is how many slots each job uses in turn, at least 1: while a job plays in one slot, what the products in its
	// other slots still do is seen and recorded.
	Jobs, Turns int
	// Slots opens the slot with number i, counted from 0.
	Slots func(ctx context.Context, i int) (Slot, error)
	// Judge returns the findings on the record of one scenario: judge.Judge.
	Judge func([]trace.Event) ([]trace.Judged, error)
	// Rules turn what is known of a scenario into its verdict: DefaultRules.
	Rules []Rule
	// TimeLimit is how long one scenario may take. Grace is how long a scenario that was told to stop may still take; after
	// that its slot is given up.
	TimeLimit, Grace time.Duration
	// Dir is an existing directory, which receives a record file for each scenario.
	Dir string
	// Now returns the real time. It is used for durations, and for the day on which known failures expire.
	Now func() time.Time
	// Progress, if not nil, is called for each scenario when it has its verdict, one call at a time.
	Progress func(Progress)
}

// Progress reports that one scenario has its verdict: Done of Total scenarios have theirs now.
type Progress struct {
	Done, Total int
	Scenario    reports.Scenario
}

// DefaultTimeLimit and DefaultGrace bound the real time of a scenario. Both are our choice.
const (
	// DefaultTimeLimit: an embedded scenario takes milliseconds, one with a person at a real terminal a few minutes. A shorter
	// limit would stop the person; a longer one would delay the report of a product that hangs.
	DefaultTimeLimit = 5 * time.Minute
	// DefaultGrace is enough for a product to end the request or APDU that is under way when it is told to stop. Each second
	// more is waited for only with a product that does not stop, whose slot is then lost.
	DefaultGrace = 10 * time.Second
)

// Run runs the selection. A UsageError means that nothing ran. Any other error means that slots could not be opened, or
// that slots could not be closed; in the second case the results are returned too. Cancelling ctx ends the run: scenarios
// that have not ended by then get the verdict not-run.
func Run(ctx context.Context, c Config) (reports.Run, error) {
	selected, err := c.selected()
	if err != nil {
		return reports.Run{}, err
	}
	if len(c.Rules) == 0 {
		return reports.Run{}, errors.New("running without rules would pass every scenario; set Config.Rules to DefaultRules")
	}
	start := c.Now()
	c.Known = markExpired(c.Known, start)
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

// readOnce returns the events that were read for the judge, and reads those of other scenarios from their files, so that
// the reports do not read every record a second time.
func readOnce(read map[string][]trace.Event, records []reports.Record) reports.Events {
	others := reports.EventsOf(records)
	return func(scenario string) ([]trace.Event, error) {
		if events, ok := read[scenario]; ok {
			return events, nil
		}
		return others(scenario)
	}
}

// Check returns a UsageError if the run that is asked for can't be run. It opens nothing.
func (c Config) Check() error {
	_, err := c.selected()
	return err
}

// selected returns the scenarios to run, or a UsageError if anything that was asked for does not fit.
func (c Config) selected() ([]features.Scenario, error) {
	if c.Jobs < 1 {
		return nil, usagef("スロットが %d 個では実行できません。1 個以上を指定してください", "%d jobs requested; ask for at least one", c.Jobs)
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

// closed names the slot whose Close returned an error; nil if there was none.
func closed(i int, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("closing slot %d: %w", i, err)
}

// amend sets the verdict error for the scenarios in which the product acted after their record was complete.
func amend(scenarios []reports.Scenario, late []string) {
	for i := range scenarios {
		if s := &scenarios[i]; slices.Contains(late, s.ID) {
			ruling := actedLate("記録を閉じたあと", "after its record was complete")
			s.Verdict, s.Reason, s.Blame, s.Counts = trace.Error, ruling.Reason, ruling.Blame, ""
		}
	}
}

// closings collects what closing the slots returned: errors, and the ids of scenarios whose result can't be relied on.
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

package runner

import (
	"context"
	"fmt"
	"iter"
	"path/filepath"
	"runtime/debug"
	"sync"
	"time"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/reports"
	"github.com/mynalab/mynalab/reports/trace"
)

// Why a scenario was stopped or not begun.
var (
	errTimeLimit = stop{
		why: trace.Sentence{JA: "シナリオの制限時間を超えた", EN: "the time limit of the scenario is over"},
		next: trace.Sentence{JA: "--time-limit を長くするか、応答しない製品を調べてから、もう一度実行する",
			EN: "give a larger --time-limit, or look for the product that does not answer, and run again"},
	}
	errSlotLost = stop{
		why:  trace.Sentence{JA: "戻らない手順がスロットを占めている", EN: "a step that does not return holds the slot"},
		next: trace.Sentence{JA: "その手順で固まった製品を調べてから、もう一度実行する", EN: "look for the product that hangs in that step, and run again"},
	}
)

// stop is an end that the runner itself makes, with the next move.
type stop struct{ why, next trace.Sentence }

func (s stop) Error() string { return s.why.EN }

// job is one scenario with the number of its record file.
type job struct {
	scenario features.Scenario
	number   int
}

// ended is one scenario that has its verdict.
type ended struct {
	scenario reports.Scenario
	took     time.Duration
	// record is the path of the scenario's record; empty where it was not staged.
	record string
	// events are what the record holds; nil where it was not read.
	events []trace.Event
}

// work puts the scenarios into the slots, a worker per slot, and yields each as it ends. It closes the slots and tells
// how each closing ended.
func work(ctx context.Context, c Config, slots []Slot, scenarios []features.Scenario, told func(error)) iter.Seq[ended] {
	queue := make(chan job, len(scenarios))
	for i, s := range scenarios {
		queue <- job{s, i + 1}
	}
	close(queue)
	results := make(chan ended, len(scenarios))
	var workers sync.WaitGroup
	for i, slot := range slots {
		workers.Go(func() {
			told(closed(i, (&seat{c: c, slot: slot, ended: results}).serve(ctx, queue)))
		})
	}
	go func() {
		workers.Wait()
		for j := range queue { // only where every slot was lost
			results <- ended{scenario: c.conclude(Case{Scenario: j.scenario, Stopped: errSlotLost})}
		}
		close(results)
	}()
	return func(yield func(ended) bool) {
		for e := range results {
			if !yield(e) {
				return
			}
		}
	}
}

// serve plays scenario after scenario in one slot, until there are none left or the slot is lost, and closes it. A panic ends
// this slot alone; the others play what is left.
func (s *seat) serve(ctx context.Context, queue <-chan job) (err error) {
	defer func() {
		if raised := recover(); raised != nil {
			err = fmt.Errorf("panic: %v at %s", raised, panicPlace(debug.Stack()))
		}
	}()
	for j := range queue {
		if !s.takes(ctx, j) {
			break
		}
	}
	err = s.slot.Close(ctx)
	s.leave()
	return err
}

// takes plays one scenario, or tells why it is not played. It is false once the slot is lost.
func (s *seat) takes(ctx context.Context, j job) bool {
	found := Case{Scenario: j.scenario}
	why, runs := s.slot.Runs(j.scenario.Tags)
	switch {
	case ctx.Err() != nil:
		found.Stopped = context.Cause(ctx)
	case !runs:
		found.Unsupported = &why
	default:
		return s.play(ctx, j.scenario, filepath.Join(s.c.Dir, fmt.Sprintf("%03d.ndjson", j.number)))
	}
	s.ended <- ended{scenario: s.c.conclude(found)}
	return true
}

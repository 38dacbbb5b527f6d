package runner

import (
	"context"
	"fmt"
	"iter"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/reports"
	"github.com/mynalab/mynalab/reports/trace"
)

// Why a scenario was stopped or did not begin.
var (
	errTimeLimit = stopError{
		why: trace.Sentence{JA: "シナリオの制限時間を超えた", EN: "the time limit of the scenario was exceeded"},
		next: trace.Sentence{JA: "--time-limit を長くするか、応答しない製品を調べてから、もう一度実行する",
			EN: "raise --time-limit, or find out why the product does not answer, then run again"},
	}
	errSlotLost = stopError{
		why:  trace.Sentence{JA: "戻らない手順がスロットを占めている", EN: "a step does not return and blocks the slot"},
		next: trace.Sentence{JA: "その手順で固まった製品を調べてから、もう一度実行する", EN: "find out why the product hangs in that step, then run again"},
	}
)

// stopError is the reason why the runner itself ended a scenario, and what to do next.
type stopError struct{ why, next trace.Sentence }

func (s stopError) Error() string { return s.why.EN }

// job is one scenario to play, with the number of its record file.
type job struct {
	scenario features.Scenario
	number   int
}

// finished is one scenario that has its verdict.
type finished struct {
	scenario reports.Scenario
	took     time.Duration
	// record is the path of the scenario's record; empty if the scenario was not played.
	record string
	// events are the events of the record; nil if it was not read.
	events []trace.Event
}

// work plays the scenarios in the slots and yields each when it has its verdict. It closes the slots and calls onClosed
// with what each Close returned.
func work(ctx context.Context, c Config, slots []Slot, scenarios []features.Scenario, onClosed func(late []string, err error)) iter.Seq[finished] {
	queue := make(chan job, len(scenarios))
	for i, s := range scenarios {
		queue <- job{s, i + 1}
	}
	close(queue)
	results := make(chan finished, len(scenarios))
	var workers sync.WaitGroup
	for _, share := range shares(slots, c.Jobs) {
		w := worker{onClosed: onClosed}
		for _, i := range share {
			w.slots = append(w.slots, &slotPlayer{c: c, slot: slots[i], number: i, ended: results})
		}
		workers.Go(func() { w.serve(ctx, queue) })
	}
	go func() {
		workers.Wait()
		for j := range queue { // not empty only if every slot was lost
			results <- finished{scenario: c.conclude(Played{Scenario: j.scenario, Stopped: errSlotLost})}
		}
		close(results)
	}()
	return func(yield func(finished) bool) {
		for e := range results {
			if !yield(e) {
				return
			}
		}
	}
}

// shares divides the slots among that many workers and returns the numbers of the slots of each.
func shares(slots []Slot, workers int) [][]int {
	dealt := make([][]int, min(workers, len(slots)))
	for i := range slots {
		dealt[i%len(dealt)] = append(dealt[i%len(dealt)], i)
	}
	return dealt
}

// worker plays one scenario at a time and uses its slots in turn: while it plays in one, the products in the others have
// time to show whether they still do something, and nobody waits for it.
type worker struct {
	slots    []*slotPlayer
	onClosed func(late []string, err error)
}

// serve plays scenarios until there are none left or every slot is lost, and closes the slots.
func (w *worker) serve(ctx context.Context, queue <-chan job) {
	for turn := 0; len(w.slots) > 0; {
		j, more := <-queue
		if !more {
			break
		}
		at := turn % len(w.slots)
		if s := w.slots[at]; !s.playOrSkip(ctx, j) {
			w.slots = slices.Delete(w.slots, at, at+1)
			w.onClosed(s.close(ctx))
			continue
		}
		turn++
	}
	var closing sync.WaitGroup
	for _, s := range w.slots {
		closing.Go(func() { w.onClosed(s.close(ctx)) })
	}
	closing.Wait()
}

// close closes the slot and then makes the verdict of the last scenario in it. late are the ids of the scenarios whose
// result can't be relied on.
func (s *slotPlayer) close(ctx context.Context) (late []string, err error) {
	err = safely(func() error { return s.slot.Close(ctx) })
	s.concludeFormer()
	return s.slot.Late(), closed(s.number, err)
}

// playOrSkip plays one scenario, or reports why it is not played. It returns false if the slot is lost. A panic on the way
// is an error of this scenario alone.
func (s *slotPlayer) playOrSkip(ctx context.Context, j job) (ok bool) {
	found := Played{Scenario: j.scenario}
	var why trace.Sentence
	var runs bool
	err := safely(func() error {
		why, runs = s.slot.Runs(j.scenario.Tags)
		return nil
	})
	switch {
	case ctx.Err() != nil:
		found.Stopped = context.Cause(ctx)
	case err != nil:
		found.trouble(fmt.Errorf("asking the slot whether the scenario can run: %w", err))
	case !runs:
		found.Unsupported = &why
	default:
		return s.play(ctx, j.scenario, filepath.Join(s.c.Dir, fmt.Sprintf("%03d.ndjson", j.number)))
	}
	s.ended <- finished{scenario: s.c.conclude(found)}
	return true
}

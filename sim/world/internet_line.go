package world

import (
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/mockservice/wire"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/slot"
)

// InternetLine is the clinic's internet line: all that the terminal has to reach the service. What goes wrong between the two goes
// wrong here; the service itself stays sound.
type InternetLine struct {
	world *World

	mu sync.Mutex
	// fault is what the line does to requests, nil where it carries them.
	fault *lineFaultRow
	// last is the last check request that passed, for somebody who listened.
	last *lastRequest
	// refusal is the last one that may mean no more than that the service lacks somebody.
	refusal wire.Problem
	// err is what went wrong in carrying; it is no fault of anybody's but the harness.
	err error
}

// Cut takes the line away: connections break and no new one comes about.
func (l *InternetLine) Cut() error {
	l.world.slot.Link().Cut()
	return l.note(trace.LineCut)
}

// RedirectsToImpostor lets somebody answer in the service's place who names himself like it, with a certificate from a CA that the
// product was not handed.
func (l *InternetLine) RedirectsToImpostor() error {
	l.world.slot.Link().RedirectToImpostor()
	return l.note(trace.LineAstray)
}

// Restore gives the line back, whatever it suffered from.
func (l *InternetLine) Restore() error {
	l.world.slot.Link().Restore()
	l.suffer(nil)
	return l.note(trace.LineRestored)
}

// Suffers lets the line do something to the requests of checks until it is restored.
func (l *InternetLine) Suffers(f LineFault) error {
	fault, ok := lineFaults()[f]
	if !ok {
		return slot.Harness("letting the line suffer", fmt.Errorf("the table has no fault %q", f))
	}
	l.suffer(&fault)
	return l.note(trace.LineState(f))
}

// DelaysChecks lets each check request arrive so many minutes late. The minutes are world time: nobody waits.
func (l *InternetLine) DelaysChecks(minutes int) error {
	fault := delayed(minutes)
	l.suffer(&fault)
	return l.note(trace.LineDelayed)
}

func (l *InternetLine) suffer(f *lineFaultRow) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.fault = f
}

func (l *InternetLine) note(state trace.LineState) error {
	l.world.record.Add(trace.World, trace.Harness, trace.Stimulus, trace.KindLine, trace.Fields{"state": string(state)})
	return nil
}

// carry is the line as a handler: what it lets pass reaches next. It stands behind the recorder, which sees what the
// product sees.
func (l *InternetLine) carry(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		l.listen(r)
		defer l.waits(w)
		l.mu.Lock()
		fault := l.fault
		l.mu.Unlock()
		if fault == nil || fault.path != r.URL.Path {
			next.ServeHTTP(w, r)
			return
		}
		fault.strike(l, w, r, next)
	})
}

// waits lets the time pass that the service says its answer took (control.HeaderDelay). Nobody sleeps for it.
func (l *InternetLine) waits(w http.ResponseWriter) {
	took := w.Header().Get(control.HeaderDelay)
	if took == "" {
		return
	}
	seconds, err := strconv.Atoi(took)
	if err == nil {
		err = l.world.clock.elapse(time.Duration(seconds) * time.Second)
	}
	if err != nil {
		l.failed(fmt.Errorf("waiting for the service: %w", err))
	}
}

// failed keeps what went wrong in carrying for the end of the scenario.
func (l *InternetLine) failed(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.err == nil {
		l.err = err
	}
}

func (l *InternetLine) trouble() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.err
}

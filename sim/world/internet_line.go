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

// InternetLine is the clinic's internet line, the only connection between terminal and service. Faults between the two happen
// here; the service itself is not affected.
type InternetLine struct {
	world *World

	mu sync.Mutex
	// fault is what the line does to requests; nil if it passes them on unchanged.
	fault *lineFaultRow
	// last is the last check request that passed, as an eavesdropper could keep it.
	last *lastRequest
	// refusal is the last refusal that may only mean that the service does not know an account or a person.
	refusal wire.Problem
	// err is the first error of the line itself; the harness is to blame for it.
	err error
}

// Cut cuts the line: open connections break and new ones are refused.
func (l *InternetLine) Cut() error {
	l.world.slot.Link().Cut()
	return l.note(trace.LineCut)
}

// RedirectsToImpostor makes another server answer in place of the service, under the service's name, with a certificate from
// a CA that the product does not trust.
func (l *InternetLine) RedirectsToImpostor() error {
	l.world.slot.Link().RedirectToImpostor()
	return l.note(trace.LineAstray)
}

// Restore repairs the line, whatever fault it had.
func (l *InternetLine) Restore() error {
	l.world.slot.Link().Restore()
	l.setFault(nil)
	return l.note(trace.LineRestored)
}

// Suffers gives the line a fault until it is restored. The fault applies to the requests of checks.
func (l *InternetLine) Suffers(f LineFault) error {
	fault, ok := lineFaults()[f]
	if !ok {
		return slot.Harness("setting a fault of the line", fmt.Errorf("the table has no fault %q", f))
	}
	l.setFault(&fault)
	return l.note(trace.LineState(f))
}

// DelaysChecks makes each check request arrive late by the given number of minutes. The minutes are world time: nothing
// waits.
func (l *InternetLine) DelaysChecks(minutes int) error {
	fault := delayed(minutes)
	l.setFault(&fault)
	return l.note(trace.LineDelayed)
}

func (l *InternetLine) setFault(f *lineFaultRow) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.fault = f
}

func (l *InternetLine) note(state trace.LineState) error {
	l.world.record.Add(trace.World, trace.Harness, trace.Stimulus, trace.KindLine, trace.Fields{"state": string(state)})
	return nil
}

// carry is the line as a handler: what it lets pass goes to next. The recorder is in front of it, so that the record shows
// what the product sees.
func (l *InternetLine) carry(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		l.listen(r)
		defer l.waitForService(w)
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

// waitForService moves the clock by the time that the answer took according to the service (control.HeaderDelay). Nothing sleeps.
func (l *InternetLine) waitForService(w http.ResponseWriter) {
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

// failed stores the first error of the line until the end of the scenario.
func (l *InternetLine) failed(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.err == nil {
		l.err = err
	}
}

func (l *InternetLine) firstError() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.err
}

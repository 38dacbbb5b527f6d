package slot

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/mynalab/mynalab/sim/driver"
)

// DefaultSettle is how long the seams of a product in the same process stay still before they count as quiet.
const DefaultSettle = 500 * time.Microsecond

// The bounds of a quiet moment. Five pauses of the product's own count, but no more than slowest settles, since a person
// at the product pauses for minutes. A product that does not come to rest is waited for at most restless settles, and
// never less than restlessLeast. A timer of this machine may be late by tardy.
const (
	paces         = 5
	slowest       = 20
	restless      = 50
	restlessLeast = 500 * time.Millisecond
	tardy         = 2 * time.Millisecond
)

// Seams knows, from our side of all seams, whether the product is at work.
//
// A moment is quiet when no connection has a request without its whole answer, no APDU is under way, and nothing at all was
// seen of the product (a call, a connection, a byte, an APDU) for a settle. The settle is at least the one that was
// configured, and at least five times the pause that the product makes on average in this scenario between being called or
// answered and touching a seam next. So a product that is merely slower can't pass for one that has come to rest: it
// pauses longer while it is at work, too, and is given longer by the same factor. What acts after a longer rest does so by a
// timer of its own; its deed bears no call's number then, and is told where it is seen (design §1). A settle that took us
// much longer than it should proves nothing, since this process did not run meanwhile and may have missed something: it is
// waited for again.
type Seams struct {
	settle time.Duration
	// now is a stopwatch.
	now func() time.Time

	mu sync.Mutex
	// requests are the connections with a request that is not wholly answered, apdus and calls those under way.
	requests map[net.Conn]struct{}
	apdus    int
	calls    int
	// seen is when something was last seen of the product, given when it was last called or answered.
	seen, given time.Time
	// paused is how long the product has paused in this scenario, pauses how often.
	paused time.Duration
	pauses int
	// busy: something was seen of the product that no quiet moment has followed yet, or none with this settle.
	busy    bool
	settled time.Duration
	// wake is sent to when something that was under way has ended.
	wake chan struct{}
}

func newSeams(settle time.Duration, now func() time.Time) *Seams {
	return &Seams{settle: settle, now: now, requests: map[net.Conn]struct{}{}, wake: make(chan struct{}, 1)}
}

// begin forgets the pace of the former scenario.
func (s *Seams) begin() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.paused, s.pauses = 0, 0
}

// touched notes a sign of life of the product.
func (s *Seams) touched() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.touch()
}

func (s *Seams) touch() {
	now := s.now()
	if s.calls > 0 && s.apdus == 0 && len(s.requests) == 0 {
		s.paused += now.Sub(s.given)
		s.pauses++
	}
	s.seen, s.given, s.busy, s.settled = now, now, true, 0
}

// transmits notes an APDU of the product; the function given back ends it.
func (s *Seams) transmits() (end func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.touch()
	s.apdus++
	return func() { s.ends(func() { s.apdus-- }) }
}

// called notes that a person has the product do something; the function given back ends it. A call alone is no unrest: it
// ends before anybody waits.
func (s *Seams) called() (end func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.given, s.busy, s.settled = s.now(), true, 0
	s.calls++
	return func() {
		s.ends(func() {
			s.touch()
			s.calls--
		})
	}
}

func (s *Seams) ends(what func()) {
	s.mu.Lock()
	what()
	now := s.now()
	s.seen, s.given = now, now
	s.mu.Unlock()
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// connection follows the connections of the service's port, as an http.Server tells of them.
func (s *Seams) connection(c net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		s.touched()
	case http.StateActive:
		s.asks(c)
	default:
		s.ends(func() { delete(s.requests, c) })
	}
}

// asks notes that a request has begun on a connection.
func (s *Seams) asks(c net.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.touch()
	s.requests[c] = struct{}{}
}

// Quiet waits for a quiet moment. waits says what did not come to rest in time; it is empty where all did.
func (s *Seams) Quiet(ctx context.Context) (waits string) { return s.quiet(ctx, s.settle) }

// Answered waits until nothing is under way, without a settle.
func (s *Seams) Answered(ctx context.Context) (waits string) { return s.quiet(ctx, 0) }

func (s *Seams) quiet(ctx context.Context, settle time.Duration) (waits string) {
	most := time.NewTimer(max(restlessLeast, restless*settle))
	defer most.Stop()
	var awake time.Time // what was not seen before may have been missed
	for {
		left, waits := s.unrest(settle, awake)
		if left == 0 && waits == "" {
			return ""
		}
		still := time.NewTimer(left)
		if waits != "" {
			still.Stop()
		}
		asleep := s.now()
		select {
		case <-still.C:
			if s.now().Sub(asleep) > left+max(settle, tardy) {
				awake = s.now()
			}
		case <-s.wake:
		case <-most.C:
			return s.restlessness(settle)
		case <-ctx.Done():
			return s.restlessness(settle)
		}
		still.Stop()
	}
}

// unrest is how long nothing more must be seen, and what is under way. Stillness counts from awake on at the earliest.
func (s *Seams) unrest(settle time.Duration, awake time.Time) (left time.Duration, waits string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []string
	if n := len(s.requests); n > 0 {
		all = append(all, fmt.Sprintf("%d request(s) without an answer", n))
	}
	if s.apdus > 0 {
		all = append(all, fmt.Sprintf("%d APDU(s) without an answer", s.apdus))
	}
	if len(all) == 0 && (!s.busy || s.settled >= settle) {
		return 0, ""
	}
	asked := settle
	if asked >= s.settle {
		settle = max(settle, min(paces*s.paused/time.Duration(max(s.pauses, 1)), slowest*s.settle))
	}
	since := s.seen
	if awake.After(since) {
		since = awake
	}
	left = max(0, settle-s.now().Sub(since))
	if left == 0 && len(all) == 0 {
		s.settled = asked
	}
	return left, strings.Join(all, ", ")
}

// restlessness is what has not come to rest by now: what is under way, or a product that is seen again and again. It is
// empty where nothing speaks against rest but that this machine was slow.
func (s *Seams) restlessness(settle time.Duration) string {
	left, waits := s.unrest(settle, time.Time{})
	if left > 0 && waits == "" {
		return "it is seen again and again"
	}
	return waits
}

// paced is a product whose calls the seams know of.
type paced struct {
	driver.Product
	seams *Seams
}

// Do is a call by a person.
func (p paced) Do(ctx context.Context, call driver.Call) (driver.Screen, error) {
	defer p.seams.called()()
	return p.Product.Do(ctx, call)
}

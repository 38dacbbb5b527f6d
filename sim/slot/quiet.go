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
const DefaultSettle = time.Millisecond

// The bounds of a quiet moment, in settles. The longest pause of the product itself counts up to slowest settles, since a
// person at the product pauses for minutes; a product that does not come to rest is waited for at most restless settles,
// and never less than restlessLeast.
const (
	slowest       = 20
	restless      = 50
	restlessLeast = 500 * time.Millisecond
)

// Seams knows, from our side of all seams, whether the product is at work.
//
// A moment is quiet when no connection has a request without its whole answer, no APDU is under way, and nothing at all was
// seen of the product (a call, a connection, a byte, an APDU) for a settle. The settle is at least the one that was
// configured, and as long as the longest pause that the product itself has made in this scenario between being called or
// answered and touching a seam next. So a product that is merely slower can't pass for one that has come to rest: it
// pauses longer while it is at work, too, and is given longer. What acts after a longer rest than any before does so by a
// timer of its own; its deed bears no call's number then, and is told where it is seen (design §1). A settle that took us
// twice as long as it should proves nothing, since this process did not run meanwhile and may have missed something: it
// is waited for again.
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
	// pause is the longest one that the product has made in this scenario.
	pause time.Duration
	// rested: nothing was seen since the last quiet moment.
	rested bool
	// wake is sent to when something that was under way has ended.
	wake chan struct{}
}

func newSeams(settle time.Duration, now func() time.Time) *Seams {
	return &Seams{settle: settle, now: now, requests: map[net.Conn]struct{}{}, wake: make(chan struct{}, 1), rested: true}
}

// begin forgets the pace of the former scenario.
func (s *Seams) begin() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pause = 0
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
		s.pause = max(s.pause, now.Sub(s.given))
	}
	s.seen, s.given, s.rested = now, now, false
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
	s.given, s.rested = s.now(), false
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
			if s.now().Sub(asleep) > left+settle {
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
	if s.rested && len(all) == 0 {
		return 0, ""
	}
	settle = max(settle, min(s.pause, slowest*settle))
	since := s.seen
	if awake.After(since) {
		since = awake
	}
	left = max(0, settle-s.now().Sub(since))
	s.rested = left == 0 && len(all) == 0
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

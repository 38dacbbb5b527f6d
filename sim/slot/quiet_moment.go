package slot

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"
)

// DefaultSettle is how long the seams of a product in the same process stay still before they count as quiet.
const DefaultSettle = 500 * time.Microsecond

// The bounds of a quiet moment. Five pauses of the product's own count, but no more than slowest settles, since a person
// at the product pauses for minutes. A product that does not come to rest is waited for at most restless settles, and
// never less than restlessLeast; both are cut at longest, or at the settle itself where that is longer. A timer of this
// machine may be late by tardy.
const (
	paces         = 5
	slowest       = 20
	restless      = 50
	restlessLeast = 500 * time.Millisecond
	longest       = 5 * time.Second
	tardy         = 2 * time.Millisecond
)

// Unrest is what had not come to rest when it was last looked at; the zero value is rest.
type Unrest struct {
	// Requests and APDUs are those under way.
	Requests, APDUs int
	// Again: nothing was under way, but the product was seen again and again.
	Again bool
}

// Error says what is under way, in one line.
func (u Unrest) Error() string {
	if u.Again {
		return "it acts again and again"
	}
	return fmt.Sprintf("%d request(s) and %d APDU(s) without an answer", u.Requests, u.APDUs)
}

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
	// dialled are the connections on which nothing was asked yet, of those that the product opened within its last call.
	dialled map[net.Conn]struct{}
	apdus   int
	calls   int
	// seen is when something was last seen of the product, given when it was last called or answered; due: it has not
	// touched a seam since.
	seen, given time.Time
	due         bool
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
	return &Seams{settle: settle, now: now, requests: map[net.Conn]struct{}{}, dialled: map[net.Conn]struct{}{}, wake: make(chan struct{}, 1)}
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
	if s.calls > 0 && s.due {
		s.paused += now.Sub(s.given)
		s.pauses++
	}
	s.seen, s.due, s.busy, s.settled = now, false, true, 0
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
	s.given, s.due, s.busy, s.settled = s.now(), true, true, 0
	s.calls++
	clear(s.dialled) // one that was kept from before, unused, is no request of this call
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
	s.seen, s.given, s.due = now, now, true
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
		s.mu.Lock()
		defer s.mu.Unlock()
		s.touch()
		s.dialled[c] = struct{}{}
	case http.StateActive:
		s.asks(c)
	default:
		s.ends(func() {
			delete(s.requests, c)
			delete(s.dialled, c)
		})
	}
}

// asks notes that a request has begun on a connection.
func (s *Seams) asks(c net.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.touch()
	s.requests[c] = struct{}{}
	delete(s.dialled, c)
}

// hungUp waits, as long as ctx lets it, for what the product may have asked for and hung up on: requests that the service
// is still busy with, and connections from which nothing was read yet.
func (s *Seams) hungUp(ctx context.Context) {
	for s.pending() {
		select {
		case <-s.wake:
		case <-ctx.Done():
			return
		}
	}
}

func (s *Seams) pending() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.requests)+len(s.dialled)+s.apdus > 0
}

// Quiet waits for a quiet moment, and gives what did not come to rest in time.
func (s *Seams) Quiet(ctx context.Context) Unrest { return s.quiet(ctx, s.settle) }

// Answered waits until nothing is under way, without a settle.
func (s *Seams) Answered(ctx context.Context) Unrest { return s.quiet(ctx, 0) }

func (s *Seams) quiet(ctx context.Context, settle time.Duration) Unrest {
	most := time.NewTimer(max(restlessLeast, bounded(restless*settle, settle)))
	defer most.Stop()
	var awake time.Time // what was not seen before may have been missed
	for {
		left, unrest := s.unrest(settle, awake)
		if left == 0 && unrest == (Unrest{}) {
			return unrest
		}
		still := time.NewTimer(left)
		if unrest != (Unrest{}) {
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

// bounded cuts a wait at longest, or at the settle where that is longer.
func bounded(wait, settle time.Duration) time.Duration { return min(wait, max(settle, longest)) }

// unrest is how long nothing more must be seen, and what is under way. Stillness counts from awake on at the earliest.
func (s *Seams) unrest(settle time.Duration, awake time.Time) (left time.Duration, under Unrest) {
	s.mu.Lock()
	defer s.mu.Unlock()
	under = Unrest{Requests: len(s.requests), APDUs: s.apdus}
	still := under == Unrest{}
	if still && (!s.busy || s.settled >= settle) {
		return 0, under
	}
	since := s.seen
	if awake.After(since) {
		since = awake
	}
	left = max(0, s.paced(settle)-s.now().Sub(since))
	if left == 0 && still {
		s.settled = settle
	}
	return left, under
}

// paced is a settle in the product's own pace, unless it is none at all.
func (s *Seams) paced(settle time.Duration) time.Duration {
	if settle < s.settle || s.pauses == 0 {
		return settle
	}
	return max(settle, min(paces*s.paused/time.Duration(s.pauses), bounded(slowest*s.settle, s.settle)))
}

// restlessness is what has not come to rest by now: what is under way, or a product that is seen again and again. It is
// rest where nothing speaks against it but that this machine was slow.
func (s *Seams) restlessness(settle time.Duration) Unrest {
	left, under := s.unrest(settle, time.Time{})
	under.Again = left > 0 && under == Unrest{}
	return under
}

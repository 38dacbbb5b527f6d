package slot

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"
)

// DefaultSettle is how long the seams of a product in the same process must stay still before they count as quiet. It is our
// choice: an in-process product touches a seam again within microseconds, and each claim of absence costs this wait.
const DefaultSettle = 500 * time.Microsecond

// The bounds of a quiet moment (design §1). All are our choice; a larger number finds slower products and makes each wait
// longer.
//
// The settle grows to pausesPerSettle pauses of the product's own length, but to no more than maxSettles settles, since a
// person at the product may pause for minutes. A product that does not come to rest is waited for at most restlessSettles
// settles, and never less than restlessMin. Both are capped at longestWait, or at the settle itself if that is longer.
// timerDelay is how late a timer of this machine may fire without the wait being repeated.
const (
	pausesPerSettle = 5
	maxSettles      = 20
	restlessSettles = 50
	restlessMin     = 500 * time.Millisecond
	longestWait     = 5 * time.Second
	timerDelay      = 2 * time.Millisecond
)

// Unrest is what had not come to rest at the last look. The zero value means that all is at rest.
type Unrest struct {
	// Requests and APDUs count those that are under way.
	Requests, APDUs int
	// Again: nothing was under way, but the product kept touching the seams.
	Again bool
}

// Error says in one line what is under way.
func (u Unrest) Error() string {
	if u.Again {
		return "it keeps acting"
	}
	return fmt.Sprintf("%d request(s) and %d APDU(s) without an answer", u.Requests, u.APDUs)
}

// Seams watches all seams from our side and knows whether the product is at work.
//
// A moment is quiet when no connection has a request without its complete answer, no APDU is under way, and the product
// showed no activity (a call, a connection, a byte, an APDU) for one settle. The settle is at least the configured one. It is
// also at least five times the product's average pause in this scenario: the time between being called or answered and
// touching a seam next. So a product that is merely slower is not mistaken for one at rest: it also pauses longer while it is
// at work, and it gets more time by the same factor. A product that acts after a longer rest does so by a timer of its own.
// Such an action has no call's number and is reported where it is seen (design §1).
//
// If a settle took us much longer than it should have, this process did not run in between and may have missed something.
// Then the settle proves nothing and is repeated.
type Seams struct {
	settle time.Duration
	// now is a stopwatch.
	now func() time.Time

	mu sync.Mutex
	// requests are the connections with a request that is not completely answered; apdus and calls count those under way.
	requests map[net.Conn]struct{}
	// dialled are the connections that the product opened within its last call and that carried no request yet.
	dialled map[net.Conn]struct{}
	apdus   int
	calls   int
	// seen is when the product last showed activity. given is when it was last called or answered; due means that it has not
	// touched a seam since.
	seen, given time.Time
	due         bool
	// paused is the sum of the product's pauses in this scenario, pauses their number.
	paused time.Duration
	pauses int
	// busy: the product showed activity, and no quiet moment has followed yet. settled is the settle of the quiet moment that
	// did follow.
	busy    bool
	settled time.Duration
	// wake receives a value when something that was under way has ended.
	wake chan struct{}
}

func newSeams(settle time.Duration, now func() time.Time) *Seams {
	return &Seams{settle: settle, now: now, requests: map[net.Conn]struct{}{}, dialled: map[net.Conn]struct{}{}, wake: make(chan struct{}, 1)}
}

// begin forgets the pace of the previous scenario.
func (s *Seams) begin() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.paused, s.pauses = 0, 0
}

// touched notes activity of the product.
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

// transmits notes that an APDU of the product begins; call the returned function when it ends.
func (s *Seams) transmits() (end func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.touch()
	s.apdus++
	return func() { s.ends(func() { s.apdus-- }) }
}

// called notes that a person's call to the product begins; call the returned function when it ends. Unrest does not count
// calls, since a call ends before anybody waits for a quiet moment.
func (s *Seams) called() (end func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.given, s.due, s.busy, s.settled = s.now(), true, true, 0
	s.calls++
	clear(s.dialled) // an unused connection from before is not a request of this call
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

// connection is the ConnState hook of the http.Server on the service's port.
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

// hungUp waits, until ctx ends, for requests that the product may have sent and hung up on: requests that the service still
// works on, and connections from which nothing was read yet.
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

// Quiet waits for a quiet moment and returns what did not come to rest in time.
func (s *Seams) Quiet(ctx context.Context) Unrest { return s.quiet(ctx, s.settle) }

// Answered waits until nothing is under way, without a settle.
func (s *Seams) Answered(ctx context.Context) Unrest { return s.quiet(ctx, 0) }

func (s *Seams) quiet(ctx context.Context, settle time.Duration) Unrest {
	most := time.NewTimer(max(restlessMin, bounded(restlessSettles*settle, settle)))
	defer most.Stop()
	var awake time.Time // only stillness after this time counts: earlier activity may have been missed
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
			if s.now().Sub(asleep) > left+max(settle, timerDelay) {
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

// bounded caps a wait at longestWait, or at the settle if that is longer.
func bounded(wait, settle time.Duration) time.Duration { return min(wait, max(settle, longestWait)) }

// unrest returns how long the seams must still stay still, and what is under way. Stillness counts from awake at the
// earliest.
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

// paced returns the settle stretched to the product's own pace; a settle shorter than the configured one is not stretched.
func (s *Seams) paced(settle time.Duration) time.Duration {
	if settle < s.settle || s.pauses == 0 {
		return settle
	}
	return max(settle, min(pausesPerSettle*s.paused/time.Duration(s.pauses), bounded(maxSettles*s.settle, s.settle)))
}

// restlessness returns what has not come to rest by now: what is under way, or a product that keeps touching the seams. If
// neither is the case, only this machine was slow, and that counts as rest.
func (s *Seams) restlessness(settle time.Duration) Unrest {
	left, under := s.unrest(settle, time.Time{})
	under.Again = left > 0 && under == Unrest{}
	return under
}

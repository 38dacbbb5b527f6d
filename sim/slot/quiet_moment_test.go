package slot

import (
	"context"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

const settle = time.Millisecond

// waited returns how long Quiet waited and what it returned.
func waited(t *testing.T, ctx context.Context, s *Seams) (took time.Duration, unrest Unrest) {
	t.Helper()
	start := time.Now()
	unrest = s.Quiet(ctx)
	return time.Since(start), unrest
}

// after runs do later on another goroutine, as a product's timer would.
func after(d time.Duration, do func()) { time.AfterFunc(d, do) }

func TestAQuietMoment(t *testing.T) {
	conn, _ := net.Pipe()
	for name, row := range map[string]struct {
		happens func(*Seams)
		took    time.Duration
		unrest  Unrest
	}{
		"no activity at all":             {func(*Seams) {}, 0, Unrest{}},
		"a call that just ended":         {func(s *Seams) { s.called()() }, settle, Unrest{}},
		"an APDU that was just answered": {func(s *Seams) { s.transmits()() }, settle, Unrest{}},
		"a byte during the settle": {func(s *Seams) {
			s.called()()
			after(settle/2, s.touched)
		}, settle + settle/2, Unrest{}},
		"bytes repeatedly, then none": {func(s *Seams) {
			s.called()()
			for i := range 9 {
				after(time.Duration(i)*settle/2, s.touched)
			}
		}, 5 * settle, Unrest{}},
		"an APDU under way": {func(s *Seams) { after(7*settle, s.transmits()) }, 8 * settle, Unrest{}},
		"a request under way": {func(s *Seams) {
			s.connection(conn, http.StateActive)
			after(7*settle, func() { s.connection(conn, http.StateIdle) })
		}, 8 * settle, Unrest{}},
		"a request that breaks off": {func(s *Seams) {
			s.connection(conn, http.StateActive)
			after(7*settle, func() { s.connection(conn, http.StateClosed) })
		}, 8 * settle, Unrest{}},
		"half a request that is never completed": {func(s *Seams) { s.connection(conn, http.StateActive) }, restlessMin, Unrest{Requests: 1}},
		"an APDU that is never answered":         {func(s *Seams) { s.transmits() }, restlessMin, Unrest{APDUs: 1}},
		"a request and an APDU": {func(s *Seams) {
			s.connection(conn, http.StateActive)
			s.transmits()
		}, restlessMin, Unrest{Requests: 1, APDUs: 1}},
		"repeated bytes without end": {func(s *Seams) {
			s.touched()
			for i := range int(restlessMin / settle * 4) {
				after(time.Duration(i)*settle/2, s.touched)
			}
		}, restlessMin, Unrest{Again: true}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newSeams(settle, time.Now)
				row.happens(s)
				took, unrest := waited(t, t.Context(), s)
				require.Equal(t, row.unrest, unrest)
				require.Equal(t, row.took, took)
			})
		})
	}
}

// TestASlowerProductIsGivenLonger: a product that takes ten times as long for everything also acts ten times as late after
// its answer. A fixed settle would be over by then.
func TestASlowerProductIsGivenLonger(t *testing.T) {
	for name, row := range map[string]struct {
		pause, took time.Duration
	}{
		"quick":                            {settle / 10, settle},
		"as fast as the settle allows for": {settle / 5, settle},
		"slow":                             {settle, 5 * settle},
		"a person at the product":          {time.Minute, maxSettles * settle},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newSeams(settle, time.Now)
				end := s.called()
				time.Sleep(row.pause) // virtual time
				s.transmits()()
				time.Sleep(row.pause)
				end()
				took, unrest := waited(t, t.Context(), s)
				require.Zero(t, unrest)
				require.Equal(t, row.took, took)
				took, _ = waited(t, t.Context(), s)
				require.Zero(t, took, "no activity since the last quiet moment")
				require.Zero(t, s.Answered(t.Context()))
				start := time.Now()
				require.Zero(t, s.quiet(t.Context(), 60*settle))
				require.Equal(t, 60*settle-row.took, time.Since(start), "a longer settle still needs its full wait")
				s.begin()
				s.called()()
				took, _ = waited(t, t.Context(), s)
				require.Equal(t, settle, took, "the pace is forgotten with the next scenario")
			})
		})
	}
}

// TestWhatTheServiceTakesIsNotTheProductsPause: the time of a request or an APDU under way is no pause of the product, which
// waits for it.
func TestWhatTheServiceTakesIsNotTheProductsPause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSeams(settle, time.Now)
		end := s.called()
		answered := s.transmits()
		time.Sleep(9 * settle) // virtual time
		answered()
		end()
		took, _ := waited(t, t.Context(), s)
		require.Equal(t, settle, took)
	})
}

func TestNobodyWaitsBeyondTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSeams(settle, time.Now)
		s.transmits()
		ctx, cancel := context.WithTimeout(t.Context(), 3*settle)
		defer cancel()
		took, unrest := waited(t, ctx, s)
		require.Equal(t, 3*settle, took)
		require.Equal(t, Unrest{APDUs: 1}, unrest)
	})
}

// TestAConnectionThatIsKeptUnusedDelaysNoLaterCall: a client may open connections ahead of time. Only a connection that was
// dialled within a call may carry a request of that call that the product has hung up on.
func TestAConnectionThatIsKeptUnusedDelaysNoLaterCall(t *testing.T) {
	conn, _ := net.Pipe()
	s := newSeams(settle, time.Now)
	end := s.called()
	s.connection(conn, http.StateNew)
	end()
	require.True(t, s.pending(), "it may be a request of this call")
	s.called()()
	require.False(t, s.pending(), "it is no request of the next call")
}

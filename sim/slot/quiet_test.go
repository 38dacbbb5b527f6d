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

// waited is how long Quiet waits after what is done to the seams, and what it says.
func waited(t *testing.T, ctx context.Context, s *Seams) (took time.Duration, waits string) {
	t.Helper()
	start := time.Now()
	waits = s.Quiet(ctx)
	return time.Since(start), waits
}

// after lets something happen on a goroutine of its own, as a product's timer would.
func after(d time.Duration, do func()) { time.AfterFunc(d, do) }

func TestAQuietMoment(t *testing.T) {
	conn, _ := net.Pipe()
	for name, row := range map[string]struct {
		happens func(*Seams)
		took    time.Duration
		waits   string
	}{
		"nothing was ever seen":     {func(*Seams) {}, 0, ""},
		"a call has just ended":     {func(s *Seams) { s.called()() }, settle, ""},
		"an APDU was just answered": {func(s *Seams) { s.transmits()() }, settle, ""},
		"a byte in the meantime": {func(s *Seams) {
			s.called()()
			after(settle/2, s.touched)
		}, settle + settle/2, ""},
		"bytes again and again, then none": {func(s *Seams) {
			s.called()()
			for i := range 9 {
				after(time.Duration(i)*settle/2, s.touched)
			}
		}, 5 * settle, ""},
		"an APDU under way": {func(s *Seams) { after(7*settle, s.transmits()) }, 8 * settle, ""},
		"a request under way": {func(s *Seams) {
			s.connection(conn, http.StateActive)
			after(7*settle, func() { s.connection(conn, http.StateIdle) })
		}, 8 * settle, ""},
		"a request that breaks off": {func(s *Seams) {
			s.connection(conn, http.StateActive)
			after(7*settle, func() { s.connection(conn, http.StateClosed) })
		}, 8 * settle, ""},
		"half a request for ever": {func(s *Seams) { s.connection(conn, http.StateActive) }, restlessLeast, "1 request(s) without an answer"},
		"an APDU for ever":        {func(s *Seams) { s.transmits() }, restlessLeast, "1 APDU(s) without an answer"},
		"both": {func(s *Seams) {
			s.connection(conn, http.StateActive)
			s.transmits()
		}, restlessLeast, "1 request(s) without an answer, 1 APDU(s) without an answer"},
		"never still": {func(s *Seams) {
			s.touched()
			for i := range int(restlessLeast / settle * 4) {
				after(time.Duration(i)*settle/2, s.touched)
			}
		}, restlessLeast, "it is seen again and again"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newSeams(settle, time.Now)
				row.happens(s)
				took, waits := waited(t, t.Context(), s)
				require.Equal(t, row.waits, waits)
				require.Equal(t, row.took, took)
			})
		})
	}
}

// TestASlowerProductIsGivenLonger: a product that takes ten times as long for everything acts ten times as late after its
// answer. A settle that is fixed would be over by then.
func TestASlowerProductIsGivenLonger(t *testing.T) {
	for name, row := range map[string]struct {
		pause, took time.Duration
	}{
		"quick":      {settle / 10, settle},
		"as given":   {settle / 5, settle},
		"slow":       {settle, 5 * settle},
		"a person's": {time.Minute, slowest * settle},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newSeams(settle, time.Now)
				end := s.called()
				time.Sleep(row.pause) // virtual
				s.transmits()()
				time.Sleep(row.pause)
				end()
				took, waits := waited(t, t.Context(), s)
				require.Empty(t, waits)
				require.Equal(t, row.took, took)
				took, _ = waited(t, t.Context(), s)
				require.Zero(t, took, "nothing was seen since the last quiet moment")
				require.Empty(t, s.Answered(t.Context()))
				start := time.Now()
				require.Empty(t, s.quiet(t.Context(), 60*settle))
				require.Equal(t, 60*settle-row.took, time.Since(start), "a longer settle is waited for all the same")
				s.begin()
				s.called()()
				took, _ = waited(t, t.Context(), s)
				require.Equal(t, settle, took, "the next scenario begins without a pace")
			})
		})
	}
}

// TestWhatTheServiceTakesIsNotTheProductsPause: while a request or an APDU is under way the product waits.
func TestWhatTheServiceTakesIsNotTheProductsPause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSeams(settle, time.Now)
		end := s.called()
		answered := s.transmits()
		time.Sleep(9 * settle) // virtual
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
		took, waits := waited(t, ctx, s)
		require.Equal(t, 3*settle, took)
		require.NotEmpty(t, waits)
	})
}

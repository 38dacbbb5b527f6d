package ci

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"math/rand/v2"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/sim/municipality"
	"github.com/mynalab/mynalab/sim/people"
	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/reader"
	"github.com/mynalab/mynalab/virtualcard/vpcd"
)

// newIssuer returns the issuer that every test starts with.
func newIssuer() *municipality.Issuer {
	chance := func(purpose string) io.Reader { return rand.NewChaCha8(sha256.Sum256([]byte(purpose))) }
	return municipality.NewIssuer(chance, virtualcard.DefaultTables(), 0)
}

// ordered returns the order for the card of one person of the cast, issued on the first day of world time.
func ordered(t testing.TB) (municipality.Order, people.Person) {
	t.Helper()
	cast, err := people.Load()
	require.NoError(t, err)
	person, err := cast.Person("P01")
	require.NoError(t, err)
	return municipality.Order{Person: person, Profile: "contact-a1", Issued: time.Date(2025, 6, 2, 0, 0, 0, 0, time.UTC)}, person
}

// issue makes the card of that order; change may alter the order.
func issue(t testing.TB, change ...func(*municipality.Order)) (municipality.Issued, people.Person) {
	t.Helper()
	order, person := ordered(t)
	for _, c := range change {
		c(&order)
	}
	issued, err := newIssuer().Issue(order)
	require.NoError(t, err)
	return issued, person
}

// watched is a chip that records when commands arrive, and what the reader does to it.
type watched struct {
	reader.Chip
	mu     sync.Mutex
	times  []time.Time
	driven []string // power, reset, and commands in hex
	// moved is closed at the next entry; nil while nobody waits.
	moved chan struct{}
}

func (w *watched) note(what string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.driven = append(w.driven, what)
	if w.moved != nil {
		close(w.moved)
		w.moved = nil
	}
}

// awaitLast waits until the last entry is what. vpcd does not answer a power control, so the card gets it a moment after
// the client's call has returned. Ten seconds are far more than that takes, and turn a hang into a failure.
func (w *watched) awaitLast(t testing.TB, what string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	for {
		w.mu.Lock()
		done := len(w.driven) > 0 && w.driven[len(w.driven)-1] == what
		if w.moved == nil {
			w.moved = make(chan struct{})
		}
		moved := w.moved
		w.mu.Unlock()
		if done {
			return
		}
		select {
		case <-moved:
		case <-ctx.Done():
			require.Equal(t, what, w.noted(), "the last entry")
		}
	}
}

func (w *watched) noted() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]string{}, w.driven...)
}

func (w *watched) PowerOn()   { w.note("on"); w.Chip.PowerOn() }
func (w *watched) WarmReset() { w.note("reset"); w.Chip.WarmReset() }
func (w *watched) PowerOff()  { w.note("off"); w.Chip.PowerOff() }

func (w *watched) Transmit(command []byte) []byte {
	w.mu.Lock()
	w.times = append(w.times, time.Now())
	w.mu.Unlock()
	w.note(hex.EncodeToString(command))
	return w.Chip.Transmit(command)
}

// plug puts a chip into the reader and waits until pcscd has detected it. out takes it out and waits until pcscd has
// detected that too; without this wait pcscd could miss the next card.
func (d *daemon) plug(t testing.TB, chip reader.Chip) (out func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := d.dial(ctx, t, chip)
	return sync.OnceFunc(func() {
		cancel()
		require.NoError(t, <-ended)
		d.await(t, "Card Removed From "+readerName)
	})
}

// dial puts a chip into the reader and waits until pcscd has detected it; ended receives what Plug returned.
func (d *daemon) dial(ctx context.Context, t testing.TB, chip reader.Chip) (ended <-chan error) {
	t.Helper()
	end := make(chan error, 1)
	go func() {
		end <- vpcd.Plug(ctx, vpcd.Config{Addr: "127.0.0.1:" + strconv.Itoa(d.port), Chip: chip})
	}()
	d.awaitCard(t, readerName)
	return end
}

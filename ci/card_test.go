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

// issue makes the card of one person of the cast, as on world time's first day; change alters the order.
func issue(t *testing.T, change ...func(*municipality.Order)) (municipality.Issued, people.Person) {
	t.Helper()
	cast, err := people.Load()
	require.NoError(t, err)
	person, err := cast.Person("P01")
	require.NoError(t, err)
	chance := func(purpose string) io.Reader { return rand.NewChaCha8(sha256.Sum256([]byte(purpose))) }
	order := municipality.Order{Person: person, Profile: "contact-a1", Issued: time.Date(2025, 6, 2, 0, 0, 0, 0, time.UTC)}
	for _, c := range change {
		c(&order)
	}
	issued, err := municipality.NewDesk(chance, virtualcard.DefaultTables(), 0).Issue(order)
	require.NoError(t, err)
	return issued, person
}

// watched is a chip that notes when a command comes and what the reader does to it.
type watched struct {
	reader.Chip
	mu     sync.Mutex
	times  []time.Time
	driven []string // power and reset, and commands in hex
}

func (w *watched) note(what string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.driven = append(w.driven, what)
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

// plug puts a chip into the reader and waits until pcscd has seen it; out takes it away and waits until it has seen that
// too, which is the rule that keeps the next card from being missed.
func (d *daemon) plug(t *testing.T, chip reader.Chip) (out func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := d.dial(ctx, t, chip)
	return sync.OnceFunc(func() {
		cancel()
		require.NoError(t, <-ended)
		d.await(t, "Card Removed From "+readerName)
	})
}

// dial puts a chip into the reader and waits until pcscd has seen it; ended gives what Plug returned.
func (d *daemon) dial(ctx context.Context, t *testing.T, chip reader.Chip) (ended <-chan error) {
	t.Helper()
	end := make(chan error, 1)
	go func() {
		end <- vpcd.Plug(ctx, vpcd.Config{Addr: "127.0.0.1:" + strconv.Itoa(d.port), Chip: chip})
	}()
	d.await(t, "Card inserted into "+readerName)
	return end
}

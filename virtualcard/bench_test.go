package virtualcard_test

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/apdu"
)

// The limits of the card. Each compares the work with a simpler piece of work (its floor) that runs beside it. The limits are
// our choice: the measured values with room for noise.
const (
	readLimit   = 3.0                   // times as long as a switch and a copy
	signLimit   = 30 * time.Microsecond // longer than the bare RSA call
	cardsLimit  = 1.3                   // times as long as the bare RSA calls
	memoryLimit = 1e9                   // bytes taken from the system for 10,000 cards
)

// contest measures a piece of work and its floor alternately, so that a busy machine slows both down.
type contest struct {
	work, floor []time.Duration // one duration for each turn
	times       int             // how often one turn does each
}

// turn does work and floor the given number of times each.
func (c *contest) turn(times int, work, floor func()) {
	start := time.Now()
	for range times {
		work()
	}
	middle := time.Now()
	for range times {
		floor()
	}
	c.work = append(c.work, middle.Sub(start))
	c.floor = append(c.floor, time.Since(middle))
	c.times = times
}

// result is the duration of one piece of work and of its floor.
type result struct{ work, floor time.Duration }

func (r result) ratio() float64 { return float64(r.work) / float64(r.floor) }

// report returns the median turn, which ignores moments when the machine did something else.
func (c *contest) report(b *testing.B) result {
	b.Helper()
	middle := func(all []time.Duration) time.Duration { return slices.Sorted(slices.Values(all))[len(all)/2] }
	return c.reported(b, middle)
}

// reportMean returns the mean of all turns, which includes rare costs such as garbage collection.
func (c *contest) reportMean(b *testing.B) result {
	b.Helper()
	return c.reported(b, func(all []time.Duration) (sum time.Duration) {
		for _, d := range all {
			sum += d
		}
		return sum / time.Duration(len(all))
	})
}

func (c *contest) reported(b *testing.B, of func([]time.Duration) time.Duration) result {
	b.Helper()
	r := result{of(c.work), of(c.floor)}
	each := func(d time.Duration) float64 { return float64(d.Nanoseconds()) / float64(c.times) }
	b.ReportMetric(each(r.work), "ns/op")
	b.ReportMetric(each(r.floor), "floor-ns/op")
	b.ReportMetric(each(r.work-r.floor)/1000, "over-µs/op")
	b.ReportMetric(r.ratio(), "x-floor")
	return r
}

// answersOK fails the benchmark if the card has not done its work; it runs outside the measured loop.
func answersOK(b *testing.B, card *virtualcard.Card, command apdu.Command, data int) {
	b.Helper()
	answer := card.Transmit(command.Bytes())
	require.Len(b, answer, data+2)
	require.Equal(b, apdu.SW9000OK, statusOf(answer))
}

var (
	selectCommand = apdu.Command{INS: apdu.INSSelect, P1: 0x04, P2: 0x0C, Data: []byte{0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01}}
	verifyCommand = apdu.Command{INS: apdu.INSVerify, P2: 0x98, Data: []byte("1234")}
	readCommand   = apdu.Command{INS: apdu.INSReadBinary, P1: 0x8A, Ne: 256}
	signCommand   = apdu.Command{CLA: 0x80, INS: apdu.INSSign, P1: 0x02, P2: 0x97, Data: make([]byte, sha256.Size), Ne: 256}
)

// BenchmarkReadBinary compares reading a block of 256 bytes with a handwritten switch and copy. Reading must not allocate.
func BenchmarkReadBinary(b *testing.B) {
	card := newCard(b, fullConfig())
	card.Transmit(selectCommand.Bytes())
	answersOK(b, card, readCommand, 256)
	raw, content := readCommand.Bytes(), issued().authCert
	floor := &byHand{content: content}
	var c contest
	b.ReportAllocs() // allocations of both; the floor has none
	for b.Loop() {
		c.turn(1000, func() { card.Transmit(raw) }, func() { floor.Transmit(raw) })
	}
	if ratio := c.report(b).ratio(); ratio > readLimit {
		b.Errorf("%.2f times as long as a switch and a copy; at most %.1f are allowed", ratio, readLimit)
	}
	require.Equal(b, floor.Transmit(raw), card.Transmit(raw))
}

// byHand is the smallest code that can answer READ BINARY by short identifier as a reader.Chip, which must be safe for
// concurrent use: a lock, a switch, a copy.
type byHand struct {
	mu              sync.Mutex
	content, answer []byte
}

func (h *byHand) Transmit(command []byte) []byte {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(command) != 5 {
		return append(h.answer[:0], 0x67, 0x00)
	}
	switch command[1] {
	case 0xB0:
		offset, n := int(command[3]), int(command[4])
		if n == 0 {
			n = 256
		}
		if offset >= len(h.content) {
			return append(h.answer[:0], 0x6B, 0x00)
		}
		h.answer = append(h.answer[:0], h.content[offset:min(len(h.content), offset+n)]...)
		h.answer = append(h.answer, 0x90, 0x00)
		return h.answer
	default:
		return append(h.answer[:0], 0x6D, 0x00)
	}
}

// BenchmarkSignature compares a whole signature with the bare RSA call: the difference is what the card adds.
func BenchmarkSignature(b *testing.B) {
	card := newCard(b, fullConfig())
	card.Transmit(selectCommand.Bytes())
	card.Transmit(verifyCommand.Bytes())
	answersOK(b, card, signCommand, 256)
	raw := signCommand.Bytes()
	var c contest
	for b.Loop() {
		c.turn(1, func() { card.Transmit(raw) }, func() { bareRSA(b) })
	}
	if r := c.report(b); r.work-r.floor > signLimit {
		b.Errorf("%v longer than the bare RSA call; at most %v are allowed", r.work-r.floor, signLimit)
	}
}

func bareRSA(b *testing.B) {
	if _, err := rsa.SignPKCS1v15(nil, issued().auth, crypto.SHA256, signCommand.Data); err != nil {
		b.Fatal(err)
	}
}

// Benchmark10000Cards makes 10,000 cards with all applications and keeps them to the end. With each it selects, reads the
// certificate, enters the PIN and signs once. The floor is the same number of bare RSA calls. The cards share keys and
// contents, whose cost belongs to the code that makes them.
func Benchmark10000Cards(b *testing.B) {
	const cards = 10_000
	config := virtualcard.Config{Spec: residentSpec(b, "contact-a1"), Chance: chance()}
	script := [][]byte{selectCommand.Bytes(), readCommand.Bytes(), apdu.Command{INS: apdu.INSReadBinary, P1: 0x01, Ne: 256}.Bytes(),
		verifyCommand.Bytes(), signCommand.Bytes()}
	kept := make([]*virtualcard.Card, 0, cards)
	one := func() {
		card := newCard(b, config)
		for _, command := range script {
			if statusOf(card.Transmit(command)) != apdu.SW9000OK {
				b.Fatalf("the card refuses %X", command[:4])
			}
		}
		kept = append(kept, card)
	}
	var c contest
	for b.Loop() {
		kept = kept[:0]
		for range cards {
			c.turn(1, one, func() { bareRSA(b) })
		}
	}
	if ratio := c.reportMean(b).ratio(); ratio > cardsLimit {
		b.Errorf("%.2f times as long as the bare RSA calls; at most %.1f are allowed", ratio, cardsLimit)
	}
	var memory runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&memory)
	b.ReportMetric(float64(memory.HeapAlloc)/1e6, "MB-held")
	b.ReportMetric(float64(memory.Sys)/1e6, "MB-of-system")
	if memory.Sys > memoryLimit {
		b.Errorf("%d bytes are taken from the system; at most %.0f are allowed", memory.Sys, memoryLimit)
	}
	runtime.KeepAlive(kept)
}

func TestReadBinaryDoesNotAllocate(t *testing.T) {
	card := newCard(t, fullConfig())
	for _, command := range []apdu.Command{selectCommand, readCommand} {
		require.Equal(t, apdu.SW9000OK, statusOf(card.Transmit(command.Bytes())))
	}
	raw := readCommand.Bytes()
	require.Zero(t, testing.AllocsPerRun(100, func() { card.Transmit(raw) }))
}

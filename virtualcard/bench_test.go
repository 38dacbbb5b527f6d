package virtualcard_test

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/apdu"
)

// contest times a piece of work and its floor in turns, so that a busy machine slows both.
type contest struct {
	work, floor time.Duration
	times       int
}

// turn runs each of them that many times.
func (c *contest) turn(times int, work, floor func()) {
	start := time.Now()
	for range times {
		work()
	}
	middle := time.Now()
	for range times {
		floor()
	}
	c.work += middle.Sub(start)
	c.floor += time.Since(middle)
	c.times += times
}

// report gives the time of one piece of work, and how many times the floor that is.
func (c *contest) report(b *testing.B) {
	b.Helper()
	each := func(d time.Duration) float64 { return float64(d.Nanoseconds()) / float64(c.times) }
	b.ReportMetric(each(c.work), "ns/op")
	b.ReportMetric(each(c.floor), "floor-ns/op")
	b.ReportMetric(each(c.work-c.floor)/1000, "over-µs/op")
	b.ReportMetric(each(c.work)/each(c.floor), "x-floor")
}

// answersOK fails the benchmark where the card has not done its work; it runs outside of the measured loop.
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

// BenchmarkReadBinary is a block of 256 bytes beside a switch and a copy written by hand. It must not allocate; 3 times
// the floor is the limit.
func BenchmarkReadBinary(b *testing.B) {
	card := newCard(b, fullConfig())
	card.Transmit(selectCommand.Bytes())
	answersOK(b, card, readCommand, 256)
	raw, content := readCommand.Bytes(), issued().authCert
	floor := &byHand{content: content}
	var c contest
	b.ReportAllocs() // of both, of which the floor has none
	for b.Loop() {
		c.turn(1000, func() { card.Transmit(raw) }, func() { floor.Transmit(raw) })
	}
	c.report(b)
	require.Equal(b, floor.Transmit(raw), card.Transmit(raw))
}

// byHand is the least that could answer READ BINARY by short identifier as a reader.Chip, which promises to be safe for
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

// BenchmarkSignatureOverhead is a signature whose RSA call is taken out by an edited row of the command table: what is left
// is all that the card adds. 30 µs is the limit.
func BenchmarkSignatureOverhead(b *testing.B) {
	signature := make([]byte, 256)
	config := fullConfig()
	config.Tables = virtualcard.DefaultTables()
	for i, row := range config.Tables.Commands {
		if row.INS == apdu.INSSign {
			config.Tables.Commands[i].Handler = func(*virtualcard.Card, apdu.Command) apdu.Response {
				return apdu.Response{Data: signature, SW: apdu.SW9000OK}
			}
		}
	}
	card := newCard(b, config)
	card.Transmit(selectCommand.Bytes())
	answersOK(b, card, signCommand, 256)
	raw := signCommand.Bytes()
	b.ReportAllocs()
	for b.Loop() {
		card.Transmit(raw)
	}
}

// BenchmarkSignature is a whole signature beside the bare RSA call.
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
	c.report(b)
}

func bareRSA(b *testing.B) {
	if _, err := rsa.SignPKCS1v15(nil, issued().auth, crypto.SHA256, signCommand.Data); err != nil {
		b.Fatal(err)
	}
}

// Benchmark10000Cards makes that many cards with all applications, and with each selects, reads the certificate, enters the
// PIN and signs once, all kept to the end, beside as many bare RSA calls. The limits are 1.3 times their cost and 1 GB. The
// cards share keys and contents, which changes neither: those are paid for where they are made.
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
	c.report(b)
	var memory runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&memory)
	b.ReportMetric(float64(memory.HeapAlloc)/1e6, "MB-held")
	b.ReportMetric(float64(memory.Sys)/1e6, "MB-of-system")
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

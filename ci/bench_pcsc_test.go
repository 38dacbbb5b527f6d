//go:build pcsc && cgo && linux

package ci

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/virtualcard/pcsc"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// cardOrEcho is a card and an echo behind one connection. The echo returns the same bytes for every command.
type cardOrEcho struct {
	reader.Chip
	answer []byte
	echo   atomic.Bool
}

func (e *cardOrEcho) Transmit(command []byte) []byte {
	if e.echo.Load() {
		return e.answer
	}
	return e.Chip.Transmit(command)
}

// BenchmarkThroughPcscd reads a block of 256 bytes through PC/SC, pcscd and vpcd, in turns from the card and from an echo
// that has the same block ready. The difference is what the card itself costs.
func BenchmarkThroughPcscd(b *testing.B) {
	needPcscd(b)
	d := startPcscdIn(b, filepath.Join(os.TempDir(), "pc"+strconv.Itoa(os.Getpid()))) // see TestRealReader
	b.Setenv("PCSCLITE_CSOCK_NAME", d.socket)
	service, err := pcsc.Open()
	require.NoError(b, err)
	defer func() { require.NoError(b, service.Close()) }()
	found, err := service.Reader(readerName)
	require.NoError(b, err)
	issued, _ := issue(b)
	chip := &cardOrEcho{Chip: issued.Card, answer: append(issued.Spec.AuthCert[:256:256], 0x90, 0x00)}
	defer d.plug(b, chip)()
	require.NoError(b, found.(*pcsc.Reader).WaitPresent(b.Context()))
	card, err := found.Connect(b.Context())
	require.NoError(b, err)
	defer func() { require.NoError(b, card.Disconnect(reader.Unpower)) }()
	for _, command := range []string{selectJPKI, "00A4020C02000A"} {
		require.NoError(b, transmit(b, card, command).Err())
	}

	var whole, least []time.Duration
	for b.Loop() {
		chip.echo.Store(false)
		whole = append(whole, blocks(b, card, chip.answer))
		chip.echo.Store(true)
		least = append(least, blocks(b, card, chip.answer))
	}
	of := func(turns []time.Duration) float64 { // the median turn, in µs per block
		return float64(slices.Sorted(slices.Values(turns))[len(turns)/2].Nanoseconds()) / 1000 / turn
	}
	rate := 100 * of(least) / of(whole)
	b.ReportMetric(of(whole), "card-µs/APDU")
	b.ReportMetric(of(least), "echo-µs/APDU")
	b.ReportMetric(rate, "%-of-echo")
	if rate < echoLimit {
		b.Errorf("%.0f %% of the echo's rate, must be at least %.0f %%", rate, echoLimit)
	}
}

const (
	// turn is how many blocks are read from one before the other has its turn. Our choice: long enough to measure, short
	// enough that both see the same load of the machine.
	turn = 50
	// echoLimit is the least rate of the card, in per cent of the echo's. Our choice: a tenth of the way may be the card's
	// own work.
	echoLimit = 90.0
)

// blocks measures one turn.
func blocks(b *testing.B, card reader.Card, want []byte) time.Duration {
	b.Helper()
	read := []byte{0x00, 0xB0, 0x00, 0x00, 0x00}
	start := time.Now()
	for range turn {
		answer, err := card.Transmit(b.Context(), read)
		if err != nil || len(answer) != len(want) {
			b.Fatalf("%d bytes, %v", len(answer), err)
		}
	}
	return time.Since(start)
}

//go:build pcsc && cgo && linux

package ci

import (
	"os"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/virtualcard/pcsc"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// either is a card and an echo behind one connection: the echo gives the same bytes to every command.
type either struct {
	reader.Chip
	answer []byte
	echo   atomic.Bool
}

func (e *either) Transmit(command []byte) []byte {
	if e.echo.Load() {
		return e.answer
	}
	return e.Chip.Transmit(command)
}

// BenchmarkThroughPcscd reads a block of 256 bytes through PC/SC, pcscd and vpcd, from the card and from an echo that has
// the same block ready, in turns: what the card costs of the way. The limit is 90 % of the echo's rate.
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
	chip := &either{Chip: issued.Card, answer: append(issued.Spec.AuthCert[:256:256], 0x90, 0x00)}
	defer d.plug(b, chip)()
	require.NoError(b, found.(*pcsc.Reader).WaitPresent(b.Context()))
	card, err := found.Connect(b.Context())
	require.NoError(b, err)
	defer func() { require.NoError(b, card.Disconnect(reader.Unpower)) }()
	for _, command := range []string{selectJPKI, "00A4020C02000A"} {
		require.NoError(b, transmit(b, card, command).Err())
	}

	var whole, least time.Duration
	for b.Loop() {
		chip.echo.Store(false)
		whole += blocks(b, card, chip.answer)
		chip.echo.Store(true)
		least += blocks(b, card, chip.answer)
	}
	n := float64(b.N * turn)
	b.ReportMetric(float64(whole.Microseconds())/n, "card-µs/APDU")
	b.ReportMetric(float64(least.Microseconds())/n, "echo-µs/APDU")
	b.ReportMetric(100*float64(least)/float64(whole), "%-of-echo")
}

// turn is how many blocks are read before the other one's turn.
const turn = 50

// blocks times a turn.
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

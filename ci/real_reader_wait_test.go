//go:build pcsc && cgo && linux

package ci

import (
	"context"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/pcsc"
	"github.com/mynalab/mynalab/virtualcard/reader"
	"github.com/mynalab/mynalab/virtualcard/vpcd"
)

// waits lets several clients wait for the same card to be inserted, and then to be removed.
func (p connectedReader) waits(t *testing.T) {
	const clients = 4
	wait := func(what func(context.Context) error) (all func()) {
		ended, waiting := make(chan error, clients), make(chan struct{}, clients)
		for range clients {
			ctx := pcsc.OnBlock(t.Context(), sync.OnceFunc(func() { waiting <- struct{}{} }))
			go func() { ended <- what(ctx) }()
		}
		for range clients {
			p.d.soon(t, waiting, "a client's wait")
		}
		return func() {
			for range clients {
				require.NoError(t, <-ended)
			}
		}
	}
	issued, _ := issue(t)
	come := wait(p.WaitPresent)
	out := p.d.plug(t, issued.Card)
	come()
	card := p.open(t)
	require.NoError(t, transmit(t, card, selectJPKI).Err())
	gone := wait(p.WaitEmpty)
	out()
	gone()
	_, err := card.Transmit(t.Context(), []byte{0x00, 0x84, 0x00, 0x00, 0x08})
	require.ErrorIs(t, err, reader.ErrRemoved)
	require.NoError(t, card.Disconnect(reader.Leave))
}

// restarts ends pcscd during a connection and a wait, and starts it again: both end with an error, and new ones work.
func (p connectedReader) restarts(t *testing.T, service *pcsc.Service) {
	issued, _ := issue(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	p.d.dialAgain(ctx, t, issued.Card)
	require.NoError(t, p.WaitPresent(t.Context()))
	card := p.open(t)
	waited, waiting := make(chan error, 1), make(chan struct{}, 1)
	blocked := sync.OnceFunc(func() { waiting <- struct{}{} })
	go func() { waited <- p.WaitEmpty(pcsc.OnBlock(t.Context(), blocked)) }()
	p.d.soon(t, waiting, "the client's wait")
	p.d.stop()
	_, err := card.Transmit(t.Context(), []byte{0x00, 0x84, 0x00, 0x00, 0x08})
	require.Error(t, err)
	require.Error(t, <-waited)
	_ = card.Disconnect(reader.Leave)

	p.d = launch(t, filepath.Dir(p.d.socket), p.d.port)
	p.d.awaitCard(t, readerName)
	names, err := service.Readers()
	require.NoError(t, err)
	require.Contains(t, names, readerName)
	require.NoError(t, p.WaitPresent(t.Context()))
	card = p.open(t)
	require.NoError(t, transmit(t, card, selectJPKI).Err())
	require.NoError(t, card.Disconnect(reader.Unpower))
}

// notifying is a chip that signals each command.
type notifying struct {
	reader.Chip
	command chan<- struct{}
}

func (a notifying) Transmit(command []byte) []byte {
	defer func() { a.command <- struct{}{} }()
	return a.Chip.Transmit(command)
}

// Failure returns the chip's own failure.
func (a notifying) Failure() error { return reader.FailureOf(a.Chip) }

// withFault returns a chip with the fault of that name.
func withFault(t *testing.T, chip reader.Chip, name string, options virtualcard.FaultOptions) reader.Chip {
	t.Helper()
	fault, err := virtualcard.FaultByName(name)
	require.NoError(t, err)
	faulty, err := virtualcard.WithFault(chip, fault, options)
	require.NoError(t, err)
	return faulty
}

// silent uses a card that never answers a command: PC/SC waits for ever, the client must not.
func (p connectedReader) silent(t *testing.T) {
	issued, _ := issue(t)
	chip := withFault(t, issued.Card, "silent", virtualcard.FaultOptions{})
	command := make(chan struct{}, 1)
	out := p.insert(t, notifying{chip, command})
	card := p.open(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go func() { <-command; cancel() }()
	_, err := card.Transmit(ctx, []byte{0x00, 0x84, 0x00, 0x00, 0x08})
	require.ErrorIs(t, err, reader.ErrTimeout)
	require.NoError(t, card.Disconnect(reader.Leave))
	out()
}

// dialAgain is dial for a card that connects again whenever pcscd is restarted. It tries every 10 ms, so that the test does
// not wait.
func (d *daemon) dialAgain(ctx context.Context, t testing.TB, chip reader.Chip) {
	t.Helper()
	redial := func(ctx context.Context, _ int) error {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(10 * time.Millisecond):
			return nil
		}
	}
	ended := make(chan error, 1)
	go func() {
		ended <- vpcd.Plug(ctx, vpcd.Config{Addr: "127.0.0.1:" + strconv.Itoa(d.port), Chip: chip, Redial: redial})
	}()
	t.Cleanup(func() { require.NoError(t, <-ended) })
	d.awaitCard(t, readerName)
}

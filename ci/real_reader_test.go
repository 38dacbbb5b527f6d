//go:build pcsc && cgo && linux

package ci

import (
	"context"
	"encoding/hex"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/sim/municipality"
	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/apdu"
	"github.com/mynalab/mynalab/virtualcard/pcsc"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// TestRealReader uses the real PC/SC library with the virtual reader. The library reads the address of pcscd once per
// process, so all of this is one test with one pcscd, whose socket has the same path when the test runs again.
func TestRealReader(t *testing.T) {
	needPcscd(t)
	d := startPcscdIn(t, filepath.Join(os.TempDir(), "pc"+strconv.Itoa(os.Getpid())))
	t.Setenv("PCSCLITE_CSOCK_NAME", d.socket)
	service, err := pcsc.Open()
	require.NoError(t, err)
	defer func() { require.NoError(t, service.Close()) }()
	names, err := service.Readers()
	require.NoError(t, err)
	require.Equal(t, []string{readerName, "Virtual PCD 00 01"}, names)
	found, err := service.Reader(readerName)
	require.NoError(t, err)
	p := connectedReader{d, found.(*pcsc.Reader)}

	t.Run("an empty reader has no card", func(t *testing.T) {
		_, err := p.Connect(t.Context())
		require.ErrorIs(t, err, reader.ErrNoCard)
	})
	t.Run("a wait ends with its context", func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		require.ErrorIs(t, p.WaitPresent(ctx), reader.ErrTimeout)
	})
	t.Run("commands", p.commands)
	t.Run("resets", p.resets)
	t.Run("guard", p.guard)
	t.Run("pulled out while it works", p.pulled)
	t.Run("hanging card", p.hangs)
	t.Run("silent card", p.silent)
	t.Run("next card", p.swap)
	t.Run("several clients wait", p.waits)
	t.Run("pcscd starts again", func(t *testing.T) { p.restarts(t, service) })
}

// connectedReader is a PC/SC reader with the pcscd that it belongs to.
type connectedReader struct {
	d *daemon
	*pcsc.Reader
}

// insert plugs a chip in and waits until PC/SC reports it; the result takes it out and waits until PC/SC reports that.
func (p connectedReader) insert(t *testing.T, chip reader.Chip) (out func()) {
	t.Helper()
	unplug := p.d.plug(t, chip)
	require.NoError(t, p.WaitPresent(t.Context()))
	return func() {
		unplug()
		require.NoError(t, p.WaitEmpty(t.Context()))
	}
}

func (p connectedReader) open(t *testing.T) reader.Card {
	t.Helper()
	card, err := p.Connect(t.Context())
	require.NoError(t, err)
	return card
}

func transmit(t testing.TB, card reader.Card, command string) apdu.Response {
	t.Helper()
	bytes, err := hex.DecodeString(command)
	require.NoError(t, err)
	answer, err := card.Transmit(t.Context(), bytes)
	require.NoError(t, err, command)
	response, err := apdu.ParseResponse(answer)
	require.NoError(t, err)
	return response
}

const (
	selectJPKI    = "00A4040C0AD392F000260100000001"
	selectAuthPIN = "00A4020C020018"
	pinQuery      = "00200080"
)

func (p connectedReader) commands(t *testing.T) {
	issued, _ := issue(t)
	defer p.insert(t, issued.Card)()
	card := p.open(t)
	defer func() { require.NoError(t, card.Disconnect(reader.Unpower)) }()

	t.Run("CARD-068 the ATR", func(t *testing.T) { require.Equal(t, issued.Card.ATR(), card.ATR()) })
	require.NoError(t, transmit(t, card, selectJPKI).Err())
	t.Run("CARD-307 a query of four bytes", func(t *testing.T) {
		require.NoError(t, transmit(t, card, selectAuthPIN).Err())
		require.Equal(t, apdu.TriesLeftSW(3), transmit(t, card, pinQuery).SW)
	})
	t.Run("CARD-074 extended length, the whole file in one answer", func(t *testing.T) {
		require.Equal(t, issued.Spec.AuthCert, transmit(t, card, "00B08A00000000").Data)
	})
	t.Run("CARD-074 extended data", func(t *testing.T) {
		require.Equal(t, apdu.SW6700WrongLength, transmit(t, card, "00200080000011"+strings.Repeat("31", 17)).SW)
	})
}

func (p connectedReader) resets(t *testing.T) {
	issued, person := issue(t)
	card := &watched{Chip: issued.Card}
	defer p.insert(t, card)()
	one, other := p.open(t), p.open(t)
	defer func() { require.NoError(t, other.Disconnect(reader.Unpower)) }()

	t.Run("two connections share one card and its PIN status", func(t *testing.T) {
		require.NoError(t, transmit(t, one, selectJPKI).Err())
		require.NoError(t, transmit(t, one, selectAuthPIN).Err())
		require.NoError(t, transmit(t, one, pinQuery+"04"+hex.EncodeToString([]byte(person.PINs.Holder))).Err())
		require.NoError(t, transmit(t, other, "00A4020C020017").Err())
		require.NoError(t, transmit(t, other, "802A008004AABBCCDD00").Err())
	})
	t.Run("CARD-051 Disconnect(Reset) is a warm reset, and the other connection learns of it", func(t *testing.T) {
		require.NoError(t, one.Disconnect(reader.Reset))
		card.awaitLast(t, "reset")
		_, err := other.Transmit(t.Context(), []byte{0x00, 0x84, 0x00, 0x00, 0x08})
		require.ErrorIs(t, err, reader.ErrReset)
	})
	t.Run("CARD-052 Disconnect(Unpower) is a power-off at once", func(t *testing.T) {
		require.NoError(t, p.open(t).Disconnect(reader.Unpower))
		card.awaitLast(t, "off")
	})
}

func (p connectedReader) guard(t *testing.T) {
	one := 1
	issued, person := issue(t, func(o *municipality.Order) { o.TriesLeft = &one })
	defer p.insert(t, issued.Card)()
	card, err := pcsc.Guard(p.Reader, pcsc.ForTestCard()).Connect(t.Context())
	require.NoError(t, err)
	defer func() { require.NoError(t, card.Disconnect(reader.Unpower)) }()
	require.NoError(t, transmit(t, card, selectJPKI).Err())
	require.NoError(t, transmit(t, card, selectAuthPIN).Err())

	_, err = card.Transmit(t.Context(), apdu.Command{INS: apdu.INSVerify, P2: 0x80, Data: []byte(person.PINs.Holder)}.Bytes())
	require.ErrorIs(t, err, pcsc.ErrRefused)
	require.Equal(t, apdu.TriesLeftSW(1), transmit(t, card, pinQuery).SW)
}

func (p connectedReader) pulled(t *testing.T) {
	issued, _ := issue(t)
	ended := p.d.dial(t.Context(), t, withFault(t, issued.Card, "removed", virtualcard.FaultOptions{INS: []byte{apdu.INSGetChallenge}}))
	require.NoError(t, p.WaitPresent(t.Context()))
	card := p.open(t)
	_, err := card.Transmit(t.Context(), []byte{0x00, apdu.INSGetChallenge, 0x00, 0x00, 0x08})
	require.ErrorIs(t, err, reader.ErrRemoved)
	require.ErrorIs(t, <-ended, reader.ErrRemoved)
	require.NoError(t, card.Disconnect(reader.Leave))
	require.NoError(t, p.WaitEmpty(t.Context()))
}

// stuck is a chip that does not answer a command until letGo is closed.
type stuck struct {
	reader.Chip
	asked, letGo chan struct{}
}

func (s stuck) Transmit(command []byte) []byte {
	close(s.asked)
	<-s.letGo
	return s.Chip.Transmit(command)
}

func (p connectedReader) hangs(t *testing.T) {
	issued, _ := issue(t)
	chip := stuck{issued.Card, make(chan struct{}), make(chan struct{})}
	defer p.insert(t, chip)()
	card := p.open(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go func() { <-chip.asked; cancel() }()
	_, err := card.Transmit(ctx, []byte{0x00, 0x84, 0x00, 0x00, 0x08})
	require.ErrorIs(t, err, reader.ErrTimeout)
	close(chip.letGo)
	require.NoError(t, card.Disconnect(reader.Leave))
}

// swap changes cards by the rule: wait until the reader is empty, then insert.
func (p connectedReader) swap(t *testing.T) {
	issued, _ := issue(t)
	for _, last := range []byte{0x3B, 0x3C, 0x3D} { // only OpenSC checks the checksum of an ATR, so any last byte will do here
		atr := issued.Card.ATR()
		atr[len(atr)-1] = last
		out := p.insert(t, withATR{issued.Card, atr})
		card := p.open(t)
		require.Equal(t, atr, card.ATR())
		require.NoError(t, card.Disconnect(reader.Unpower))
		out()
	}
}

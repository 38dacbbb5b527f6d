// Package vpcd plugs a chip into pcscd's virtual reader: it speaks the framing of vsmartcard's vpcd, in which the reader
// listens and the card dials.
//
// It carries any reader.Chip and never looks into an APDU. It neither starts pcscd nor knows a PC/SC client, and it keeps
// no state of the card.
package vpcd

import (
	"context"
	"errors"
	"fmt"
	"net"

	"github.com/mynalab/mynalab/virtualcard/reader"
)

// DefaultAddr is where vpcd listens as packaged: port 0x8C7B of /etc/reader.conf.d/vpcd, first slot (the second slot has
// the port after it).
const DefaultAddr = "127.0.0.1:35963"

// The two ways in which pcscd is missing. Both are worth another try, see Config.Redial.
var (
	ErrAbsent = errors.New("nobody listens: install vsmartcard-vpcd and start pcscd")
	ErrEnded  = errors.New("pcscd closed the virtual reader: start pcscd again and plug the card in once more")
)

// ErrAnswerTooLong says that a chip gave more bytes than the two-byte length of a frame can count.
var ErrAnswerTooLong = errors.New("answer longer than 65535 bytes does not fit a vpcd frame")

// Config is one card in one slot.
type Config struct {
	// Addr is HOST:PORT of the slot; empty stands for DefaultAddr. Any host is dialled as given: the caller named it.
	Addr string
	// Chip is the card. Plug owns it until it returns and leaves it without power.
	Chip reader.Chip
	// Log receives one line an event: the header and the status word of an APDU, never its data. Nil is silence.
	Log func(line string)
	// OnState hears how far the card has come, in the order of the stages and anew on each connection. Nil hears nothing.
	OnState func(ConnectionState)
	// Redial waits before the card is plugged in again after pcscd went away or while it is not up yet; attempt counts
	// from 1 and starts anew once vpcd served the card. An error of it ends Plug. Nil means: one connection, no more.
	Redial func(ctx context.Context, attempt int) error
}

// ConnectionState is how far a card has come on one connection.
type ConnectionState string

// The stages. Between the first two a card waits for a slot that another card has.
const (
	StateConnected ConnectionState = "connected"
	StateServed    ConnectionState = "served"
	StateGone      ConnectionState = "gone"
)

// Plug dials vpcd and serves the chip until ctx ends, which is the one clean end (nil) and takes the card out of the
// reader. Otherwise it returns ErrAbsent, ErrEnded, reader.ErrRemoved (the chip left the field) or ErrAnswerTooLong.
//
// vpcd serves one card a slot and lets others wait in its backlog without a word, so that a plugged card may wait for
// ever: StateServed tells that pcscd has taken it. Before the next card is plugged into the same slot, wait
// until the reader is seen EMPTY, else pcscd may miss the swap.
func Plug(ctx context.Context, cfg Config) error {
	if cfg.Chip == nil {
		return errors.New("plugging in a card: no chip given")
	}
	if cfg.Addr == "" {
		cfg.Addr = DefaultAddr
	}
	if cfg.Log == nil {
		cfg.Log = func(string) {}
	}
	if cfg.OnState == nil {
		cfg.OnState = func(ConnectionState) {}
	}
	for attempt := 1; ; attempt++ {
		served, err := plugOnce(ctx, cfg)
		if ctx.Err() != nil {
			return nil
		}
		if cfg.Redial == nil || !errors.Is(err, ErrAbsent) && !errors.Is(err, ErrEnded) {
			return err
		}
		if served {
			attempt = 1
		}
		cfg.Log(err.Error())
		if wait := cfg.Redial(ctx, attempt); wait != nil && ctx.Err() == nil {
			return fmt.Errorf("plugging the card in again: %w", wait)
		}
	}
}

// plugOnce serves one connection; served tells whether vpcd ever spoke to the card on it.
func plugOnce(ctx context.Context, cfg Config) (served bool, err error) {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", cfg.Addr)
	if err != nil {
		return false, fmt.Errorf("dialling vpcd at %s: %w: %w", cfg.Addr, err, ErrAbsent)
	}
	cfg.Log("connected to vpcd at " + cfg.Addr)
	cfg.OnState(StateConnected)
	defer cfg.OnState(StateGone)
	l := &link{in: &promptReader{conn: conn, acknowledge: quickAck(conn)}, out: conn, chip: cfg.Chip, log: cfg.Log,
		taken: func() { cfg.OnState(StateServed) }}
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer func() {
		stop()
		_ = conn.Close() // this is what takes the card out; a second close is harmless
		cfg.Chip.PowerOff()
	}()
	err = l.serve()
	return l.served, fmt.Errorf("serving the card at %s: %w", cfg.Addr, err)
}

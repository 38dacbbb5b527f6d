// Package vpcd connects a chip to pcscd's virtual reader. It speaks the framing of vsmartcard's vpcd, in which the reader
// listens and the card connects. Start with [Plug] and [Config].
//
// It carries any reader.Chip and never interprets an APDU. It does not start pcscd, is not a PC/SC client, and keeps no state
// of the card.
package vpcd

import (
	"context"
	"errors"
	"fmt"
	"net"

	"github.com/mynalab/mynalab/virtualcard/reader"
)

// DefaultAddr is the address where the packaged vpcd listens: port 0x8C7B of /etc/reader.conf.d/vpcd, first slot (the second
// slot has the next port).
const DefaultAddr = "127.0.0.1:35963"

// ErrAbsent and ErrEnded mean that pcscd is missing, before or after the connection was made. Trying again may help in both
// cases; see Config.Redial.
var (
	ErrAbsent = errors.New("vpcd is not listening: install vsmartcard-vpcd and start pcscd")
	ErrEnded  = errors.New("pcscd closed the virtual reader: start pcscd again and plug the card in once more")
)

// ErrAnswerTooLong is returned if a chip's answer has more bytes than the two-byte length of a frame can count.
var ErrAnswerTooLong = errors.New("answer has more than 65535 bytes and does not fit into a vpcd frame")

// Config describes one card in one slot.
type Config struct {
	// Addr is HOST:PORT of the slot; empty means DefaultAddr. Any host is allowed, because the caller named it.
	Addr string
	// Chip is the card. Plug owns it until it returns, and leaves it without power.
	Chip reader.Chip
	// Log receives one line for each event: the header and the status word of an APDU, never its data. Nil means no log.
	Log func(line string)
	// OnState is called with each state that the connection reaches, in order, and again for each new connection. Nil means
	// no calls.
	OnState func(ConnectionState)
	// Redial waits before the card is connected again, after pcscd went away or while it is not running yet. attempt counts
	// from 1 and starts again once vpcd has served the card. If Redial returns an error, Plug ends. Nil means one connection
	// only.
	Redial func(ctx context.Context, attempt int) error
}

// ConnectionState is the state of a card on one connection.
type ConnectionState string

// The states. Between the first two, the card waits while another card is in the slot.
const (
	StateConnected ConnectionState = "connected"
	StateServed    ConnectionState = "served"
	StateGone      ConnectionState = "gone"
)

// Plug connects to vpcd and serves the chip until ctx ends. Then it takes the card out of the reader and returns nil; this is
// the only end without an error. Otherwise it returns ErrAbsent, ErrEnded, reader.ErrRemoved (the chip left the field) or
// ErrAnswerTooLong.
//
// vpcd serves one card per slot and silently keeps others in its backlog, so a card may wait forever: StateServed reports
// that pcscd uses the card. Before the next card is connected to the same slot, wait until the reader is reported as EMPTY,
// otherwise pcscd may miss the change.
func Plug(ctx context.Context, cfg Config) error {
	if cfg.Chip == nil {
		return errors.New("plugging in a card: Config.Chip is missing; set it")
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

// plugOnce serves one connection; served reports whether vpcd ever sent the card a message on it.
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
		_ = conn.Close() // this takes the card out; a second close is harmless
		cfg.Chip.PowerOff()
	}()
	err = l.serve()
	return l.served, fmt.Errorf("serving the card at %s: %w", cfg.Addr, err)
}

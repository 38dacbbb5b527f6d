package vpcd_test

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/virtualcard/reader"
	"github.com/mynalab/mynalab/virtualcard/vpcd"
)

// slot is the reader's side: a listener like that of vpcd.
type slot struct {
	t *testing.T
	net.Listener
}

func newSlot(t *testing.T) slot {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = l.Close() })
	return slot{t, l}
}

func (s slot) accept() net.Conn {
	conn, err := s.Accept()
	require.NoError(s.t, err)
	s.t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// send writes length and message separately, as vpcd 0.8 does.
func (s slot) send(conn net.Conn, message string) {
	_, err := conn.Write(binary.BigEndian.AppendUint16(nil, uint16(len(message))))
	require.NoError(s.t, err)
	_, err = io.WriteString(conn, message)
	require.NoError(s.t, err)
}

func (s slot) ask(conn net.Conn, message string) string {
	s.send(conn, message)
	var header [2]byte
	_, err := io.ReadFull(conn, header[:])
	require.NoError(s.t, err)
	answer := make([]byte, binary.BigEndian.Uint16(header[:]))
	_, err = io.ReadFull(conn, answer)
	require.NoError(s.t, err)
	return string(answer)
}

// plug runs Plug and returns its result; lines is what it logged, which may be read once there is a result.
func plug(ctx context.Context, cfg vpcd.Config) (result <-chan error, lines *[]string) {
	done, log := make(chan error, 1), &[]string{}
	var mu sync.Mutex
	cfg.Log = func(line string) {
		mu.Lock()
		defer mu.Unlock()
		*log = append(*log, line)
	}
	go func() { done <- vpcd.Plug(ctx, cfg) }()
	return done, log
}

func TestPlugServesAsPcscdDrivesIt(t *testing.T) {
	s, chip := newSlot(t), newScript()
	chip.answers["\x00\x20\x00\x80\x041234"] = []byte{0x63, 0xC2}
	ctx, cancel := context.WithCancel(t.Context())
	result, lines := plug(ctx, vpcd.Config{Addr: s.Addr().String(), Chip: chip})
	conn := s.accept()

	t.Run("CARD-057 polling the ATR is not a reset", func(t *testing.T) {
		for range 3 {
			require.Equal(t, string(chip.atr), s.ask(conn, "\x04"))
		}
		require.Empty(t, chip.noted())
	})
	t.Run("power and reset reach the chip in order", func(t *testing.T) {
		s.send(conn, "\x01")
		s.send(conn, "\x02")
		require.Equal(t, "\x63\xC2", s.ask(conn, "\x00\x20\x00\x80\x041234"))
		s.send(conn, "\x00")
		s.ask(conn, "\x04")
		require.Equal(t, []string{"on", "reset", "002000800431323334", "off"}, chip.noted())
	})
	t.Run("the end of the context takes the card out", func(t *testing.T) {
		cancel()
		_, err := conn.Read(make([]byte, 1))
		require.Error(t, err)
		require.NoError(t, <-result)
		require.Equal(t, "off", chip.noted()[len(chip.noted())-1])
	})
	t.Run("the log has no PIN", func(t *testing.T) {
		all := strings.Join(*lines, "\n")
		require.Contains(t, all, "served")
		require.Contains(t, all, "00200080, 9 bytes: 63C2, 2 bytes")
		require.NotContains(t, all, "1234")
		require.NotContains(t, all, "31323334")
	})
}

func TestPlugEnds(t *testing.T) {
	t.Run("when pcscd goes away", func(t *testing.T) {
		s, chip := newSlot(t), newScript()
		result, _ := plug(t.Context(), vpcd.Config{Addr: s.Addr().String(), Chip: chip})
		require.NoError(t, s.accept().Close())
		require.ErrorIs(t, <-result, vpcd.ErrEnded)
		require.Equal(t, []string{"off"}, chip.noted())
	})
	t.Run("when the chip leaves the field", func(t *testing.T) {
		s := newSlot(t)
		result, _ := plug(t.Context(), vpcd.Config{Addr: s.Addr().String(), Chip: newScript()})
		conn := s.accept()
		s.send(conn, "\x00\x84\x00\x00\x08")
		_, err := conn.Read(make([]byte, 1))
		require.ErrorIs(t, err, io.EOF)
		require.ErrorIs(t, <-result, reader.ErrRemoved)
	})
	t.Run("when the reader is gone", func(t *testing.T) {
		s := newSlot(t)
		result, _ := plug(t.Context(), vpcd.Config{Addr: s.Addr().String(), Chip: failing{newScript(), reader.ErrReader}})
		s.send(s.accept(), "\x00\x84\x00\x00\x08")
		require.ErrorIs(t, <-result, reader.ErrReader)
	})
	t.Run("at the end of the context while the chip is silent", func(t *testing.T) {
		s := newSlot(t)
		ctx, cancel := context.WithCancel(t.Context())
		result, _ := plug(ctx, vpcd.Config{Addr: s.Addr().String(), Chip: failing{newScript(), reader.ErrTimeout}})
		conn := s.accept()
		s.send(conn, "\x00\x84\x00\x00\x08")
		require.NotEmpty(t, s.ask(conn, "\x04"), "nothing came for the command, and the card is still there")
		cancel()
		require.NoError(t, <-result)
	})
	t.Run("when vpcd is not listening", func(t *testing.T) {
		s := newSlot(t)
		require.NoError(t, s.Close())
		err := vpcd.Plug(t.Context(), vpcd.Config{Addr: s.Addr().String(), Chip: newScript()})
		require.ErrorIs(t, err, vpcd.ErrAbsent)
	})
	t.Run("without a chip", func(t *testing.T) {
		require.Error(t, vpcd.Plug(t.Context(), vpcd.Config{}))
	})
}

func TestPlugTellsItsStages(t *testing.T) {
	s := newSlot(t)
	ctx, cancel := context.WithCancel(t.Context())
	told := make(chan vpcd.ConnectionState, 8)
	result, _ := plug(ctx, vpcd.Config{Addr: s.Addr().String(), Chip: newScript(), OnState: func(s vpcd.ConnectionState) { told <- s },
		Redial: func(context.Context, int) error { return nil }})
	waiting := s.accept()
	require.Equal(t, vpcd.StateConnected, <-told)
	require.NoError(t, waiting.Close())
	require.Equal(t, vpcd.StateGone, <-told, "never served")
	taken := s.accept()
	require.Equal(t, vpcd.StateConnected, <-told)
	for range 2 {
		s.ask(taken, "\x04")
	}
	require.Equal(t, vpcd.StateServed, <-told, "once a connection")
	cancel()
	require.Equal(t, vpcd.StateGone, <-told)
	require.NoError(t, <-result)
	require.Empty(t, told)
}

func TestRedial(t *testing.T) {
	t.Run("plugs the card in again after each end", func(t *testing.T) {
		s := newSlot(t)
		ctx, cancel := context.WithCancel(t.Context())
		attempts := make(chan int, 8)
		result, _ := plug(ctx, vpcd.Config{
			Addr: s.Addr().String(), Chip: newScript(),
			Redial: func(_ context.Context, attempt int) error { attempts <- attempt; return nil },
		})
		unserved := s.accept()
		require.NoError(t, unserved.Close())
		require.Equal(t, 1, <-attempts)
		require.NoError(t, s.accept().Close())
		require.Equal(t, 2, <-attempts)
		served := s.accept()
		s.ask(served, "\x04")
		require.NoError(t, served.Close())
		require.Equal(t, 1, <-attempts, "counting starts again once vpcd sent a message")
		s.accept()
		cancel()
		require.NoError(t, <-result)
	})
	t.Run("waits for a pcscd that is not running yet", func(t *testing.T) {
		s := newSlot(t)
		require.NoError(t, s.Close())
		enough := errors.New("enough")
		var seen []int
		err := vpcd.Plug(t.Context(), vpcd.Config{
			Addr: s.Addr().String(), Chip: newScript(),
			Redial: func(_ context.Context, attempt int) error {
				seen = append(seen, attempt)
				if attempt == 3 {
					return enough
				}
				return nil
			},
		})
		require.ErrorIs(t, err, enough)
		require.Equal(t, []int{1, 2, 3}, seen)
	})
	t.Run("never connects a card again that left by itself", func(t *testing.T) {
		s := newSlot(t)
		result, _ := plug(t.Context(), vpcd.Config{
			Addr: s.Addr().String(), Chip: newScript(),
			Redial: func(context.Context, int) error { return errors.New("must not be called") },
		})
		s.send(s.accept(), "\x00\x84\x00\x00\x08")
		require.ErrorIs(t, <-result, reader.ErrRemoved)
	})
	t.Run("ends without an error at the end of the context while waiting", func(t *testing.T) {
		s := newSlot(t)
		require.NoError(t, s.Close())
		ctx, cancel := context.WithCancel(t.Context())
		require.NoError(t, vpcd.Plug(ctx, vpcd.Config{
			Addr: s.Addr().String(), Chip: newScript(),
			Redial: func(ctx context.Context, _ int) error { cancel(); return ctx.Err() },
		}))
	})
}

package pcsc

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/virtualcard/reader"
)

func service(t *testing.T, f *fake) *Service {
	s, err := open(f)
	require.NoError(t, err)
	return s
}

func TestFindReader(t *testing.T) {
	names := []string{"SONY FeliCa RC-S380/P 00 00", "Virtual PCD 00 00", "Virtual PCD 00 01", "My SONY 01 00", "Virtual"}
	for _, tt := range []struct{ name, wanted, found, says string }{
		{"full name", "Virtual PCD 00 01", "Virtual PCD 00 01", ""},
		{"a full name that is also the beginning of others", "virtual", "Virtual", ""},
		{"beginning before part", "sony", "SONY FeliCa RC-S380/P 00 00", ""},
		{"part", "s380", "SONY FeliCa RC-S380/P 00 00", ""},
		{"several", "Virtual PCD", "", `"Virtual PCD 00 00", "Virtual PCD 00 01"`},
		{"none", "ACR", "", `choose one of "SONY FeliCa`},
		{"empty, of several", "", "", "several readers"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, err := service(t, &fake{names: names}).Reader(tt.wanted)
			if tt.says != "" {
				require.ErrorIs(t, err, reader.ErrReader)
				require.ErrorContains(t, err, tt.says)
				return
			}
			require.NoError(t, err)
			require.Equal(t, tt.found, r.Name())
		})
	}
	t.Run("empty, of one", func(t *testing.T) {
		s := service(t, &fake{names: names[:1]})
		first, err := s.Reader("")
		require.NoError(t, err)
		again, err := s.Reader("SONY")
		require.NoError(t, err)
		require.Same(t, first, again)
	})
	t.Run("no reader at all", func(t *testing.T) {
		s := service(t, &fake{listErr: codeNoReaders})
		got, err := s.Readers()
		require.NoError(t, err)
		require.Empty(t, got)
		_, err = s.Reader("SONY")
		require.ErrorContains(t, err, "plug one in")
	})
}

func TestServiceStartedAgain(t *testing.T) {
	f := &fake{names: []string{"SONY"}}
	s := service(t, f)
	f.restart()
	names, err := s.Readers()
	require.NoError(t, err)
	require.Equal(t, []string{"SONY"}, names)
	require.Equal(t, 1, f.contexts(), "the old context was released")

	f.restart()
	f.downErr = codeNoService
	_, err = s.Readers()
	require.ErrorContains(t, err, "the PC/SC service was restarted", "while it is down the first error is returned")
	require.NoError(t, s.Close(), "nothing is left to close")
}

func TestOpenWithoutService(t *testing.T) {
	_, err := open(&fake{downErr: code(0x8010001D)})
	require.ErrorIs(t, err, reader.ErrReader)
	require.ErrorContains(t, err, "start pcscd")
}

func TestCodes(t *testing.T) {
	for _, tt := range []struct {
		code code
		want error
	}{
		{0x8010000C, reader.ErrNoCard},
		{0x80100069, reader.ErrRemoved},
		{0x80100068, reader.ErrReset},
		{0x80100067, reader.ErrReset},
		{codeTimeout, reader.ErrTimeout},
		{codeCancelled, reader.ErrTimeout},
		{0x8010000B, reader.ErrReader},
		{0x8010FFFF, reader.ErrReader},
	} {
		t.Run(fmt.Sprintf("%08X", uint32(tt.code)), func(t *testing.T) {
			require.ErrorIs(t, tt.code, tt.want)
			require.NotEmpty(t, tt.code.meaning().next)
		})
	}
}

func connected(t *testing.T, l *fakeLink) (*fake, reader.Card) {
	f := &fake{names: []string{"r"}, connect: func() (link, error) { return l, nil }}
	r, err := service(t, f).Reader("r")
	require.NoError(t, err)
	c, err := r.Connect(t.Context())
	require.NoError(t, err)
	require.Equal(t, []byte{0x3B, 0x00}, c.ATR())
	return f, c
}

func TestConnectFails(t *testing.T) {
	l := &fakeLink{atrErr: code(0x80100069), answer: nil}
	for _, tt := range []struct {
		name    string
		connect func() (link, error)
		want    error
	}{
		{"no card", func() (link, error) { return nil, code(0x8010000C) }, reader.ErrNoCard},
		{"a card that went away at once", func() (link, error) { return l, nil }, reader.ErrRemoved},
		{"a card in use", func() (link, error) { return nil, code(0x8010000B) }, reader.ErrReader},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := &fake{names: []string{"r"}, connect: tt.connect}
			r, err := service(t, f).Reader("r")
			require.NoError(t, err)
			_, err = r.Connect(t.Context())
			require.ErrorIs(t, err, tt.want)
			require.Equal(t, 1, f.contexts(), "only the service's own is left")
		})
	}
	t.Run("after the end of the context", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		r, err := service(t, &fake{names: []string{"r"}}).Reader("r")
		require.NoError(t, err)
		_, err = r.Connect(ctx)
		require.ErrorIs(t, err, reader.ErrTimeout)
	})
}

func TestTransmit(t *testing.T) {
	ok := func([]byte) ([]byte, error) { return []byte{0x90, 0x00}, nil }
	for _, tt := range []struct {
		name    string
		command []byte
		answer  func([]byte) ([]byte, error)
		want    error
	}{
		{"an answer", []byte{0, 0x84, 0, 0, 8}, ok, nil},
		{"nothing to send would panic in the library", nil, nil, reader.ErrReader},
		{"one byte is a control message to vpcd", []byte{4}, nil, reader.ErrReader},
		{"no error and no bytes: removed", []byte{0, 0x84, 0, 0, 8}, func([]byte) ([]byte, error) { return []byte{}, nil }, reader.ErrRemoved},
		{"half a status word", []byte{0, 0x84, 0, 0, 8}, func([]byte) ([]byte, error) { return []byte{0x90}, nil }, reader.ErrRemoved},
		{"reset by another program", []byte{0, 0x84, 0, 0, 8}, func([]byte) ([]byte, error) { return nil, code(0x80100068) }, reader.ErrReset},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, c := connected(t, &fakeLink{answer: tt.answer})
			got, err := c.Transmit(t.Context(), tt.command)
			if tt.want == nil {
				require.NoError(t, err)
				require.Equal(t, []byte{0x90, 0x00}, got)
				return
			}
			require.ErrorIs(t, err, tt.want)
		})
	}
}

func TestHangingCardIsGivenUp(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	hang := make(chan struct{})
	l := &fakeLink{answer: func([]byte) ([]byte, error) { cancel(); <-hang; return []byte{0x90, 0x00}, nil }}
	f, c := connected(t, l)
	f.released = make(chan struct{}, 1)

	_, err := c.Transmit(ctx, []byte{0, 0x84, 0, 0, 8})
	require.ErrorIs(t, err, reader.ErrTimeout)
	_, err = c.Transmit(t.Context(), []byte{0, 0x84, 0, 0, 8})
	require.ErrorIs(t, err, reader.ErrTimeout, "the timeout is final")
	require.NoError(t, c.Disconnect(reader.Leave))
	require.Equal(t, 2, f.contexts(), "PC/SC still works on it")

	close(hang)
	<-f.released
	require.Equal(t, []reader.Disposition{reader.Reset}, l.ended)
}

func TestDisconnect(t *testing.T) {
	for _, d := range []reader.Disposition{reader.Leave, reader.Reset, reader.Unpower} {
		l := &fakeLink{}
		f, c := connected(t, l)
		require.NoError(t, c.Disconnect(d))
		require.NoError(t, c.Disconnect(d), "a second time does nothing")
		require.Equal(t, []reader.Disposition{d}, l.ended)
		require.Equal(t, 1, f.contexts())
		_, err := c.Transmit(t.Context(), []byte{0, 0x84, 0, 0, 8})
		require.ErrorIs(t, err, reader.ErrReader)
	}
	t.Run("a card that is gone is not an error", func(t *testing.T) {
		_, c := connected(t, &fakeLink{disconnectErr: code(0x80100069)})
		require.NoError(t, c.Disconnect(reader.Leave))
	})
	t.Run("a failing reader is an error", func(t *testing.T) {
		_, c := connected(t, &fakeLink{disconnectErr: code(0x80100017)})
		require.ErrorIs(t, c.Disconnect(reader.Leave), reader.ErrReader)
	})
}

// follow plays states one after the other and then waits for the cancellation.
func follow(t *testing.T, states ...state) (f *fake, asked *[]state) {
	asked = &[]state{}
	return &fake{names: []string{"r"}, change: func(known state, cancelled <-chan struct{}) (state, error) {
		*asked = append(*asked, known)
		if len(states) == 0 {
			<-cancelled
			return 0, codeCancelled
		}
		next := states[0]
		states = states[1:]
		if next == stateUnaware {
			return 0, codeTimeout
		}
		return next, nil
	}}, asked
}

func concrete(t *testing.T, f *fake) *Reader {
	r, err := service(t, f).Reader("r")
	require.NoError(t, err)
	return r.(*Reader)
}

func TestWait(t *testing.T) {
	const events = 0x00030000
	t.Run("for a card, from state to state", func(t *testing.T) {
		f, asked := follow(t, stateEmpty|stateChanged|events, stateUnaware, statePresent|stateChanged)
		require.NoError(t, concrete(t, f).WaitPresent(t.Context()))
		require.Equal(t, []state{stateUnaware, stateEmpty | events, stateEmpty | events}, *asked)
		require.Equal(t, 1, f.contexts())
	})
	t.Run("for an empty reader", func(t *testing.T) {
		f, _ := follow(t, statePresent|stateChanged, stateEmpty|stateChanged)
		require.NoError(t, concrete(t, f).WaitEmpty(t.Context()))
	})
	t.Run("until the context ends", func(t *testing.T) {
		f, asked := follow(t, stateEmpty)
		ctx, cancel := context.WithCancel(t.Context())
		inner := f.change
		f.change = func(known state, cancelled <-chan struct{}) (state, error) {
			if len(*asked) == 1 {
				cancel()
			}
			return inner(known, cancelled)
		}
		require.ErrorIs(t, concrete(t, f).WaitPresent(ctx), reader.ErrTimeout)
		require.Equal(t, 1, f.contexts())
	})
	t.Run("for a turn", func(t *testing.T) {
		f, asked := follow(t)
		r := concrete(t, f)
		r.turn <- struct{}{}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		require.ErrorIs(t, r.WaitPresent(ctx), reader.ErrTimeout)
		require.Empty(t, *asked)
	})
	t.Run("and calls the hook before it blocks for the reader", func(t *testing.T) {
		f, asked := follow(t, stateEmpty|stateChanged, statePresent|stateChanged)
		var before []int
		ctx := OnBlock(t.Context(), func() { before = append(before, len(*asked)) })
		require.NoError(t, concrete(t, f).WaitPresent(ctx))
		require.Equal(t, []int{1}, before, "after the first state, before the call that waits for another")
	})
	t.Run("and calls the hook before it blocks for its turn", func(t *testing.T) {
		f, _ := follow(t, statePresent|stateChanged)
		r := concrete(t, f)
		r.turn <- struct{}{}
		ctx := OnBlock(t.Context(), func() { <-r.turn })
		require.NoError(t, r.WaitPresent(ctx))
	})
	t.Run("on a reader that is unplugged", func(t *testing.T) {
		f, _ := follow(t, stateUnknown|stateChanged)
		require.ErrorIs(t, concrete(t, f).WaitPresent(t.Context()), reader.ErrReader)
	})
}

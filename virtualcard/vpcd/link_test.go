package vpcd

import (
	"bytes"
	"encoding/binary"
	"io"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mynalab/mynalab/virtualcard/reader"
)

// echo answers each command with the command's own bytes and 9000, unless it has a fixed answer.
type echo struct {
	atr, answer []byte
	fixed       bool
}

func (echo) PowerOn()      {}
func (echo) WarmReset()    {}
func (echo) PowerOff()     {}
func (c echo) ATR() []byte { return c.atr }
func (c echo) Transmit(command []byte) []byte {
	if c.fixed {
		return c.answer
	}
	return append(bytes.Clone(command), 0x90, 0x00)
}

// writes records each Write separately.
type writes [][]byte

func (w *writes) Write(p []byte) (int, error) {
	*w = append(*w, bytes.Clone(p))
	return len(p), nil
}

func TestFrames(t *testing.T) {
	atr := []byte{0x3B, 0x80, 0x80, 0x01, 0x01}
	for _, tt := range []struct {
		name string
		chip echo
		in   string
		out  []string
		err  error
	}{
		{"CARD-056 the request for the ATR is answered", echo{atr: atr}, "\x00\x01\x04", []string{"\x00\x05\x3B\x80\x80\x01\x01"}, ErrEnded},
		{"CARD-056 off, on and reset get no answer", echo{atr: atr}, "\x00\x01\x00\x00\x01\x01\x00\x01\x02", nil, ErrEnded},
		{"an unknown control message gets no answer", echo{atr: atr}, "\x00\x01\x03\x00\x01\xFF", nil, ErrEnded},
		{"an APDU is answered in one write", echo{}, "\x00\x04\x00\x20\x00\x80", []string{"\x00\x06\x00\x20\x00\x80\x90\x00"}, ErrEnded},
		{"two bytes are an APDU", echo{}, "\x00\x02\x00\x20", []string{"\x00\x04\x00\x20\x90\x00"}, ErrEnded},
		{"an empty message is ignored", echo{atr: atr}, "\x00\x00\x00\x01\x04", []string{"\x00\x05\x3B\x80\x80\x01\x01"}, ErrEnded},
		{"nil is a card that left: nothing is written", echo{fixed: true}, "\x00\x04\x00\x20\x00\x80", nil, reader.ErrRemoved},
		{"an answer without status word too", echo{fixed: true, answer: []byte{0x90}}, "\x00\x04\x00\x20\x00\x80", nil, reader.ErrRemoved},
		{"a card without ATR too", echo{}, "\x00\x01\x04", nil, reader.ErrRemoved},
		{"an answer too long for a frame", echo{fixed: true, answer: make([]byte, 65536)}, "\x00\x04\x00\x20\x00\x80", nil, ErrAnswerTooLong},
		{"a frame cut in its length", echo{atr: atr}, "\x00", nil, ErrEnded},
		{"a frame cut in its body", echo{atr: atr}, "\x00\x05\x00\xB0", nil, ErrEnded},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got writes
			l := &link{in: bytes.NewBufferString(tt.in), out: &got, chip: tt.chip, log: func(string) {}, taken: func() {}}
			err := l.serve()
			require.ErrorIs(t, err, tt.err)
			require.Len(t, got, len(tt.out))
			for i, want := range tt.out {
				require.Equal(t, []byte(want), got[i])
			}
		})
	}
}

// TestEveryAPDUIsAnsweredOnce proves that whatever vpcd sends, the card sends one frame of 2 bytes or more for each APDU, in
// order, and nothing else.
func TestEveryAPDUIsAnsweredOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		commands := rapid.SliceOf(rapid.SliceOfN(rapid.Byte(), 0, 300)).Draw(t, "commands")
		var in bytes.Buffer
		var want writes
		for _, c := range commands {
			frame := binary.BigEndian.AppendUint16(nil, uint16(len(c)))
			in.Write(append(frame, c...))
			switch {
			case len(c) > 1:
				answer := binary.BigEndian.AppendUint16(nil, uint16(len(c)+2))
				want = append(want, append(append(answer, c...), 0x90, 0x00))
			case len(c) == 1 && c[0] == 4:
				want = append(want, []byte{0, 2, 0x3B, 0x00})
			}
		}
		var got writes
		l := &link{in: &in, out: &got, chip: echo{atr: []byte{0x3B, 0x00}}, log: func(string) {}, taken: func() {}}
		require.ErrorIs(t, l.serve(), ErrEnded)
		require.Equal(t, want, got)
	})
}

// TestEveryReadIsAcknowledgedFirst: the kernel resets the option at each read, so that the reads of length and body both need
// it.
func TestEveryReadIsAcknowledgedFirst(t *testing.T) {
	var calls []string
	source := readerFunc(func(p []byte) (int, error) {
		calls = append(calls, "read")
		if len(calls) > 6 {
			return 0, io.EOF
		}
		return copy(p, []byte{0x00, 0x04, 0x20, 0x80}[:min(len(p), 4)]), nil
	})
	var got writes
	in := &promptReader{conn: source, acknowledge: func() { calls = append(calls, "acknowledge") }}
	l := &link{in: in, out: &got, chip: echo{}, log: func(string) {}, taken: func() {}}
	require.ErrorIs(t, l.serve(), ErrEnded)
	require.Len(t, calls, 8)
	for i := 0; i < len(calls); i += 2 {
		require.Equal(t, []string{"acknowledge", "read"}, calls[i:i+2])
	}
}

type readerFunc func(p []byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

func TestOutlineKeepsDataBack(t *testing.T) {
	for _, tt := range []struct {
		name            string
		command, answer []byte
		want            string
	}{
		{"VERIFY", []byte("\x00\x20\x00\x80\x041234"), []byte{0x63, 0xC2}, "00200080, 9 bytes: 63C2, 2 bytes"},
		{"READ BINARY", []byte("\x00\xB0\x00\x00\x04"), []byte("\x31\x32\x33\x34\x90\x00"), "00B00000, 5 bytes: 9000, 6 bytes"},
		{"no answer", []byte("\x00\x20\x00\x80\x041234"), nil, "00200080, 9 bytes: no answer"},
		{"too short for a header", []byte("12"), []byte{0x67, 0x00}, "malformed command of 2 bytes"},
	} {
		t.Run(tt.name, func(t *testing.T) { require.Equal(t, tt.want, outline(tt.command, tt.answer)) })
	}
}

package capture_test

import (
	"bytes"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports/capture"
	"github.com/mynalab/mynalab/reports/trace"
)

// brokenSink is a file that takes each Write apart, as a disk does that breaks at one of them and is whole again after it.
type brokenSink struct {
	bytes.Buffer
	writes [][]byte
	// at is the write that breaks, from 1; it takes so much of the line and gives that error.
	at   int
	take func(line int) int
	err  error
}

func (s *brokenSink) Write(line []byte) (int, error) {
	s.writes = append(s.writes, bytes.Clone(line))
	if len(s.writes) != s.at {
		return s.Buffer.Write(line)
	}
	n, _ := s.Buffer.Write(line[:s.take(len(line))])
	return n, s.err
}

// recordInto writes five events.
func recordInto(sink *brokenSink) *capture.Recorder {
	rec := capture.NewRecorder(capture.Config{Scenario: "s", Sink: sink, Now: func() time.Time { return time.Time{} }})
	for range 5 {
		rec.Add(trace.World, trace.Harness, trace.Stimulus, trace.KindStep, nil)
	}
	return rec
}

// seqs are the events that a reader finds.
func seqs(t *testing.T, written []byte) (all []int, cut bool) {
	t.Helper()
	record, err := trace.ReadAll(bytes.NewReader(written), trace.CutTail)
	require.NoError(t, err)
	for _, e := range record.Events {
		all = append(all, e.Seq)
	}
	return all, record.Cut
}

// TestBrokenSink has one write break. The first error is told, once, in one line; nothing is written after it, although the
// sink would take it; all events before it are read; and the next record on the same disk is whole.
func TestBrokenSink(t *testing.T) {
	full := &os.PathError{Op: "write", Path: "001.ndjson", Err: syscall.ENOSPC}
	for name, row := range map[string]struct {
		take func(int) int
		err  error
		want string
		half bool
	}{
		"nothing is taken":                 {func(int) int { return 0 }, full, "write 001.ndjson: no space left on device", false},
		"half a line is taken":             {func(n int) int { return n / 2 }, full, "write 001.ndjson: no space left on device", true},
		"half a line, and no error":        {func(n int) int { return n / 2 }, nil, "short write", true},
		"all but the newline":              {func(n int) int { return n - 1 }, nil, "short write", true},
		"nothing is taken, and no error":   {func(int) int { return 0 }, nil, "short write", false},
		"the file was closed by a mistake": {func(int) int { return 0 }, os.ErrClosed, "file already closed", false},
	} {
		t.Run(name, func(t *testing.T) {
			for at := 1; at <= 5; at++ {
				sink := &brokenSink{at: at, take: row.take, err: row.err}
				err := recordInto(sink).Err()
				require.ErrorContains(t, err, "writing event "+string(rune('0'+at))+" of the record: "+row.want+"; the record ends before it: make room and run again")
				require.NotContains(t, err.Error(), "\n")
				require.Len(t, sink.writes, at, "the broken write is the last one")
				found, cut := seqs(t, sink.Bytes())
				require.Equal(t, []int{1, 2, 3, 4, 5}[:at-1:at-1], append([]int{}, found...))
				require.Equal(t, row.half, cut)
			}
			healed := &brokenSink{}
			require.NoError(t, recordInto(healed).Err())
			found, _ := seqs(t, healed.Bytes())
			require.Equal(t, []int{1, 2, 3, 4, 5}, found)
		})
	}
}

// TestAKilledRecordIsReadable ends the writing at each byte: since each event is one line in one write, what is left are
// the events before, and at most one half line.
func TestAKilledRecordIsReadable(t *testing.T) {
	sink := &brokenSink{}
	require.NoError(t, recordInto(sink).Err())
	require.Len(t, sink.writes, 5)
	whole := 0
	for _, line := range sink.writes {
		require.Equal(t, 1, bytes.Count(line, []byte("\n")))
		require.True(t, bytes.HasSuffix(line, []byte("\n")))
	}
	for n := range sink.Len() {
		if n > 0 && sink.Bytes()[n-1] == '\n' {
			whole++
		}
		found, cut := seqs(t, sink.Bytes()[:n])
		require.Len(t, found, whole)
		require.Equal(t, n > 0 && sink.Bytes()[n-1] != '\n', cut)
	}
}

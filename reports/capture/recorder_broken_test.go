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

// brokenSink is a file in memory that keeps each Write apart. One Write fails; those after it work again.
type brokenSink struct {
	bytes.Buffer
	writes [][]byte
	// at is the Write that fails, from 1: it takes part of the line and returns err.
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

// seqs returns the seqs of the events that a reader finds.
func seqs(t *testing.T, written []byte) (all []int, cut bool) {
	t.Helper()
	record, err := trace.ReadAll(bytes.NewReader(written), trace.CutTail)
	require.NoError(t, err)
	for _, e := range record.Events {
		all = append(all, e.Seq)
	}
	return all, record.Cut
}

// TestBrokenSink makes one Write fail. Err returns the first error, once, in one line; nothing is written after it although
// the sink would take it; all events before it are read; and the next record on the same disk is complete.
func TestBrokenSink(t *testing.T) {
	full := &os.PathError{Op: "write", Path: "001.ndjson", Err: syscall.ENOSPC}
	for name, row := range map[string]struct {
		take func(int) int
		err  error
		want string
		half bool
	}{
		"nothing is written":               {func(int) int { return 0 }, full, "write 001.ndjson: no space left on device", false},
		"half a line is written":           {func(n int) int { return n / 2 }, full, "write 001.ndjson: no space left on device", true},
		"half a line, and no error":        {func(n int) int { return n / 2 }, nil, "short write", true},
		"all but the newline":              {func(n int) int { return n - 1 }, nil, "short write", true},
		"nothing is written, and no error": {func(int) int { return 0 }, nil, "short write", false},
		"the file was closed by a mistake": {func(int) int { return 0 }, os.ErrClosed, "file already closed", false},
	} {
		t.Run(name, func(t *testing.T) {
			for at := 1; at <= 5; at++ {
				sink := &brokenSink{at: at, take: row.take, err: row.err}
				err := recordInto(sink).Err()
				require.ErrorContains(t, err, "writing event "+string(rune('0'+at))+" of the record: "+row.want+"; the record ends before it: make room and run again")
				require.NotContains(t, err.Error(), "\n")
				require.Len(t, sink.writes, at, "the failed write is the last one")
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

// TestAKilledRecordIsReadable stops the writing at each byte. Since each event is one line in one write, the events before
// are left, and at most one incomplete line.
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

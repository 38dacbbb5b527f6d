package trace

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"time"
)

// What a record promises: whatever ends the writing, all events before the last one are readable, and a record that lacks
// an event is never taken for a whole one.
//
// Each event is one line in one Write, and each Write of a file is one write(2): no buffer is between. kill -9 leaves all
// lines that were written, since they are the operating system's by then, and at most one half line, the last; CutTail drops
// it on reading. A write that fails, or takes less than the line (a full disk), is the last one: a line after half a line
// would make both unreadable, and one after a missing line would hide the gap. The error is told once, by Err, and makes
// the scenario an error of ours: no verdict rests on what is missing.
//
// Not covered: a power cut. No line is synced; what the operating system had not written yet is gone, and where it wrote
// out of order a line may be garbage, which reading refuses.

// RecordWriter writes the record of one scenario, up to the first error.
type RecordWriter struct {
	to  io.Writer
	err error
}

// NewRecordWriter writes into w.
func NewRecordWriter(w io.Writer) *RecordWriter { return &RecordWriter{to: w} }

// Add writes one event, unless one before it could not be written.
func (l *RecordWriter) Add(e Event) {
	if l.err != nil {
		return
	}
	if err := Encode(l.to, e); err != nil {
		l.err = fmt.Errorf("writing event %d of the record: %w; it ends before that: make room and run again", e.Seq, err)
	}
}

// Err is why the record ends before its time; nil where it does not.
func (l *RecordWriter) Err() error { return l.err }

// Encode writes e as one line: members in fixed order, fields sorted, no HTML escapes, time in JST to the second. The
// same event always gives the same bytes. The line goes out in a single Write.
func Encode(w io.Writer, e Event) error {
	line, err := canonical(e)
	if err != nil {
		return fmt.Errorf("encoding event %d: %w", e.Seq, err)
	}
	return writeLine(w, line)
}

// EncodeHeader writes the header line of a joined record.
func EncodeHeader(w io.Writer, h Header) error {
	h.Start = h.Start.In(JST()).Truncate(time.Second)
	line, err := marshalLine(headerLine{&h})
	if err != nil {
		return fmt.Errorf("encoding header: %w", err)
	}
	return writeLine(w, line)
}

// writeLine is one Write; one that is short without an error is one, too.
func writeLine(w io.Writer, line []byte) error {
	n, err := w.Write(line)
	if err == nil && n < len(line) {
		err = io.ErrShortWrite
	}
	return err
}

func canonical(e Event) ([]byte, error) {
	e.Time = e.Time.In(JST()).Truncate(time.Second)
	return marshalLine(e)
}

func marshalLine(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

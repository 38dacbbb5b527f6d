package trace

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"time"
)

// A record guarantees: however the writing ends, all events before the last are readable, and a record that lacks an event
// is never taken for a complete one.
//
// Each event is one line in one Write, and each Write of a file is one write(2), without a buffer. After kill -9 the
// operating system has all lines that were written, and at most one incomplete line, the last; CutTail drops it when
// reading. After a write that fails, or writes only part of the line (a full disk), nothing more is written: a line after
// an incomplete line would make both unreadable, and one after a missing line would hide the gap. Err returns the error,
// which makes the verdict of the scenario an error of ours, so no verdict is based on what is missing.
//
// Not covered: a power cut. Lines are not synced. What the operating system had not written yet is lost, and if it wrote
// out of order a line may be garbage, which the decoder refuses.

// RecordWriter writes the record of one scenario, up to the first error.
type RecordWriter struct {
	to  io.Writer
	err error
}

// NewRecordWriter returns a RecordWriter that writes to w.
func NewRecordWriter(w io.Writer) *RecordWriter { return &RecordWriter{to: w} }

// Add writes one event, unless an earlier one could not be written.
func (l *RecordWriter) Add(e Event) {
	if l.err != nil {
		return
	}
	if err := Encode(l.to, e); err != nil {
		l.err = fmt.Errorf("writing event %d of the record: %w; the record ends before it: make room and run again", e.Seq, err)
	}
}

// Err returns why the record ends too early; nil if it does not.
func (l *RecordWriter) Err() error { return l.err }

// Encode writes e as one line: members in a fixed order, fields sorted, no HTML escapes, time in JST to the second. The
// same event always gives the same bytes. The line is written in a single Write.
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

// writeLine writes a line in one Write. A short write without an error counts as an error too.
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

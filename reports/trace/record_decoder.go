package trace

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// Tolerance says which defects a Decoder accepts.
type Tolerance int

// The tolerances.
const (
	// Strict requires every line to be complete.
	Strict Tolerance = iota
	// CutTail drops an incomplete last line, as a killed process leaves it; Record.Cut says whether it did.
	CutTail
)

// Decoder reads a record line by line: the file of one scenario, or a joined record that begins with a header.
type Decoder struct {
	r         *bufio.Reader
	tolerance Tolerance
	line      int
	header    *Header
	cut       bool
}

// NewDecoder makes a Decoder on r.
func NewDecoder(r io.Reader, t Tolerance) *Decoder {
	return &Decoder{r: bufio.NewReader(r), tolerance: t}
}

// Next returns the next event, or io.EOF after the last. Errors name the line, from 1, and wrap ErrLine.
func (d *Decoder) Next() (Event, error) {
	for {
		line, err := d.readLine()
		if err != nil {
			return Event{}, err
		}
		if d.line == 1 && bytes.HasPrefix(line, []byte(`{"header":`)) {
			h, err := decodeHeader(line)
			if err != nil {
				return Event{}, fmt.Errorf("reading line 1: %w", err)
			}
			d.header = &h
			continue
		}
		e, err := decodeEvent(line)
		if err != nil {
			return Event{}, fmt.Errorf("reading line %d: %w", d.line, err)
		}
		return e, nil
	}
}

// readLine returns the next line with its newline.
func (d *Decoder) readLine() ([]byte, error) {
	line, err := d.r.ReadBytes('\n')
	if err == nil {
		d.line++
		return line, nil
	}
	if !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("reading line %d: %w", d.line+1, err)
	}
	if len(line) == 0 {
		return nil, io.EOF
	}
	if d.tolerance != CutTail {
		return nil, fmt.Errorf("reading line %d: %w: the line is incomplete", d.line+1, ErrLine)
	}
	d.cut = true
	return nil, io.EOF
}

// Record is a whole record in memory.
type Record struct {
	// Header is nil for the file of a single scenario.
	Header *Header
	// Events are in the order of the lines.
	Events []Event
	// Cut is true if the last line was incomplete and was dropped.
	Cut bool
}

// ReadAll reads a record to its end.
func ReadAll(r io.Reader, t Tolerance) (Record, error) {
	d := NewDecoder(r, t)
	var rec Record
	for {
		e, err := d.Next()
		if errors.Is(err, io.EOF) {
			rec.Header, rec.Cut = d.header, d.cut
			return rec, nil
		}
		if err != nil {
			return Record{}, err
		}
		rec.Events = append(rec.Events, e)
	}
}

package trace

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
)

// JST returns the time zone of all times in the record. Japan has had no summer time since 1951, so a fixed zone is exact
// and needs no zone data on the machine.
func JST() *time.Location { return time.FixedZone("JST", 9*60*60) }

// ErrLine is wrapped by every error about a line of a record: it is not an event, or not in the form that Encode writes.
var ErrLine = errors.New("line is not an event of a record")

// headerLine is the first line of a joined record.
type headerLine struct {
	Header *Header `json:"header"`
}

// decodeEvent parses one line, newline included. It refuses a line that Encode would not have written: unknown or repeated
// members, another order, another zone, fractions of a second, an event without scenario, number, plane or kind.
func decodeEvent(line []byte) (Event, error) {
	var e Event
	if err := unmarshalStrict(line, &e); err != nil {
		return Event{}, err
	}
	if e.Scenario == "" || e.Seq < 1 || e.Plane == "" || e.By == "" || e.Dir == "" || e.Kind == "" {
		return Event{}, fmt.Errorf("%w: scenario, seq, plane, by, dir and kind are all required", ErrLine)
	}
	e.Time = e.Time.In(JST())
	again, err := canonical(e)
	if err != nil {
		return Event{}, fmt.Errorf("%w: %w", ErrLine, err)
	}
	if !bytes.Equal(again, line) {
		return Event{}, fmt.Errorf("%w: it is not in the form in which records are written", ErrLine)
	}
	return e, nil
}

// decodeHeader checks the schema first, because a later version may have other members.
func decodeHeader(line []byte) (Header, error) {
	var version struct{ Header struct{ Schema string } }
	if err := json.Unmarshal(line, &version); err != nil || version.Header.Schema == "" {
		return Header{}, fmt.Errorf("%w: the header has no schema", ErrLine)
	}
	if err := CheckSchema(version.Header.Schema); err != nil {
		return Header{}, err
	}
	var l headerLine
	if err := unmarshalStrict(line, &l); err != nil {
		return Header{}, err
	}
	l.Header.Start = l.Header.Start.In(JST())
	return *l.Header, nil
}

// unmarshalStrict decodes exactly one JSON value without unknown members.
func unmarshalStrict(line []byte, v any) error {
	dec := json.NewDecoder(bytes.NewReader(line))
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		return fmt.Errorf("%w: %v", ErrLine, err) // err is not wrapped: io.EOF within a line must not look like the end of the record
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("%w: there is text after the closing brace", ErrLine)
	}
	return nil
}

package capture_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports/capture"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/driver"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// recording is a Recorder with the sink that it writes to.
type recording struct {
	*capture.Recorder
	sink bytes.Buffer
}

func record(c capture.Config) *recording {
	r := &recording{}
	c.Scenario, c.Sink = "capture.feature#test", &r.sink
	c.Now = func() time.Time { return time.Date(2025, 6, 2, 9, 0, 0, 0, trace.JST()) }
	r.Recorder = capture.NewRecorder(c)
	return r
}

// events returns the events in the sink, as a judge would read them.
func (r *recording) events(t *testing.T) []trace.Event {
	t.Helper()
	rec, err := trace.ReadAll(bytes.NewReader(r.sink.Bytes()), trace.Strict)
	require.NoError(t, err)
	return rec.Events
}

// script is a reader whose card answers by a table, in upper-case hex.
type script struct {
	answers map[string]string
	err     error
}

var (
	_ reader.Reader  = script{}
	_ reader.Card    = script{}
	_ driver.Product = hooks{}
)

func (s script) Name() string { return "script" }

func (s script) Connect(context.Context) (reader.Card, error) {
	if s.err != nil {
		return nil, s.err
	}
	return s, nil
}

func (s script) ATR() []byte { return []byte{0x3B, 0xE0} }

func (s script) Transmit(_ context.Context, command []byte) ([]byte, error) {
	answer, ok := s.answers[upper(command)]
	if !ok {
		return nil, reader.ErrRemoved
	}
	return unhex(answer), nil
}

func (s script) Disconnect(reader.Disposition) error { return s.err }

// hooks is a product made of functions.
type hooks struct {
	do func(driver.Call) (driver.Screen, error)
}

func (h hooks) Describe(context.Context) (driver.Description, error) {
	return driver.Description{Name: "hooks", Version: "1", Verbs: []driver.Verb{driver.Login, driver.Close}}, nil
}
func (h hooks) Configure(context.Context, driver.Slot) error { return nil }
func (h hooks) Clock(context.Context, time.Time) error       { return nil }
func (h hooks) Close(context.Context) error                  { return nil }
func (h hooks) Do(_ context.Context, c driver.Call) (driver.Screen, error) {
	return h.do(c)
}

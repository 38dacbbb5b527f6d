package world

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strconv"

	"github.com/mynalab/mynalab/mockservice/wire"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/slot"
)

// lastRequest is a request as an eavesdropper on the line could keep it.
type lastRequest struct {
	header http.Header
	body   []byte
}

// listen keeps a copy of a check request and leaves the request unchanged for the next handler.
func (l *InternetLine) listen(r *http.Request) {
	if r.URL.Path != wire.PathCheck {
		return
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, wire.Limit+1))
	r.Body = &rest{Reader: io.MultiReader(bytes.NewReader(body), r.Body), Closer: r.Body}
	if err != nil {
		return // the service will get the same broken request
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.last = &lastRequest{header: r.Header.Clone(), body: body}
}

// rest reads from one source and closes another.
type rest struct {
	io.Reader
	io.Closer
}

// ReplaysLastCheck sends the last check request again, byte for byte, as an attacker who had kept it would.
func (l *InternetLine) ReplaysLastCheck() error {
	l.mu.Lock()
	kept := l.last
	l.mu.Unlock()
	if kept == nil {
		return slot.Configuration("replaying a check", errors.New("no check has passed: let a patient check in first"))
	}
	w := l.world
	about := trace.Fields{"exchange": "replay", "method": http.MethodPost, "path": wire.PathCheck}
	w.record.Add(trace.Service, trace.Harness, trace.Stimulus, trace.KindRequest, with(about, "body", string(kept.body)))
	answer, err := w.slot.Link().Ask(w.ctx, http.MethodPost, wire.PathCheck, kept.header, kept.body)
	if err != nil {
		return slot.Harness("replaying a check", err)
	}
	w.record.Add(trace.Service, trace.TheService, trace.Observation, trace.KindAnswer,
		with(with(about, "status", strconv.Itoa(answer.Code)), "body", answer.Body.String()))
	return nil
}

// with returns the fields and one more.
func with(f trace.Fields, name, value string) trace.Fields {
	more := trace.Fields{name: value}
	for n, v := range f {
		more[n] = v
	}
	return more
}

package capture

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/mynalab/mynalab/reports/trace"
)

// Portal returns inner with every exchange of a person at a portal recorded on the service plane. What the person sends is
// a stimulus, what comes back an observation. references maps secrets to what is written for them ("owner/name", as in a
// driver call): a settings sheet that shows a secret of the cast is recorded with its reference, any other secret is
// masked. A request body that is not JSON is not read; its length is recorded as the sender gives it.
func Portal(rec *Recorder, inner http.RoundTripper, references map[string]string) http.RoundTripper {
	return &recordedPortal{rec: rec, inner: inner, mask: rec.mask.referring(references)}
}

type recordedPortal struct {
	rec       *Recorder
	inner     http.RoundTripper
	mask      masker
	exchanges atomic.Int64
}

// RoundTrip sends one request and returns its answer after recording it.
func (p *recordedPortal) RoundTrip(r *http.Request) (*http.Response, error) {
	about := trace.Fields{"exchange": "portal " + strconv.FormatInt(p.exchanges.Add(1), 10), "method": r.Method, "path": r.URL.Path}
	r, err := p.request(r, about)
	if err != nil {
		return nil, err
	}
	answer, err := p.inner.RoundTrip(r)
	if err != nil {
		p.add(trace.TheService, trace.Observation, trace.KindFailure, about, trace.Fields{"error": string(trace.FailureNoAnswer)})
		return nil, fmt.Errorf("sending a request to the portal: %w", err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, fmt.Errorf("reading the portal's answer: %w", err)
	}
	answer.Body = io.NopCloser(bytes.NewReader(body))
	more := trace.Fields{"status": strconv.Itoa(answer.StatusCode)}
	withBody(more, body)
	p.add(trace.TheService, trace.Observation, trace.KindAnswer, about, more)
	return answer, nil
}

// request records the request and returns it with its body still unread.
func (p *recordedPortal) request(r *http.Request, about trace.Fields) (*http.Request, error) {
	more := trace.Fields{"auth": string(authorization(r))}
	withQuery(more, r.URL.RawQuery)
	switch {
	case r.Body == nil || r.Body == http.NoBody:
	case !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json"):
		more[fieldBody] = lengthOf(int(r.ContentLength))
	default:
		body, err := io.ReadAll(r.Body)
		if err := errors.Join(err, r.Body.Close()); err != nil {
			return nil, fmt.Errorf("reading the request to the portal: %w", err)
		}
		r = r.Clone(r.Context())
		r.Body = io.NopCloser(bytes.NewReader(body))
		withBody(more, body)
	}
	p.add(trace.PersonActor, trace.Stimulus, trace.KindRequest, about, more)
	return r, nil
}

func (p *recordedPortal) add(by trace.Actor, dir trace.Dir, kind trace.Kind, about, more trace.Fields) {
	for name, value := range about {
		more[name] = value
	}
	p.rec.write(p.mask, trace.Event{Plane: trace.Service, By: by, Dir: dir, Kind: kind, Fields: more}, nil)
}

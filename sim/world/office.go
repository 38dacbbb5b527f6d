package world

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
)

// office is how people reach the service's portals: from a desk of their own and not over the clinic's line, so that what
// happens to the line does not touch them. Wherever the service is, it is asked without a port of ours.
type office struct{ behind source }

// RoundTrip asks the service.
func (o office) RoundTrip(r *http.Request) (*http.Response, error) {
	var lost error
	asked := r.Clone(r.Context())
	asked.RemoteAddr = "127.0.0.1:0"
	if asked.Body == nil {
		asked.Body = http.NoBody
	}
	answer := newHeard()
	o.behind.public(hooks{lost: func(_ *http.Request, err error) { lost = err }}).ServeHTTP(answer, asked)
	_ = asked.Body.Close() // a reader of ours has nothing to tell
	if lost != nil {
		return nil, fmt.Errorf("asking the service: %w", lost)
	}
	body := answer.body.Bytes()
	return &http.Response{StatusCode: answer.status, Status: http.StatusText(answer.status), Header: answer.header, Request: r,
		Proto: r.Proto, ProtoMajor: r.ProtoMajor, ProtoMinor: r.ProtoMinor, ContentLength: int64(len(body)),
		Body: io.NopCloser(bytes.NewReader(body))}, nil
}

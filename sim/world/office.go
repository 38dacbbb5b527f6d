package world

import (
	"bytes"
	"io"
	"net/http"
)

// office is how people reach the service's portals: from a desk of their own and not over the clinic's line, so that a fault
// of the line does not touch them. Where the service is embedded, its handler is called without a port.
type office struct{ service http.Handler }

// RoundTrip asks the service's handler.
func (o office) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body == nil {
		r = r.Clone(r.Context())
		r.Body = http.NoBody
	}
	answer := newHeard()
	o.service.ServeHTTP(answer, r)
	_ = r.Body.Close() // a reader of ours has nothing to tell
	body := answer.body.Bytes()
	return &http.Response{StatusCode: answer.status, Status: http.StatusText(answer.status), Header: answer.header, Request: r,
		Proto: r.Proto, ProtoMajor: r.ProtoMajor, ProtoMinor: r.ProtoMinor, ContentLength: int64(len(body)),
		Body: io.NopCloser(bytes.NewReader(body))}, nil
}

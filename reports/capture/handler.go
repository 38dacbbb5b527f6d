package capture

import (
	"bytes"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/mynalab/mynalab/reports/trace"
)

// bodyLimit is how much of a body is read for the record, 1 MiB. Our choice: the messages that are recorded have some KiB,
// and an attachment may have 100 MB, which must not be kept in memory.
const bodyLimit = 1 << 20

// Handler returns inner with every exchange recorded on the service plane. The answer is recorded before its first byte is
// sent, so that nobody can act on an answer that is not in the record yet. Streaming, hijacking and trailers are not
// supported.
func Handler(rec *Recorder, inner http.Handler) http.Handler {
	return &recordedHandler{rec: rec, inner: inner}
}

type recordedHandler struct {
	rec       *Recorder
	inner     http.Handler
	exchanges atomic.Int64
}

func (h *recordedHandler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	exchange := strconv.FormatInt(h.exchanges.Add(1), 10)
	// The fields that name the request in later events are masked first: a secret in them is reported once, as a leak of
	// the product.
	fields, _ := h.rec.cleaned(h.rec.mask, trace.KindRequest, trace.Fields{"exchange": exchange, "method": r.Method, "path": r.URL.Path})
	h.request(r, exchange)
	answer := httptest.NewRecorder() // buffered until it is recorded
	answered := false
	defer h.abortedUnless(&answered, fields)
	h.inner.ServeHTTP(answer, r)
	answered = true
	h.answered(answer, fields)
	maps.Copy(w.Header(), answer.Header())
	w.WriteHeader(answer.Code)
	_, _ = w.Write(answer.Body.Bytes()) // fails only if the client hung up
}

// request records the request and leaves its body intact for the inner handler. Of the headers only the names are written,
// but names and values are searched for secrets.
func (h *recordedHandler) request(r *http.Request, exchange string) {
	head, err := io.ReadAll(io.LimitReader(r.Body, bodyLimit+1))
	rest := r.Body
	r.Body = &joinedBody{Reader: io.MultiReader(bytes.NewReader(head), failing{err}, rest), Closer: rest}
	fields := trace.Fields{"auth": string(authorization(r)), "exchange": exchange, "method": r.Method, "path": r.URL.Path}
	withBody(fields, head)
	withQuery(fields, r.URL.RawQuery)
	unwritten := withHeaders(fields, r)
	if len(head) > bodyLimit {
		unwritten[fieldBody] = string(head)
	}
	h.rec.add(trace.Event{Plane: trace.Service, By: trace.Product, Dir: trace.Observation, Kind: trace.KindRequest, Fields: fields},
		unwritten)
}

func (h *recordedHandler) answered(a *httptest.ResponseRecorder, exchange trace.Fields) {
	fields := trace.Fields{"exchange": exchange["exchange"], "method": exchange["method"], "path": exchange["path"],
		"status": strconv.Itoa(a.Code)}
	withBody(fields, a.Body.Bytes())
	h.rec.Add(trace.Service, trace.TheService, trace.Observation, trace.KindAnswer, fields)
}

// abortedUnless records that the handler panicked: net/http then closes the connection without an answer.
func (h *recordedHandler) abortedUnless(answered *bool, exchange trace.Fields) {
	if !*answered {
		h.rec.Add(trace.Service, trace.TheService, trace.Observation, trace.KindFailure, trace.Fields{"error": string(trace.FailureAborted),
			"exchange": exchange["exchange"], "method": exchange["method"], "path": exchange["path"]})
	}
}

// withBody adds the body, if any. For a body beyond the limit only a length is written, that of the part that was read.
func withBody(fields trace.Fields, body []byte) {
	switch {
	case len(body) == 0:
	case len(body) > bodyLimit:
		fields[fieldBody] = lengthOf(len(body))
	default:
		fields[fieldBody] = string(body)
	}
}

// authorization returns only the scheme: the token is a secret.
func authorization(r *http.Request) trace.Auth {
	value := r.Header.Get("Authorization")
	scheme, _, _ := strings.Cut(value, " ")
	switch {
	case value == "":
		return trace.AuthNone
	case strings.EqualFold(scheme, "Bearer"):
		return trace.AuthBearer
	default:
		return trace.AuthOther
	}
}

// joinedBody reads from one source and closes another.
type joinedBody struct {
	io.Reader
	io.Closer
}

// failing returns the error at which reading ahead stopped, at the same place in the body.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) {
	if f.err != nil {
		return 0, f.err
	}
	return 0, io.EOF
}

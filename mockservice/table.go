package mockservice

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// handle answers a request with a status and a body (nil: none). An error is a wire.Problem, or a failure of the
// service.
type handle func(r *http.Request) (status int, body any, err error)

// octets is a body that is no JSON.
type octets struct {
	contentType string
	bytes       []byte
}

// late is a body, or none beside an error, that took some of the world's time. Nothing has slept for it: whoever owns the
// clock is told by a header and advances it.
type late struct {
	took time.Duration
	body any
}

// row is one path and method of a handler. A path that ends in a slash stands for everything below it.
type row struct {
	method string
	path   string
	handle handle
}

// table is a handler as a list of rows. What no row fits is refused with a problem document, as is everything else.
type table struct {
	rows   []row
	report func(error) // failures of the service; may be nil
}

// ServeHTTP finds the row for a request and writes its answer.
func (t table) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	answer, allowed := t.find(r)
	switch {
	case answer != nil:
		status, body, err := answer(r)
		if l, ok := body.(late); ok {
			tell(w, l.took)
			body = l.body
		}
		if err != nil {
			t.writeError(w, err)
			return
		}
		write(w, status, "application/json", body)
	case len(allowed) > 0:
		w.Header().Set("Allow", strings.Join(allowed, ", "))
		t.writeError(w, wire.ProblemFor(wire.CodeMethodNotAllowed, ""))
	default:
		t.writeError(w, wire.ProblemFor(wire.CodeUnknownPath, ""))
	}
}

// find is what answers a request, or the methods that its path has.
func (t table) find(r *http.Request) (answer handle, allowed []string) {
	for _, candidate := range t.rows {
		below := strings.HasSuffix(candidate.path, "/") && strings.HasPrefix(r.URL.Path, candidate.path)
		if candidate.path != r.URL.Path && !below {
			continue
		}
		if candidate.method == r.Method {
			return candidate.handle, nil
		}
		allowed = append(allowed, candidate.method)
	}
	return nil, allowed
}

// writeError writes a problem document. What went wrong inside is reported to our own side only.
func (t table) writeError(w http.ResponseWriter, err error) {
	var problem wire.Problem
	if !errors.As(err, &problem) {
		if t.report != nil {
			t.report(err)
		}
		problem = wire.ProblemFor(wire.CodeInternal, "")
	}
	if problem.Code == wire.CodeTerminalUnknown {
		w.Header().Set("WWW-Authenticate", "Bearer")
	}
	write(w, problem.Status, wire.ProblemContentType, problem)
}

// tell says how long an answer took, in whole seconds of the world's time.
func tell(w http.ResponseWriter, took time.Duration) {
	if took > 0 {
		w.Header().Set(control.HeaderDelay, strconv.FormatInt(int64(took/time.Second), 10))
	}
}

// write writes a body: none, octets as they are, everything else as JSON.
func write(w http.ResponseWriter, status int, contentType string, body any) {
	var text []byte
	switch b := body.(type) {
	case nil:
		w.WriteHeader(status)
		return
	case octets:
		text, contentType = b.bytes, b.contentType
	default:
		var err error
		if text, err = json.Marshal(body); err != nil {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
	}
	w.Header().Set("Content-Type", contentType)
	w.WriteHeader(status)
	// A client that has gone away is no concern of the service.
	_, _ = w.Write(text)
}

// read decodes a request's body by the strict codec.
func read[T any](r *http.Request) (T, error) {
	var v T
	err := wire.Decode(r.Body, &v)
	switch {
	case errors.Is(err, wire.ErrTooLarge):
		return v, wire.ProblemFor(wire.CodeTooLarge, "")
	case err != nil:
		return v, malformed(err.Error())
	}
	return v, nil
}

func malformed(detail string) error { return wire.ProblemFor(wire.CodeBadRequest, detail) }

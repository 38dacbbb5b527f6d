package mockservice

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/mynalab/mynalab/mockservice/wire"
)

// handle answers a request with a status and a body (nil: none). An error is a wire.Problem, or a failure of the
// service.
type handle func(r *http.Request) (status int, body any, err error)

// row is one path and method of a handler.
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
		if candidate.path != r.URL.Path {
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

func write(w http.ResponseWriter, status int, contentType string, body any) {
	if body == nil {
		w.WriteHeader(status)
		return
	}
	text, err := json.Marshal(body)
	if err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return
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

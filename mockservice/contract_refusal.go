package mockservice

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// startedAnswer records whether the response has begun, since then it is too late to refuse the request.
type startedAnswer struct {
	http.ResponseWriter
	begun bool
}

func (a *startedAnswer) WriteHeader(status int) {
	a.begun = true
	a.ResponseWriter.WriteHeader(status)
}

// Unwrap returns the wrapped writer, for http.ResponseController.
func (a *startedAnswer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// delayedRefusal is a refusal that took simulated time. The service has not slept: it reports the time in a header, and the
// client that owns the clock advances it.
type delayedRefusal struct {
	error
	took time.Duration
}

func (l delayedRefusal) Unwrap() error { return l.error }

// delay returns the value of the header control.HeaderDelay in seconds, nil for less than a second.
func delay(took time.Duration) *int {
	seconds := int(took / time.Second)
	if seconds < 1 {
		return nil
	}
	return &seconds
}

// retryAfter is the value of Retry-After, in seconds, for a client that was refused because of too many attempts. One minute is
// our choice. It is the same for every client, so that it does not reveal how long the limit's window is.
const retryAfter = "60"

// refuse writes a problem document. A failure of the service itself is reported in full to g.report; the client gets only
// CodeInternal.
func (g *contractHandler) refuse(w http.ResponseWriter, _ *http.Request, err error) {
	if a, ok := w.(*startedAnswer); ok && a.begun {
		return // writing the response failed because the client has disconnected, so there is nobody to refuse
	}
	var problem wire.Problem
	if !errors.As(err, &problem) {
		if g.report != nil {
			g.report(err)
		}
		problem = wire.ProblemFor(wire.CodeInternal, "")
	}
	var l delayedRefusal
	if errors.As(err, &l) && delay(l.took) != nil {
		w.Header().Set(control.HeaderDelay, strconv.Itoa(*delay(l.took)))
	}
	if problem.Status == http.StatusUnauthorized && problem.Code != wire.CodeAccountMismatch && problem.Code != wire.CodeLoginRefused {
		w.Header().Set("WWW-Authenticate", "Bearer")
	}
	if problem.Status == http.StatusTooManyRequests && w.Header().Get("Retry-After") == "" {
		w.Header().Set("Retry-After", retryAfter)
	}
	text, err := json.Marshal(problem)
	if err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", wire.ProblemContentType)
	w.WriteHeader(problem.Status)
	_, _ = w.Write(text) // fails only if the client has disconnected
}

// refuseUnreadable refuses a request that conforms to the contract but that the generated code cannot parse: a time that is not
// in the calendar, or a number that is too large.
func (g *contractHandler) refuseUnreadable(w http.ResponseWriter, r *http.Request, err error) {
	g.refuse(w, r, malformed(wire.Describe(err).Error()))
}

func malformed(detail string) error { return wire.ProblemFor(wire.CodeBadRequest, detail) }

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

// startedAnswer remembers whether an answer has begun: then a refusal comes too late.
type startedAnswer struct {
	http.ResponseWriter
	begun bool
}

func (a *startedAnswer) WriteHeader(status int) {
	a.begun = true
	a.ResponseWriter.WriteHeader(status)
}

// Unwrap is for http.ResponseController.
func (a *startedAnswer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// delayedRefusal is a refusal that took some of the world's time. Nothing has slept for it: whoever owns the clock is told by a
// header and advances it.
type delayedRefusal struct {
	error
	took time.Duration
}

func (l delayedRefusal) Unwrap() error { return l.error }

// delay is the value of the header that tells of it, nil for less than a second.
func delay(took time.Duration) *int {
	seconds := int(took / time.Second)
	if seconds < 1 {
		return nil
	}
	return &seconds
}

// retryAfter is when somebody who was refused for trying too often may come again, in seconds: he is told to wait, and not
// how long his window is.
const retryAfter = "60"

// refuse writes a problem document. What went wrong inside is reported to our own side only.
func (g *contractHandler) refuse(w http.ResponseWriter, _ *http.Request, err error) {
	if a, ok := w.(*startedAnswer); ok && a.begun {
		return // the client has gone away while it was answered, which is no concern of the service
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
	_, _ = w.Write(text) // see above
}

// refuseUnreadable refuses a request that the generated code could not read though it fits the contract: a time that no calendar
// has, a number that is too large.
func (g *contractHandler) refuseUnreadable(w http.ResponseWriter, r *http.Request, err error) {
	g.refuse(w, r, malformed(wire.Describe(err).Error()))
}

func malformed(detail string) error { return wire.ProblemFor(wire.CodeBadRequest, detail) }

package world

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"

	"github.com/mynalab/mynalab/mockservice/wire"
	"github.com/mynalab/mynalab/sim/driver"
	"github.com/mynalab/mynalab/sim/slot"
)

// controlled reports whether we control the service, so that it follows this world.
func (w *World) controlled() bool { return w.slot.Link().Controlled() }

// hooks returns the functions that this world needs to be called for a service in another process.
func (w *World) hooks() slot.Hooks {
	h := slot.Hooks{Lost: w.line.hangUp}
	if !w.controlled() {
		h.Answered = w.line.answered
	}
	return h
}

// hangUp closes the product's connection, as the product would see it without us in between. If the service can't be reached
// at all, the scenario proves nothing, and the environment is to blame.
func (l *InternetLine) hangUp(r *http.Request, err error) {
	if slot.NobodyThere(err) && r.Context().Err() == nil {
		l.failed(slot.Environment("reaching the service", err))
	}
	panic(http.ErrAbortHandler)
}

// refusalsOfUnknown returns, by path, the refusals of a service that does not know the world's accounts or people.
func refusalsOfUnknown() map[string][]wire.Code {
	return map[string][]wire.Code{
		wire.PathRegistration: {wire.CodeAccountMismatch},
		wire.PathCheck:        {wire.CodeNotRegistered, wire.CodeNotUsable},
	}
}

// answered stores the last refusal that may only mean that the service does not know what the scenario needs.
func (l *InternetLine) answered(r *http.Response) error {
	codes := refusalsOfUnknown()[r.Request.URL.Path]
	if r.StatusCode < http.StatusBadRequest || codes == nil {
		return nil
	}
	head, err := io.ReadAll(io.LimitReader(r.Body, wire.Limit))
	r.Body = &rest{Reader: io.MultiReader(bytes.NewReader(head), r.Body), Closer: r.Body}
	if err != nil {
		return fmt.Errorf("reading the service's answer: %w", err)
	}
	var problem wire.Problem
	if json.Unmarshal(head, &problem) == nil && slices.Contains(codes, problem.Code) {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.refusal = problem
	}
	return nil
}

// refused returns and removes the refusal that answered stored.
func (l *InternetLine) refused() (wire.Problem, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	p := l.refusal
	l.refusal = wire.Problem{}
	return p, p.Code != ""
}

// serviceKnew returns an error if a service that we don't control did not know what the call needs: the account whose entries
// were typed correctly, or the person whose card was read.
func (t *Terminal) serviceKnew(call driver.Call) error {
	if t.world.controlled() {
		return nil
	}
	problem, refused := t.world.line.refused()
	switch {
	case !refused:
		return nil
	case call.Verb == driver.EnterCredentials && *call.Credentials == *t.credentials("", "").Credentials:
		return unserved("registering "+t.world.clinic.account.ID, problem)
	case call.Verb == driver.ReadCard && !t.world.patient.unknown:
		return unserved("checking "+t.world.patient.person.ID, problem)
	}
	return nil
}

func unserved(doing string, p wire.Problem) error {
	return slot.Environment(doing, fmt.Errorf("%w, and what the scenario needs is missing or different there: %w", slot.ErrUncontrolled,
		errors.New(string(p.Code)+" "+p.MessageEN)))
}

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

// controlled tells whether the service follows this world.
func (w *World) controlled() bool { return w.slot.Link().Controlled() }

// hooks are what this world wants to know of a service in another process.
func (w *World) hooks() slot.Hooks {
	h := slot.Hooks{Lost: w.line.hangUp}
	if !w.controlled() {
		h.Answered = w.line.answered
	}
	return h
}

// hangUp hangs up on the product, which is what it would see of that without us. Where nobody is there at all, the scenario
// tells nothing.
func (l *InternetLine) hangUp(r *http.Request, err error) {
	if slot.NobodyThere(err) && r.Context().Err() == nil {
		l.failed(slot.Environment("reaching the service", err))
	}
	panic(http.ErrAbortHandler)
}

// refusalsOfUnknown is, by path, what a service refuses that does not know the world's accounts or people.
func refusalsOfUnknown() map[string][]wire.Code {
	return map[string][]wire.Code{
		wire.PathRegistration: {wire.CodeAccountMismatch},
		wire.PathCheck:        {wire.CodeNotRegistered, wire.CodeNotUsable},
	}
}

// answered keeps the last refusal that may mean no more than that the service lacks what the world takes for granted.
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

// refused takes the refusal that answered keeps.
func (l *InternetLine) refused() (wire.Problem, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	p := l.refusal
	l.refusal = wire.Problem{}
	return p, p.Code != ""
}

// serviceKnew tells whether a service that does not follow this world held what the deed took for granted: the account whose
// entries were typed as they are, and the person whose card was read.
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
	return slot.Environment(doing, fmt.Errorf("%w, and it lacks or holds otherwise what the scenario needs: %w", slot.ErrUncontrolled,
		errors.New(string(p.Code)+" "+p.MessageEN)))
}

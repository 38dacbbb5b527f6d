package jpki

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// ErrDown says that the responder does not answer: neither yes nor no (SVC-301).
var ErrDown = errors.New("the responder for revocations is down")

// ErrForged says that an answer came whose signature is not the responder's, so that nobody may go by it. It is an ErrDown.
var ErrForged = fmt.Errorf("the answer is signed by somebody else: %w", ErrDown)

// Rules are the table and the times of the revocation service.
type Rules struct {
	Reasons []Reason
	// AnswerLife and ListLife are how long an OCSP answer and a CRL are good for: from thisUpdate to nextUpdate.
	AnswerLife, ListLife time.Duration
}

// DefaultRules have every answer and list live for a day; how long the real ones live is not public (ours).
func DefaultRules() Rules {
	return Rules{Reasons: DefaultReasons(), AnswerLife: 24 * time.Hour, ListLife: 24 * time.Hour}
}

// Condition is what the responder suffers from. The zero one is a healthy responder.
type Condition struct {
	// Down: it does not answer.
	Down bool
	// Delay is how long it takes for an answer.
	Delay time.Duration
	// Stale: what it says is old, and over since one life.
	Stale bool
	// Forged: what it says is signed by a key that is neither its own nor an authority's.
	Forged bool
}

// Register is what the responder reads: rows that somebody else keeps.
type Register interface {
	Condition(ctx context.Context) (Condition, error)
	// Record is of a serial number in upper-case hex. One that was never issued is a Record, not an error.
	Record(ctx context.Context, serial string) (Record, error)
	// Revocations are those of all certificates that were issued for user authentication, expired ones too.
	Revocations(ctx context.Context) ([]Revocation, error)
}

// Responder tells of revocations to registered verifiers (CARD-432, SVC-311): by OCSP, by a CRL, or in a word. It speaks
// for the TEST authority for user authentication only and is safe for concurrent use.
type Responder struct {
	register Register
	rules    Rules
}

// NewResponder is a responder over a register, by rules.
func NewResponder(register Register, rules Rules) *Responder { return &Responder{register, rules} }

// Window is when something was said, and how long it is good for. All times are in UTC and whole seconds.
type Window struct{ ProducedAt, ThisUpdate, NextUpdate time.Time }

// Answer is what the responder says of one certificate.
type Answer struct {
	Status Status
	// Revocation is the zero one unless the certificate is revoked.
	Revocation Revocation
	Window     Window
	// Took is how long the answer took in the world's time; nothing has slept for it.
	Took time.Duration
}

// Status answers for a serial number in upper-case hex, asked at a time. ErrDown says that there is no answer.
func (r *Responder) Status(ctx context.Context, serial string, asked time.Time) (Answer, error) {
	condition, err := r.condition(ctx)
	if err == nil && condition.Forged {
		err = ErrForged
	}
	if err != nil {
		return Answer{}, err
	}
	record, err := r.register.Record(ctx, serial)
	if err != nil {
		return Answer{}, fmt.Errorf("reading the register: %w", err)
	}
	window := condition.window(asked, r.rules.AnswerLife)
	a := Answer{Status: record.status(window.ThisUpdate), Window: window, Took: condition.Delay}
	if a.Status == Revoked {
		a.Revocation = *record.Revocation
	}
	return a, nil
}

// condition is that of a responder that answers.
func (r *Responder) condition(ctx context.Context) (Condition, error) {
	condition, err := r.register.Condition(ctx)
	switch {
	case err != nil:
		return condition, fmt.Errorf("reading the responder's condition: %w", err)
	case condition.Down:
		return condition, ErrDown
	}
	return condition, nil
}

// window is that of something said about the moment at which the answer leaves. What is stale was said two lives ago,
// and knows nothing of what happened since.
func (c Condition) window(asked time.Time, life time.Duration) Window {
	at := asked.Add(c.Delay).UTC().Truncate(time.Second)
	this := at
	if c.Stale {
		this = at.Add(-2 * life)
	}
	return Window{ProducedAt: at, ThisUpdate: this, NextUpdate: this.Add(life)}
}

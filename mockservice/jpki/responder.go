package jpki

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// ErrDown means that the responder does not answer, so that a certificate is known neither as good nor as revoked (SVC-301).
var ErrDown = errors.New("the responder for revocations is down")

// ErrForged means that the responder's answer has a wrong signature, so that it cannot be relied on. It wraps ErrDown, since a
// verifier treats both alike.
var ErrForged = fmt.Errorf("the answer is not signed by the responder, which counts as no answer: %w", ErrDown)

// Rules are the table of reasons and the validity periods of the revocation service.
type Rules struct {
	Reasons []Reason
	// AnswerLife and ListLife are the validity of an OCSP answer and of a CRL: from thisUpdate to nextUpdate.
	AnswerLife, ListLife time.Duration
}

// DefaultRules returns rules by which every answer and every CRL is valid for one day. The validity of the real ones is not
// public; one day is our choice. It is longer than a check at a counter takes, so an answer expires only under Condition.Stale.
func DefaultRules() Rules {
	return Rules{Reasons: DefaultReasons(), AnswerLife: 24 * time.Hour, ListLife: 24 * time.Hour}
}

// Condition holds the simulated faults of the responder. The zero value is a responder without faults.
type Condition struct {
	// Down: the responder does not answer.
	Down bool
	// Delay is how long an answer takes, in simulated time.
	Delay time.Duration
	// Stale: answers and CRLs are old. Their nextUpdate has passed one validity period ago.
	Stale bool
	// Forged: answers are signed by a key that is neither the responder's nor an authority's.
	Forged bool
}

// Register is the data that the responder reads. Its owner stores them.
type Register interface {
	// Condition returns the responder's faults for this request.
	Condition(ctx context.Context) (Condition, error)
	// Record returns what is known of a serial number in upper-case hex. A serial number that was never issued is not an error:
	// its Record is the zero value.
	Record(ctx context.Context, serial string) (Record, error)
	// Revocations returns all revocations of user-authentication certificates, also of expired ones.
	Revocations(ctx context.Context) ([]Revocation, error)
}

// Responder gives revocation data to registered verifiers (CARD-432, SVC-311): by OCSP, as a CRL, or by the Go method Status. It
// answers for the TEST authority for user authentication only. It is safe for concurrent use.
type Responder struct {
	register Register
	rules    Rules
}

// NewResponder returns a responder that reads a register and follows rules.
func NewResponder(register Register, rules Rules) *Responder { return &Responder{register, rules} }

// Window is when an answer was made and how long it is valid. All times are in UTC and whole seconds.
type Window struct{ ProducedAt, ThisUpdate, NextUpdate time.Time }

// Answer is the responder's answer for one certificate.
type Answer struct {
	Status Status
	// Revocation is the zero value unless the certificate is revoked.
	Revocation Revocation
	Window     Window
	// Took is how long the answer took in simulated time; the responder has not slept.
	Took time.Duration
}

// Status returns the answer for a serial number in upper-case hex at the time asked. The error is ErrDown, or ErrForged, if there
// is no answer that can be relied on.
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

// condition reads the responder's condition. The error is ErrDown if the responder does not answer.
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

// window returns the validity of an answer that is sent Delay after asked; life is how long an answer is valid. A stale answer
// has a thisUpdate two lives ago, and does not include later revocations.
func (c Condition) window(asked time.Time, life time.Duration) Window {
	at := asked.Add(c.Delay).UTC().Truncate(time.Second)
	this := at
	if c.Stale {
		this = at.Add(-2 * life)
	}
	return Window{ProducedAt: at, ThisUpdate: this, NextUpdate: this.Add(life)}
}

// Package qualification answers one check: from a challenge, a certificate and a signature to the holder's qualification,
// in the eleven steps of eligibility reference §6.3.
//
// The steps, the calendar rules and the outcomes are values, so that one of them can be exchanged. It knows no HTTP, no
// APDU and no 12-digit number, and trusts only the authorities that it is handed.
package qualification

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"time"

	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// Rows is the part of the store that a check needs.
type Rows interface {
	store.Persons
	store.Certificates
	store.Challenges
	store.Audits
	store.Colocations
}

// Responder is the JPKI's: what it says of a serial number in upper-case hex, asked at a time, or jpki.ErrDown.
type Responder interface {
	Status(ctx context.Context, serial string, asked time.Time) (jpki.Answer, error)
}

// Checker is where checks are made. It is safe for concurrent use.
type Checker struct {
	rows      Rows
	responder Responder
	rules     Rules
	seen      certificateCache
}

// New is a checker over rows by rules, which asks a responder for revocations.
func New(rows Rows, responder Responder, rules Rules) *Checker {
	return &Checker{rows: rows, responder: responder, rules: rules}
}

// Inquiry is one check on its way through the steps: what came in, and what the steps before found out.
type Inquiry struct {
	Rows      Rows
	Responder Responder
	Rules     Rules
	Request   wire.CheckRequest
	Account   store.AccountKey // of the terminal that asks
	Now       time.Time        // later than the request came by what the steps before have waited for

	Challenge   store.Challenge   // from step 1
	For         string            // the terminal's own until step 2, then the code of the facility that the check is for
	Certificate *x509.Certificate // from step 3
	Issuer      *x509.Certificate // from step 3, one of Rules.Authorities
	Chained     bool              // from step 3: the issuer's key signed the certificate
	Note        *Note             // from step 4, nil where there is nothing to say
	Person      store.Person      // from step 7
	seen        *certificateCache // the checker's

	// Answer ends the check with an answer, Refusal with a problem; FailedStep is the number of the step that refused.
	Answer     *wire.CheckAnswer
	Refusal    *wire.Problem
	FailedStep int
}

// Step is one row of the table of eligibility reference §6.3.
type Step struct {
	N      int
	Name   string
	Source string
	// Always marks a step that is taken even after the check has ended.
	Always bool
	// Check answers a refusal as a wire.Problem; any other error is a failure of the service.
	Check func(ctx context.Context, c *Inquiry) error
}

// Challenge keeps a nonce for one check by an account's terminal: the first half of step 1. The nonce is 32 bytes of
// chance that the caller drew, as is the id.
func (k *Checker) Challenge(ctx context.Context, key store.AccountKey, id string, nonce []byte, now time.Time) (wire.ChallengeAnswer, error) {
	err := k.rows.PutChallenge(ctx, store.Challenge{ID: id, Nonce: nonce, Account: key, IssuedAt: now})
	if err != nil {
		return wire.ChallengeAnswer{}, fmt.Errorf("keeping a challenge: %w", err)
	}
	return wire.ChallengeAnswer{ChallengeID: id, Nonce: bytes.Clone(nonce), ExpiresAt: now.Add(k.rules.ChallengeLife)}, nil
}

// Check takes a request through the steps. Refusals are errors of type wire.Problem. took is the time of the world that
// the check has waited for others, refused or not; nothing has slept for it.
func (k *Checker) Check(ctx context.Context, key store.AccountKey, r wire.CheckRequest, now time.Time) (answer wire.CheckAnswer, took time.Duration, err error) {
	c := &Inquiry{Rows: k.rows, Responder: k.responder, Rules: k.rules, Request: r, Account: key,
		For: key.InstitutionCode, Now: now, seen: &k.seen}
	if err := c.runSteps(ctx); err != nil {
		return wire.CheckAnswer{}, 0, err
	}
	took = c.Now.Sub(now)
	switch {
	case c.Refusal != nil:
		return wire.CheckAnswer{}, took, *c.Refusal
	case c.Answer == nil:
		return wire.CheckAnswer{}, took, errors.New("no step of the table gave an answer")
	}
	return *c.Answer, took, nil
}

// runSteps takes the steps in order; once the check has ended only those that are always taken.
func (c *Inquiry) runSteps(ctx context.Context) error {
	for _, step := range c.Rules.Steps {
		if c.ended() && !step.Always {
			continue
		}
		if err := c.runStep(ctx, step); err != nil {
			return fmt.Errorf("taking step %d, %s: %w", step.N, step.Name, err)
		}
	}
	return nil
}

func (c *Inquiry) ended() bool { return c.Answer != nil || c.Refusal != nil }

// runStep takes one step and keeps its refusal.
func (c *Inquiry) runStep(ctx context.Context, step Step) error {
	err := step.Check(ctx, c)
	var problem wire.Problem
	if errors.As(err, &problem) {
		c.Refusal, c.FailedStep = &problem, step.N
		return nil
	}
	return err
}

// refuse is a refusal with no detail.
func refuse(code wire.Code) error { return wire.ProblemFor(code, "") }

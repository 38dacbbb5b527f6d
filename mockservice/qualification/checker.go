// Package qualification processes one qualification check: it takes a challenge, a certificate and a signature, and returns the
// qualification of the certificate's holder, in the eleven steps of eligibility reference §6.3.
//
// The steps, the calendar rules and the outcomes are tables of values, so that a test can replace one of them. The package has
// no HTTP and no APDUs, never sees the 12-digit individual number, and trusts only the authorities in its [Rules].
//
// Start with [Checker.Check]; [DefaultSteps] is the table of the steps, [DefaultOutcomes] the table of the answers, and
// [Inquiry] the state that the steps share.
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

// Rows is the part of the store that a Checker needs.
type Rows interface {
	store.Persons
	store.Certificates
	store.Challenges
	store.Audits
	store.Colocations
}

// Responder is the JPKI's service for revocation data.
type Responder interface {
	// Status returns the status of a serial number in upper-case hex at the time asked. The error is jpki.ErrDown if the
	// responder does not answer.
	Status(ctx context.Context, serial string, asked time.Time) (jpki.Answer, error)
}

// Checker processes qualification checks. It is safe for concurrent use.
type Checker struct {
	rows      Rows
	responder Responder
	rules     Rules
	seen      certificateCache
}

// New returns a checker that reads and writes rows, asks responder for revocations and follows rules.
func New(rows Rows, responder Responder, rules Rules) *Checker {
	return &Checker{rows: rows, responder: responder, rules: rules}
}

// Inquiry is the state of one check: its input, and the results that each step leaves for the steps after it.
type Inquiry struct {
	Rows      Rows
	Responder Responder
	Rules     Rules
	Request   wire.CheckRequest
	Account   store.AccountKey // the account of the terminal that sent the request
	Now       time.Time        // the time of the request, plus the simulated time that earlier steps have waited

	Challenge   store.Challenge   // set by step 1
	For         string            // code of the facility that the check is for; before step 2 that of the terminal's facility
	Certificate *x509.Certificate // set by step 3
	Issuer      *x509.Certificate // set by step 3, one of Rules.Authorities
	Chained     bool              // set by step 3: the issuer's key signed the certificate
	Note        *Note             // set by step 4, nil if there is no note
	Person      store.Person      // set by step 7
	seen        *certificateCache // the cache of the checker

	// Answer or Refusal is set when the check has ended; FailedStep is the number of the step that refused.
	Answer     *wire.CheckAnswer
	Refusal    *wire.Problem
	FailedStep int
}

// Step is one row of the table of eligibility reference §6.3.
type Step struct {
	N      int // the number of the step, from 1
	Name   string
	Source string
	// Always marks a step that runs even after the check has ended.
	Always bool
	// Check runs the step. It returns a refusal as a wire.Problem; any other error is a failure of the service.
	Check func(ctx context.Context, c *Inquiry) error
}

// Challenge stores a nonce for one check by an account's terminal: the first half of step 1. The caller draws id and nonce at
// random; the nonce has 32 bytes.
func (k *Checker) Challenge(ctx context.Context, key store.AccountKey, id string, nonce []byte, now time.Time) (wire.ChallengeAnswer, error) {
	err := k.rows.PutChallenge(ctx, store.Challenge{ID: id, Nonce: nonce, Account: key, IssuedAt: now})
	if err != nil {
		return wire.ChallengeAnswer{}, fmt.Errorf("storing a challenge: %w", err)
	}
	return wire.ChallengeAnswer{ChallengeID: id, Nonce: bytes.Clone(nonce), ExpiresAt: now.Add(k.rules.ChallengeLife)}, nil
}

// Check runs a request through the steps. A refusal is an error of type wire.Problem. took is the simulated time that the check
// waited for the JPKI's responder, whether or not it was refused; Check itself does not sleep.
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
		return wire.CheckAnswer{}, took, errors.New("checking a qualification: no step of the table gave an answer")
	}
	return *c.Answer, took, nil
}

// runSteps runs the steps in order. After the check has ended it runs only the steps marked Always.
func (c *Inquiry) runSteps(ctx context.Context) error {
	for _, step := range c.Rules.Steps {
		if c.ended() && !step.Always {
			continue
		}
		if err := c.runStep(ctx, step); err != nil {
			return fmt.Errorf("running step %d, %s: %w", step.N, step.Name, err)
		}
	}
	return nil
}

func (c *Inquiry) ended() bool { return c.Answer != nil || c.Refusal != nil }

// runStep runs one step. A refusal is stored in c, any other error is returned.
func (c *Inquiry) runStep(ctx context.Context, step Step) error {
	err := step.Check(ctx, c)
	var problem wire.Problem
	if errors.As(err, &problem) {
		c.Refusal, c.FailedStep = &problem, step.N
		return nil
	}
	return err
}

// refuse returns a refusal without detail.
func refuse(code wire.Code) error { return wire.ProblemFor(code, "") }

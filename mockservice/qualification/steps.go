package qualification

import (
	"context"
	"errors"

	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// DefaultSteps returns the table of eligibility reference §6.3 (SVC-289).
func DefaultSteps() []Step {
	return []Step{
		{N: 1, Name: "nonce", Source: "SVC-290", Check: checkNonce},
		{N: 2, Name: "receive", Source: "SVC-289, DUT-02, DUT-09", Check: checkRequest},
		{N: 3, Name: "parse and issuer", Source: "SVC-291, SVC-297, SVC-306", Check: checkIssuer},
		{N: 4, Name: "chain and validity", Source: "SVC-292, SVC-298, SVC-299", Check: checkValidity},
		{N: 5, Name: "signature", Source: "SVC-293, SVC-297, SVC-283", Check: checkSignature},
		{N: 6, Name: "revocation", Source: "SVC-300, SVC-301, SVC-151", Check: checkRevocation},
		{N: 7, Name: "serial to person", Source: "SVC-302, SVC-314, SVC-315, SVC-316", Check: checkPerson},
		{N: 8, Name: "registration", Source: "SVC-294, SVC-154", Check: checkRegistration},
		{N: 9, Name: "flags", Source: "SVC-303, eligibility reference §2.6", Check: checkFlags},
		{N: 10, Name: "qualification", Source: "SVC-295", Check: checkQualification},
		{N: 11, Name: "audit record", Source: "SVC-296", Always: true, Check: writeAudit},
	}
}

// checkNonce is the second half of step 1. It consumes the challenge, whatever the result of the check will be. The challenge
// must belong to this terminal, and must be neither used nor expired.
func checkNonce(ctx context.Context, c *Inquiry) error {
	challenge, err := c.Rows.UseChallenge(ctx, c.Request.ChallengeID, c.Now)
	switch {
	case errors.Is(err, store.ErrNotFound), errors.Is(err, store.ErrUsed):
		return refuse(wire.CodeChallenge)
	case err != nil:
		return err
	case challenge.Account != c.Account, !c.Now.Before(challenge.IssuedAt.Add(c.Rules.ChallengeLife)):
		return refuse(wire.CodeChallenge)
	}
	c.Challenge = challenge
	return nil
}

// checkRequest is step 2. It refuses a check before the start of the service, a request without the values that later steps
// need, and a facility that the terminal may not check for.
func checkRequest(ctx context.Context, c *Inquiry) error {
	switch {
	case c.Now.Before(c.Rules.Start):
		return refuse(wire.CodeUnavailable)
	case c.Request.Mode != wire.ModePIN && c.Request.Mode != wire.ModeVisual:
		return wire.ProblemFor(wire.CodeBadRequest, "mode: it must be pin or visual")
	case len(c.Request.Certificate) == 0:
		return wire.ProblemFor(wire.CodeBadRequest, "certificate: it is missing")
	case len(c.Request.Signature) == 0:
		return wire.ProblemFor(wire.CodeBadRequest, "signature: it is missing")
	}
	return checkFacility(ctx, c)
}

// AuditCheck is the kind of audit record that a check writes.
const AuditCheck = "check"

// writeAudit is step 11. It writes an audit record of the outcome, also of a refusal (SVC-296).
func writeAudit(ctx context.Context, c *Inquiry) error {
	record := store.Audit{At: c.Now, What: AuditCheck, Account: c.Account, FailedStep: c.FailedStep}
	switch {
	case c.Refusal != nil:
		record.Result = string(c.Refusal.Code)
	case c.Answer != nil:
		record.Result = "ok:" + c.Answer.XmlMsg.MessageBody.QualificationValidity
	}
	return c.Rows.AppendAudit(ctx, record)
}

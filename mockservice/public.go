package mockservice

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// The sizes of the random values that the service draws, in bytes. They are our choice: 32 bytes for secrets cannot be guessed,
// and the contract fixes the nonce at 32; 16 bytes are enough for ids that never collide.
const (
	tokenSize       = 32
	nonceSize       = 32
	challengeIDSize = 16
)

// publicAPI implements the operations of the public contract.
type publicAPI struct{ *Service }

var _ wire.StrictServerInterface = publicAPI{}

// GetHealth answers "ok" if the store answers, else it fails.
func (s publicAPI) GetHealth(ctx context.Context, _ wire.GetHealthRequestObject) (wire.GetHealthResponseObject, error) {
	if _, err := s.cfg.Store.Setup(ctx); err != nil {
		return nil, err
	}
	return wire.GetHealth200JSONResponse{Status: "ok"}, nil
}

// GetDocument returns the contract.
func (s publicAPI) GetDocument(context.Context, wire.GetDocumentRequestObject) (wire.GetDocumentResponseObject, error) {
	return wire.GetDocument200ApplicationYamlResponse{Body: strings.NewReader(document), ContentLength: int64(len(document))}, nil
}

// RegisterTerminal is initial registration (INI-02). It draws the token before it compares the entries, so that the duration of
// the answer does not reveal whether they match.
func (s publicAPI) RegisterTerminal(ctx context.Context, r wire.RegisterTerminalRequestObject) (wire.RegisterTerminalResponseObject, error) {
	now, err := s.now(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.limitRegistration(ctx, now); err != nil {
		return nil, err
	}
	drawn, err := s.draw(ctx, "device token", tokenSize)
	if err != nil {
		return nil, err
	}
	token := base64.RawURLEncoding.EncodeToString(drawn)
	facility, err := s.accounts.Register(ctx, *r.Body, token, now)
	if err != nil {
		return nil, err
	}
	return wire.RegisterTerminal201JSONResponse{DeviceToken: token, InstitutionCode: facility.Code,
		InstitutionName: facility.Name}, nil
}

// triesToRegister is the key under which the store counts attempts at initial registration.
const triesToRegister = "terminal-registration"

// limitRegistration refuses a client address that tries to register too often (account.Rules.Tries). There is no limit in a
// scenario, since all of its terminals have the same address.
func (s publicAPI) limitRegistration(ctx context.Context, now time.Time) error {
	row, err := s.setup(ctx)
	limit := s.cfg.Account.Tries
	if err != nil || row.Scenario != "" || limit.Most == 0 {
		return err
	}
	who, _ := ctx.Value(visitorKey{}).(visitor)
	n, err := s.cfg.Store.CountAttempt(ctx, triesToRegister, who.from, now, now.Add(-limit.Window))
	if err == nil && n > limit.Most {
		err = wire.ProblemFor(wire.CodeRateLimited, "")
	}
	return err
}

// DeregisterTerminal is デバイス登録解除 (DER-03).
func (s publicAPI) DeregisterTerminal(ctx context.Context, _ wire.DeregisterTerminalRequestObject) (wire.DeregisterTerminalResponseObject, error) {
	t := terminalOf(ctx)
	if err := s.accounts.Deregister(ctx, t.account.Key, t.now); err != nil {
		return nil, err
	}
	return wire.DeregisterTerminal204Response{}, nil
}

// IssueChallenge issues a nonce for one check (SVC-290).
func (s publicAPI) IssueChallenge(ctx context.Context, _ wire.IssueChallengeRequestObject) (wire.IssueChallengeResponseObject, error) {
	t := terminalOf(ctx)
	id, err := s.draw(ctx, "challenge id", challengeIDSize)
	if err != nil {
		return nil, err
	}
	nonce, err := s.draw(ctx, "nonce", nonceSize)
	if err != nil {
		return nil, err
	}
	answer, err := s.checks.Challenge(ctx, t.account.Key, hex.EncodeToString(id), nonce, t.now)
	return wire.IssueChallenge201JSONResponse(answer), err
}

// CheckQualification returns the qualification of a certificate's holder (eligibility reference §6.3).
func (s publicAPI) CheckQualification(ctx context.Context, r wire.CheckQualificationRequestObject) (wire.CheckQualificationResponseObject, error) {
	t := terminalOf(ctx)
	answer, took, err := s.checks.Check(ctx, t.account.Key, *r.Body, t.now)
	s.countCheck(answer, err)
	if err != nil {
		return nil, delayedRefusal{err, took}
	}
	return wire.CheckQualification200JSONResponse{Body: answer,
		Headers: wire.CheckQualification200ResponseHeaders{MynalabDelay: delay(took)}}, nil
}

// countCheck reports the result of a check to Config.Checked.
func (s publicAPI) countCheck(answer wire.CheckAnswer, err error) {
	if s.cfg.Checked == nil {
		return
	}
	var problem wire.Problem
	switch {
	case err == nil:
		s.cfg.Checked("ok:" + answer.XmlMsg.MessageBody.QualificationValidity)
	case errors.As(err, &problem):
		s.cfg.Checked(string(problem.Code))
	}
}

// terminal is the account whose device sent a request, with the time of the request.
type terminal struct {
	account store.Account
	now     time.Time
}

type terminalKey struct{}

// terminalOf returns the terminal that the contract handler has authenticated.
func terminalOf(ctx context.Context) terminal {
	t, _ := ctx.Value(terminalKey{}).(terminal)
	return t
}

// terminal is the authenticator of registered terminals. It finds the account by the digest of the bearer token.
func (s publicAPI) terminal(r *http.Request, _ bool) (context.Context, error) {
	now, err := s.now(r.Context())
	if err != nil {
		return nil, err
	}
	token := bearer(r)
	if token == "" {
		return nil, wire.ProblemFor(wire.CodeTerminalUnknown, "")
	}
	a, err := s.accounts.Authenticate(r.Context(), token, now)
	return context.WithValue(r.Context(), terminalKey{}, terminal{a, now}), err
}

// bearer returns the bearer token of a request, empty if there isn't one.
func bearer(r *http.Request) string {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return token
}

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

// Sizes of what the service draws, in bytes.
const (
	tokenSize       = 32
	nonceSize       = 32
	challengeIDSize = 16
)

// publicAPI answers the operations of the public contract.
type publicAPI struct{ *Service }

var _ wire.StrictServerInterface = publicAPI{}

// GetHealth answers as long as the store does.
func (s publicAPI) GetHealth(ctx context.Context, _ wire.GetHealthRequestObject) (wire.GetHealthResponseObject, error) {
	if _, err := s.cfg.Store.Setup(ctx); err != nil {
		return nil, err
	}
	return wire.GetHealth200JSONResponse{Status: "ok"}, nil
}

// GetDocument answers with the contract.
func (s publicAPI) GetDocument(context.Context, wire.GetDocumentRequestObject) (wire.GetDocumentResponseObject, error) {
	return wire.GetDocument200ApplicationYamlResponse{Body: strings.NewReader(document), ContentLength: int64(len(document))}, nil
}

// RegisterTerminal is initial registration (INI-02). The token is drawn before the entries are looked at, so that the time
// of the answer tells nothing.
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

// triesToRegister is what attempts at initial registration are counted as.
const triesToRegister = "terminal-registration"

// limitRegistration refuses an address that tries to register too often. A staged scenario may try as often as it likes: all of
// its terminals have one address.
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

// IssueChallenge gives a nonce for one check (SVC-290).
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

// CheckQualification asks for the qualification of a certificate's holder (eligibility reference §6.3).
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

// countCheck tells whoever counts checks how one ended.
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

// terminal is the account whose device sent a request, and the time of the request.
type terminal struct {
	account store.Account
	now     time.Time
}

type terminalKey struct{}

// terminalOf is the terminal that the contract handler let in.
func terminalOf(ctx context.Context) terminal {
	t, _ := ctx.Value(terminalKey{}).(terminal)
	return t
}

// terminal lets a registered terminal in. Its token is compared by its digest.
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

// bearer is the token that a request shows, empty where there is none.
func bearer(r *http.Request) string {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return token
}

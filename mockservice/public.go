package mockservice

import (
	"encoding/base64"
	"encoding/hex"
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

// health answers as long as the store does.
func (s *Service) health(r *http.Request) (int, any, error) {
	if _, err := s.cfg.Store.Stage(r.Context()); err != nil {
		return 0, nil, err
	}
	return http.StatusOK, map[string]string{"status": "ok"}, nil
}

// register is initial registration (INI-02). The token is drawn before the entries are looked at, so that the time of
// the answer tells nothing.
func (s *Service) register(r *http.Request) (int, any, error) {
	request, err := read[wire.RegistrationRequest](r)
	if err != nil {
		return 0, nil, err
	}
	now, err := s.now(r.Context())
	if err != nil {
		return 0, nil, err
	}
	drawn, err := s.draw(r.Context(), "device token", tokenSize)
	if err != nil {
		return 0, nil, err
	}
	token := base64.RawURLEncoding.EncodeToString(drawn)
	facility, err := s.accounts.Register(r.Context(), request, token, now)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusCreated, wire.RegistrationAnswer{DeviceToken: token, InstitutionCode: facility.Code,
		InstitutionName: facility.Name}, nil
}

// deregister is デバイス登録解除 (DER-03).
func (s *Service) deregister(r *http.Request) (int, any, error) {
	terminal, now, err := s.terminal(r)
	if err != nil {
		return 0, nil, err
	}
	if err := s.accounts.Deregister(r.Context(), terminal.Key, now); err != nil {
		return 0, nil, err
	}
	return http.StatusNoContent, nil, nil
}

// challenge gives a nonce for one check (SVC-290).
func (s *Service) challenge(r *http.Request) (int, any, error) {
	terminal, now, err := s.terminal(r)
	if err != nil {
		return 0, nil, err
	}
	id, err := s.draw(r.Context(), "challenge id", challengeIDSize)
	if err != nil {
		return 0, nil, err
	}
	nonce, err := s.draw(r.Context(), "nonce", nonceSize)
	if err != nil {
		return 0, nil, err
	}
	answer, err := s.checks.Challenge(r.Context(), terminal.Key, hex.EncodeToString(id), nonce, now)
	return http.StatusCreated, answer, err
}

// check asks for the qualification of a certificate's holder (eligibility reference §6.3).
func (s *Service) check(r *http.Request) (int, any, error) {
	terminal, now, err := s.terminal(r)
	if err != nil {
		return 0, nil, err
	}
	request, err := read[wire.CheckRequest](r)
	if err != nil {
		return 0, nil, err
	}
	answer, took, err := s.checks.Check(r.Context(), terminal.Key, request, now)
	return http.StatusOK, late{took, answer}, err
}

// terminal is the account whose device sent the request, and the time of the request. The token is compared by its
// digest.
func (s *Service) terminal(r *http.Request) (store.Account, time.Time, error) {
	now, err := s.now(r.Context())
	if err != nil {
		return store.Account{}, now, err
	}
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") || token == "" {
		return store.Account{}, now, wire.ProblemFor(wire.CodeTerminalUnknown, "")
	}
	a, err := s.accounts.Authenticate(r.Context(), token, now)
	return a, now, err
}

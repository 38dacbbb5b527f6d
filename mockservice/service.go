// Package mockservice is the mock qualification service: a public handler for terminals and a control handler for whoever
// stages the world around it.
//
// The JPKI's responder for revocations shares the public port. The package wires the rooms below it and speaks HTTP; rules
// live in account, qualification and jpki, rows in store. It reads no clock of its own, opens no socket and writes no
// log. It is for tests only: it protects nothing and trusts only published keys.
package mockservice

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/mynalab/mynalab/mockservice/account"
	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/mockservice/oqs"
	"github.com/mynalab/mynalab/mockservice/portal"
	"github.com/mynalab/mynalab/mockservice/qualification"
	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// Config is what a service is made of. Default fills all of it.
type Config struct {
	Store         store.Store
	Account       account.Rules
	Qualification qualification.Rules
	JPKI          jpki.Rules
	Portal        portal.Rules
	// Existing are the switches of the existing type's interface.
	Existing oqs.Rules
	// Files is where the bytes of attachments lie.
	Files portal.Files
	// Now is the time as long as the control handler sets none.
	Now func() time.Time
	// Random is the chance as long as the control handler stages no scenario.
	Random io.Reader
	// Report hears of failures of the service itself, which a caller only sees as MOCK-E005. It may be nil.
	Report func(error)
	// Checked hears of each check how it ended, as its audit record says it: ok:1, or the code of a problem. It may be nil.
	Checked func(result string)
	// Pause lets a delay of the fault table pass while the clock is that of Now; nil: nobody waits.
	Pause Wait
	// Mode is how the service takes its contract as long as the control handler says nothing else; empty: normal.
	Mode control.ModeName
	// ControlToken is what the control handler wants to see; empty: nothing.
	ControlToken string
	// StrictNumbers holds the people that are put to what test data break on purpose: check digits, 記号 of one width, and
	// the codes of clinics (SVC-258, SVC-261 to SVC-263).
	StrictNumbers bool
}

// Default is a service by the reference's rules that keeps its rows in memory and takes its chance from the operating
// system.
func Default(now func() time.Time) Config {
	return Config{Store: store.NewMemory(), Account: account.DefaultRules(), Qualification: qualification.DefaultRules(),
		JPKI: jpki.DefaultRules(), Portal: portal.DefaultRules(), Existing: oqs.DefaultRules(), Files: portal.DiscardFiles{}, Now: now, Random: rand.Reader}
}

// Service is a mock qualification service. It is safe for concurrent use.
type Service struct {
	cfg       Config
	accounts  *account.Registry
	checks    *qualification.Checker
	responder *jpki.Responder
	portals   *portal.Backend
	// publicHandler and control are the two handlers.
	publicHandler, controlHandler http.Handler
}

// New makes a service; start from Default, since most members of cfg are needed.
func New(cfg Config) *Service {
	s := &Service{cfg: cfg, accounts: account.New(cfg.Store, cfg.Account)}
	s.responder = jpki.NewResponder(jpkiRegister{cfg.Store, s.setup}, cfg.JPKI)
	s.checks = qualification.New(cfg.Store, s.responder, cfg.Qualification)
	s.portals = portal.New(cfg.Store, s.accounts, cfg.Files, s.draw, cfg.Portal)
	go func() { // beside whatever else there is to do before the first request
		publicContract()
		controlContract()
	}()
	s.publicHandler, s.controlHandler = s.withFaults(s.withPages(inOnePiece(s.newPublic()))), s.newControl()
	return s
}

// Public is the handler for terminals and portal users, and that of the JPKI for whoever verifies: the operations of
// Document.
func (s *Service) Public() http.Handler { return s.publicHandler }

func (s *Service) newPublic() *contractHandler {
	p := publicAPI{s}
	g := newContractHandler(publicContract, map[string]authenticator{"terminal": p.terminal, "session": p.session}, s.cfg.Report)
	handler := wire.NewStrictHandlerWithOptions(p, []wire.StrictMiddlewareFunc{visiting}, wire.StrictHTTPServerOptions{
		RequestErrorHandlerFunc: g.refuseUnreadable, ResponseErrorHandlerFunc: g.refuse})
	wire.HandlerWithOptions(handler, wire.StdHTTPServerOptions{BaseRouter: g, ErrorHandlerFunc: g.refuseUnreadable})
	return g
}

// Control is the handler for whoever stages the world: the operations of control.Document. Without a ControlToken it asks
// nobody who they are, so then it belongs on a loopback port.
func (s *Service) Control() http.Handler { return s.controlHandler }

func (s *Service) newControl() *contractHandler {
	d := controlAPI{s}
	g := newContractHandler(controlContract, map[string]authenticator{"control": d.authorise}, s.cfg.Report)
	handler := control.NewStrictHandlerWithOptions(d, nil, control.StrictHTTPServerOptions{
		RequestErrorHandlerFunc: g.refuseUnreadable, ResponseErrorHandlerFunc: g.refuse})
	control.HandlerWithOptions(handler, control.StdHTTPServerOptions{BaseRouter: g, ErrorHandlerFunc: g.refuseUnreadable})
	return g
}

// now is the service's time: what the control handler set, else what Config.Now says.
func (s *Service) now(ctx context.Context) (time.Time, error) {
	setup, err := s.setup(ctx)
	if err != nil {
		return time.Time{}, fmt.Errorf("reading the clock: %w", err)
	}
	var skew time.Duration
	if o, ok := requestStateOf(ctx); ok {
		skew = o.skew
	}
	if !setup.Now.IsZero() {
		return setup.Now.Add(skew), nil
	}
	if s.cfg.Now == nil {
		return time.Time{}, errors.New("reading the clock: none is set; set it through the control handler")
	}
	return s.cfg.Now().Add(skew), nil
}

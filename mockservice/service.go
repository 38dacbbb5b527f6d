// Package mockservice is the mock qualification service: a public HTTP handler for terminals and portal users, and a control
// handler for the test that sets up the service.
//
// The package connects the packages below it and implements HTTP. The rules are in packages account, qualification, jpki and
// portal, the rows in store. In reality the JPKI, which answers for revocations, is another party; here it shares the public
// port. The package reads no clock of its own, opens no socket and writes no log. It is for tests only: it protects nothing
// and trusts only published keys.
//
// Start with [New], which makes a [Service] from a [Config]. [Service.Public] and [Service.Control] are the two handlers;
// openapi.yaml (see [Document]) and control/openapi.yaml are their contracts.
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

// Config is the configuration of a Service. Default fills all of it except the optional members.
type Config struct {
	Store         store.Store
	Account       account.Rules
	Qualification qualification.Rules
	JPKI          jpki.Rules
	Portal        portal.Rules
	// Existing are the switches of the existing type's interface.
	Existing oqs.Rules
	// Files stores the bytes of attachments.
	Files portal.Files
	// Now returns the time. It is used unless the control handler has set a time.
	Now func() time.Time
	// Random is the source of random bytes. It is used unless the control handler has started a scenario.
	Random io.Reader
	// Report is called with failures of the service itself, which a client sees only as MOCK-E005. It may be nil.
	Report func(error)
	// Checked is called after each check with the result in its audit record: ok:1, or a problem code. It may be nil.
	Checked func(result string)
	// Pause waits for the duration of a delay fault when the service's time is that of Now. If it is nil, the answer is sent
	// without a wait.
	Pause Wait
	// Mode is the mode of the public handler unless the control handler has set one; empty means normal.
	Mode control.ModeName
	// ControlToken is the bearer token that the control handler requires; empty means that it requires none.
	ControlToken string
	// StrictNumbers also applies those rules to numbers of people that test data break on purpose: check digits, 記号 of one
	// width, and the codes of clinics (SVC-258, SVC-261 to SVC-263).
	StrictNumbers bool
}

// Default returns a configuration with the rules of the reference. The service stores its rows in memory, discards the bytes of
// attachments and takes random bytes from the operating system.
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

	publicHandler, controlHandler http.Handler
}

// New makes a service. Start from Default, since most members of cfg are required.
func New(cfg Config) *Service {
	s := &Service{cfg: cfg, accounts: account.New(cfg.Store, cfg.Account)}
	s.responder = jpki.NewResponder(jpkiRegister{cfg.Store, s.setup}, cfg.JPKI)
	s.checks = qualification.New(cfg.Store, s.responder, cfg.Qualification)
	s.portals = portal.New(cfg.Store, s.accounts, cfg.Files, s.draw, cfg.Portal)
	go func() { // parse the contracts in the background, so that the first request does not have to wait for it
		publicContract()
		controlContract()
	}()
	s.publicHandler, s.controlHandler = s.withFaults(s.withPages(inOnePiece(s.newPublic()))), s.newControl()
	return s
}

// Public returns the handler for terminals, portal users and, for the JPKI, verifiers: the operations of Document, and the pages
// of the portals.
func (s *Service) Public() http.Handler { return s.publicHandler }

func (s *Service) newPublic() *contractHandler {
	p := publicAPI{s}
	g := newContractHandler(publicContract, map[string]authenticator{"terminal": p.terminal, "session": p.session}, s.cfg.Report)
	handler := wire.NewStrictHandlerWithOptions(p, []wire.StrictMiddlewareFunc{visiting}, wire.StrictHTTPServerOptions{
		RequestErrorHandlerFunc: g.refuseUnreadable, ResponseErrorHandlerFunc: g.refuse})
	wire.HandlerWithOptions(handler, wire.StdHTTPServerOptions{BaseRouter: g, ErrorHandlerFunc: g.refuseUnreadable})
	return g
}

// Control returns the handler for the test that sets up the service: the operations of control.Document. Without a ControlToken
// it does not authenticate clients, so it must then be served on loopback only.
func (s *Service) Control() http.Handler { return s.controlHandler }

func (s *Service) newControl() *contractHandler {
	d := controlAPI{s}
	g := newContractHandler(controlContract, map[string]authenticator{"control": d.authorise}, s.cfg.Report)
	handler := control.NewStrictHandlerWithOptions(d, nil, control.StrictHTTPServerOptions{
		RequestErrorHandlerFunc: g.refuseUnreadable, ResponseErrorHandlerFunc: g.refuse})
	control.HandlerWithOptions(handler, control.StdHTTPServerOptions{BaseRouter: g, ErrorHandlerFunc: g.refuseUnreadable})
	return g
}

// now returns the service's time: the one that the control handler set, else that of Config.Now. A fault of kind skewed is
// added to it.
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
		return time.Time{}, errors.New("reading the clock: no time is set; set one through the control handler")
	}
	return s.cfg.Now().Add(skew), nil
}

package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/mynalab/mynalab/mockservice"
	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/mockservice/portal"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/runner"
	"github.com/mynalab/mynalab/sim/driver"
	"github.com/mynalab/mynalab/sim/eligibility"
	"github.com/mynalab/mynalab/sim/municipality"
	"github.com/mynalab/mynalab/sim/people"
	"github.com/mynalab/mynalab/sim/slot"
	"github.com/mynalab/mynalab/sim/world"
	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// This file turns flags into the planes of sim/slot: --card, --service and what goes with it, --settle.

// embeddedService is the value of --service for the service in this process.
const embeddedService = "embedded"

// closingSettles is how many settles the seams must stay still before a slot closes. It is more than within a run, because no
// later event can reveal what came too late; the wait comes once per slot. The number is our choice (design §1).
const closingSettles = 120

// slotsPerInProcessJob gives a product in this process some tens of milliseconds of rest before it is configured again. Four
// is our choice: more slots give more rest and cost more memory.
const slotsPerInProcessJob = 4

// linkFlags are the flags that say where the service is.
type linkFlags struct{ service, control, ca, token string }

// add defines the flags on a command.
func (f *linkFlags) add(c *cobra.Command) {
	c.Flags().StringVar(&f.service, "service", embeddedService, "embedded, or the https URL of a service in another process")
	c.Flags().StringVar(&f.control, "control", "", "URL of that service's control handler; without it only the exchange is judged")
	c.Flags().StringVar(&f.ca, "ca", "", "PEM file of the CA that signed the service's certificate")
	c.Flags().StringVar(&f.token, "control-token", "", "file with the control handler's token, if it needs one")
}

// remote reports whether the service is in another process.
func (f linkFlags) remote() bool { return f.service != "" && f.service != embeddedService }

// slotPlan is the configuration of a run's slots.
type slotPlan struct {
	config slot.Config
	// one: there can be only one slot, since it holds a real reader or a service in another process.
	one  bool
	link linkFlags
}

// planSlots turns flags into the configuration of slots: the requested card and service, and the reference app. It opens
// nothing.
func planSlots(card string, link linkFlags, s surroundings) (*slotPlan, error) {
	cast, err := people.Load()
	if err != nil {
		return nil, broken(err)
	}
	service, err := link.plane()
	if err != nil {
		return nil, err
	}
	files, err := mockservice.FreshTLS(s.now())
	if err != nil {
		return nil, broken(err)
	}
	port := slot.LinkConfig{CA: files.CA}
	if port.TLS, err = files.Config(); err != nil {
		return nil, broken(err)
	}
	if port.FaultCertificates, err = files.FaultCertificates(); err != nil {
		return nil, broken(err)
	}
	b := &slotPlan{link: link, config: slot.Config{Cast: cast, Start: world.DefaultStart(), Cards: slot.VirtualCards,
		Service: slot.Embedded(ownService), Product: slot.InProcess("reference", referenceApp(eligibility.DefaultTables())), Link: port,
		CardTables: virtualcard.DefaultTables(), Random: s.random, Stopwatch: s.now}}
	b.setSettle(slot.DefaultSettle)
	if service != nil {
		b.config.Service, b.one = service, true
	}
	return b, b.useCard(card, s)
}

// useCard sets the requested card. World time is the real time if a plane can't follow another clock.
func (b *slotPlan) useCard(card string, s surroundings) error {
	name, real := readerName(card)
	switch {
	case real:
		b.config.Cards, b.one = slot.PresentCard(b.config.Cast, slot.ReaderNamed(name)), true
	case card != "virtual":
		return usage(errorOf(msgBadCard, card))
	}
	if real || !b.config.Service().Controlled() {
		b.config.Start = s.now()
	}
	return nil
}

// setSettle sets how long the seams must stay still before they count as quiet.
func (b *slotPlan) setSettle(d time.Duration) {
	b.config.Settle, b.config.Farewell = d, closingSettles*d
}

// readerName returns the NAME of pcsc:NAME.
func readerName(card string) (name string, ok bool) { return strings.CutPrefix(card, "pcsc:") }

// ownService configures a service for one run in this process. It protects nobody's data, so its password hashes are cheap.
func ownService() mockservice.Config {
	c := mockservice.Default(world.DefaultStart)
	c.Portal.Password = portal.CheapArgon()
	return c
}

// referenceApp returns a maker of the reference app with these tables.
func referenceApp(tables eligibility.Tables) slot.MakeProduct {
	return func(b slot.ProductEnv) (driver.Product, error) {
		return eligibility.New(eligibility.Config{Reader: b.Reader, Vault: b.Cast, Tables: tables,
			InstitutionKey: municipality.InstitutionKey()}), nil
	}
}

// header returns the record's header for a run.
func (b *slotPlan) header(seed uint64, version string) trace.Header {
	h := b.config.Header()
	h.Seed, h.Version = seed, version
	return h
}

// slot opens one slot.
func (b *slotPlan) slot(ctx context.Context, _ int) (runner.Slot, error) {
	s, err := slot.Open(ctx, b.config)
	if err != nil {
		return nil, b.openError(err)
	}
	return runner.InWorld(s, func(ctx context.Context, scene world.Scene) (*world.World, error) { return world.Enter(ctx, s, scene) }), nil
}

// slotsAfter returns a function that opens the slots; slot 0 is the one that is already open.
func (b *slotPlan) slotsAfter(first runner.Slot) func(context.Context, int) (runner.Slot, error) {
	return func(ctx context.Context, i int) (runner.Slot, error) {
		if i == 0 {
			return first, nil
		}
		return b.slot(ctx, i)
	}
}

// jobs returns the number of jobs that are possible: 1 if there can be only one slot.
func (b *slotPlan) jobs(asked int, s surroundings) int {
	if b.one && asked > 1 {
		if b.link.remote() {
			fmt.Fprintln(s.stderr, "mynalab:", sentenceText(msgOneSlot, s.lang, asked))
		}
		return 1
	}
	return asked
}

// slotsPerJob returns how many slots each job takes turns with. A slot in this process costs very little. While the next
// scenarios run in the other slots, its product has time to show whether it still does something.
func (b *slotPlan) slotsPerJob() int {
	if b.one {
		return 1
	}
	return slotsPerInProcessJob
}

// openError turns the error of a plane that did not open into one that says whose fault it is and what to do.
func (b *slotPlan) openError(err error) error {
	var reached *slot.Unreached
	switch {
	case errors.As(err, &reached):
		return b.link.reachError(reached)
	case errors.Is(err, slot.ErrNoPCSC):
		return broken(errorOf(msgNoPCSC, err)) // the machine's fault, as doctor says; only a wrong reader name is a usage error
	case errors.Is(err, slot.ErrNoReader):
		return usage(errorOf(msgNoReader, err))
	case errors.Is(err, slot.ErrCard) && errors.Is(err, reader.ErrNoCard):
		return usage(errorOf(msgNoCard, err))
	case errors.Is(err, slot.ErrCard):
		return usage(errorOf(msgForeignCard, err))
	default:
		return broken(err)
	}
}

// reachError distinguishes a refused token, a certificate that can't be verified with --ca, and a host that does not answer.
func (f linkFlags) reachError(reached *slot.Unreached) error {
	host, err := f.service, reached.Err
	if reached.Control {
		host = f.control
	}
	var untrusted *tls.CertificateVerificationError
	switch asked := (*url.Error)(nil); {
	case errors.Is(err, errToken):
		return usage(errorOf(msgNoToken, host))
	case errors.As(err, &untrusted):
		return usage(errorOf(msgUntrusted, host, untrusted.Err))
	case errors.As(err, &asked):
		err = asked.Err // without method and URL, since the sentence names the URL itself
	}
	return broken(errorOf(msgUnreached, host, err))
}

// reach opens the service in another process and closes it again, to check that it answers.
func (f linkFlags) reach(ctx context.Context) error {
	plane, err := f.plane()
	if err != nil || plane == nil {
		return err
	}
	service := plane()
	if err := service.Open(ctx); err != nil {
		return (&slotPlan{link: f}).openError(err)
	}
	return service.Close(ctx)
}

// plane returns a maker of the requested service's plane; nil for the embedded one. It opens no connection.
func (f linkFlags) plane() (func() slot.Service, error) {
	if !f.remote() {
		if f.control+f.ca+f.token != "" {
			return nil, usage(errorOf(msgNoService))
		}
		return nil, nil
	}
	base, err := serviceURL(f.service)
	if err != nil {
		return nil, usage(errorOf(msgBadService, f.service, err))
	}
	roots, err := f.roots()
	if err != nil {
		return nil, err
	}
	controlClient, err := f.controlClient(roots)
	if err != nil {
		return nil, err
	}
	return slot.Remote(slot.RemoteConfig{URL: base, CA: roots, Control: controlClient}), nil
}

// serviceURL parses the URL of a service and refuses one that may contain a secret.
func serviceURL(text string) (*url.URL, error) {
	base, err := url.Parse(text)
	switch {
	case err != nil:
		return nil, errors.New("not a URL")
	case base.Scheme != "https" || base.Hostname() == "":
		return nil, errors.New("it must begin with https://HOST")
	case base.User != nil || base.RawQuery != "" || base.Fragment != "":
		return nil, errors.New("it may have only host, port and path")
	}
	return base, nil
}

// roots returns the CAs in the file of --ca. No other CA is trusted, not even the machine's own.
func (f linkFlags) roots() (*x509.CertPool, error) {
	if f.ca == "" {
		return nil, usage(errorOf(msgNoCA))
	}
	text, err := os.ReadFile(f.ca)
	if err != nil {
		return nil, usage(errorOf(msgBadCA, err))
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(text) {
		return nil, usage(errorOf(msgBadCA, errors.New(f.ca+" contains no PEM certificate")))
	}
	return roots, nil
}

// controlClient returns the client of the control handler, nil if --control is not given. It follows no redirects and uses no
// proxy.
func (f linkFlags) controlClient(roots *x509.CertPool) (*control.Client, error) {
	if f.control == "" {
		if f.token != "" {
			return nil, usage(errorOf(msgNoControl))
		}
		return nil, nil
	}
	base, err := controlURL(f.control)
	if err != nil {
		return nil, usage(errorOf(msgBadControl, f.control, err))
	}
	token, err := f.bearer()
	if err != nil {
		return nil, err
	}
	if token == "" && !loopback(base.Hostname()) {
		return nil, usage(errorOf(msgNoToken, f.control))
	}
	client := &http.Client{Transport: tokenCheck{slot.RemoteTransport(roots)}, CheckRedirect: noRedirect}
	return control.Dial(base.String(), client, token), nil
}

// controlURL parses a URL to which nobody else can listen: https, or http on this machine.
func controlURL(text string) (*url.URL, error) {
	base, err := url.Parse(text)
	if err == nil && base.Scheme == "http" && loopback(base.Hostname()) {
		local := *base
		local.Scheme = "https"
		_, err = serviceURL(local.String())
		return base, err
	}
	if err == nil && base.Scheme == "http" {
		return nil, errors.New("http is allowed on loopback only")
	}
	return serviceURL(text)
}

// loopback reports whether a host is this machine, without a name lookup.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// bearer returns the token in the file of --control-token; empty if the flag is not given.
func (f linkFlags) bearer() (string, error) {
	if f.token == "" {
		return "", nil
	}
	text, err := os.ReadFile(f.token)
	if err != nil {
		return "", usage(errorOf(msgBadToken, err))
	}
	token := strings.TrimSpace(string(text))
	if token == "" || strings.ContainsAny(token, " \r\n\t") {
		return "", usage(errorOf(msgBadToken, errors.New(f.token+" must contain exactly one word")))
	}
	return token, nil
}

// errToken is the error of a token that the control handler refused.
var errToken = errors.New("the control handler refused the token")

// tokenCheck turns a refused token (status 401) into errToken, so that it differs from a control handler that does not
// answer.
type tokenCheck struct{ next http.RoundTripper }

// RoundTrip returns errToken for a response with status 401.
func (b tokenCheck) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := b.next.RoundTrip(r)
	if err == nil && answer.StatusCode == http.StatusUnauthorized {
		answer.Body.Close()
		return nil, errToken
	}
	return answer, err
}

// noRedirect makes an http.Client follow no redirect.
func noRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

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

// embeddedService is the --service that is in this process.
const embeddedService = "embedded"

// closingSettles is how many settles the seams stay still before a slot closes: nothing comes after that which could tell what is
// late, and it is waited for once in a run.
const closingSettles = 120

// restingTurns lets a product in this process rest for some tens of milliseconds before it is configured anew.
const restingTurns = 4

// linkFlags say where the service is.
type linkFlags struct{ service, control, ca, token string }

// add puts them on a command.
func (f *linkFlags) add(c *cobra.Command) {
	c.Flags().StringVar(&f.service, "service", embeddedService, "embedded, or the https URL of a service in another process")
	c.Flags().StringVar(&f.control, "control", "", "URL of that service's control handler; without it only the exchange is judged")
	c.Flags().StringVar(&f.ca, "ca", "", "file (PEM) with the CA that has signed the service's certificate")
	c.Flags().StringVar(&f.token, "control-token", "", "file with the control handler's token, where it asks for one")
}

// remote tells whether the service is in another process.
func (f linkFlags) remote() bool { return f.service != "" && f.service != embeddedService }

// slotPlan is what the slots of a run are made of.
type slotPlan struct {
	config slot.Config
	// one: there can be one slot only, since a real reader or a service in another process is in it.
	one  bool
	link linkFlags
}

// planSlots turns flags into planes: the card and the service that were asked for, and the reference app. It opens none.
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

// useCard is the card that was asked for. World time is the real one where a plane follows no other.
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

// setSettle sets how long the seams stay still before they count as quiet.
func (b *slotPlan) setSettle(d time.Duration) {
	b.config.Settle, b.config.Farewell = d, closingSettles*d
}

// readerName is NAME of pcsc:NAME.
func readerName(card string) (name string, ok bool) { return strings.CutPrefix(card, "pcsc:") }

// ownService is a service for one run in this process. It protects nobody, so passwords cost it little.
func ownService() mockservice.Config {
	c := mockservice.Default(world.DefaultStart)
	c.Portal.Password = portal.CheapArgon()
	return c
}

// referenceApp makes the reference app with these tables.
func referenceApp(tables eligibility.Tables) slot.MakeProduct {
	return func(b slot.ProductEnv) (driver.Product, error) {
		return eligibility.New(eligibility.Config{Reader: b.Reader, Vault: b.Cast, Tables: tables,
			InstitutionKey: municipality.InstitutionKey()}), nil
	}
}

// header is the record's header of a run.
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

// slotsAfter opens slots behind a first one that is open already.
func (b *slotPlan) slotsAfter(first runner.Slot) func(context.Context, int) (runner.Slot, error) {
	return func(ctx context.Context, i int) (runner.Slot, error) {
		if i == 0 {
			return first, nil
		}
		return b.slot(ctx, i)
	}
}

// jobs is the number of slots that there can be.
func (b *slotPlan) jobs(asked int, s surroundings) int {
	if b.one && asked > 1 {
		if b.link.remote() {
			fmt.Fprintln(s.stderr, "mynalab:", sentenceText(msgOneSlot, s.lang, asked))
		}
		return 1
	}
	return asked
}

// slotsPerJob is how many slots each job takes turns with. A slot in this process costs next to nothing, and while the next
// scenarios are played elsewhere its product has time to show whether it still does something.
func (b *slotPlan) slotsPerJob() int {
	if b.one {
		return 1
	}
	return restingTurns
}

// openError says whose fault it is that a plane can't be had, and what to do.
func (b *slotPlan) openError(err error) error {
	var reached *slot.Unreached
	switch {
	case errors.As(err, &reached):
		return b.link.reachError(reached)
	case errors.Is(err, slot.ErrNoPCSC):
		return broken(errorOf(msgNoPCSC, err)) // the machine's, as doctor says; only a name is what somebody typed
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

// reachError tells a refused token and a certificate that --ca does not vouch for from a host that does not answer.
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
		err = asked.Err // without method and URL, which the sentence names itself
	}
	return broken(errorOf(msgUnreached, host, err))
}

// reach opens the service in another process and closes it again.
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

// plane is the service as it was named; nil for the embedded one. It asks nobody yet.
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

// serviceURL is a URL that names a host and nothing secret.
func serviceURL(text string) (*url.URL, error) {
	base, err := url.Parse(text)
	switch {
	case err != nil:
		return nil, errors.New("it is no URL")
	case base.Scheme != "https" || base.Hostname() == "":
		return nil, errors.New("it does not begin with https://HOST")
	case base.User != nil || base.RawQuery != "" || base.Fragment != "":
		return nil, errors.New("it holds more than host, port and path")
	}
	return base, nil
}

// roots are the CAs in the file that was named. No other one is trusted, least of all the machine's own.
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
		return nil, usage(errorOf(msgBadCA, errors.New(f.ca+" holds no certificate in PEM")))
	}
	return roots, nil
}

// controlClient is the client of the control handler, nil where none was named. It follows no redirect and knows no proxy.
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

// controlURL is a URL whose way nobody else can listen on: https, or http on this machine.
func controlURL(text string) (*url.URL, error) {
	base, err := url.Parse(text)
	if err == nil && base.Scheme == "http" && loopback(base.Hostname()) {
		local := *base
		local.Scheme = "https"
		_, err = serviceURL(local.String())
		return base, err
	}
	if err == nil && base.Scheme == "http" {
		return nil, errors.New("it is http and not on loopback")
	}
	return serviceURL(text)
}

// loopback tells whether a host is this machine, without asking anybody.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// bearer is the token in the file that was named; empty where none was.
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
		return "", usage(errorOf(msgBadToken, errors.New(f.token+" does not hold one word")))
	}
	return token, nil
}

// errToken is a control handler's answer to somebody whom it does not know.
var errToken = errors.New("the control handler wants another token")

// tokenCheck tells a refused token from a control handler that is not there.
type tokenCheck struct{ next http.RoundTripper }

func (b tokenCheck) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := b.next.RoundTrip(r)
	if err == nil && answer.StatusCode == http.StatusUnauthorized {
		answer.Body.Close()
		return nil, errToken
	}
	return answer, err
}

// noRedirect follows no redirect.
func noRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

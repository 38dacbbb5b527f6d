package world

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"time"

	"github.com/mynalab/mynalab/mockservice"
	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/reports/capture"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/driver"
	"github.com/mynalab/mynalab/sim/municipality"
	"github.com/mynalab/mynalab/sim/people"
	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// Bench is what a product in the same process is made with.
type Bench struct {
	Reader reader.Reader
	// Cast reveals secrets.
	Cast people.Cast
}

// SlotConfig is what a slot consists of.
type SlotConfig struct {
	Cast people.Cast
	// Start is the world time at which each scenario begins.
	Start time.Time
	// Product makes the product under test.
	Product func(Bench) (driver.Product, error)
	// ProductName names it in the record's header.
	ProductName string
	// Service configures the embedded mock, anew for each slot. Remote is the service instead, where it is in another
	// process.
	Service func() mockservice.Config
	Remote  *Remote
	// TLS and ServiceCA are the certificate of the port at which the terminal reaches either, Spoilt those that the port shows
	// where the service suffers in its handshake.
	TLS       *tls.Config
	Spoilt    mockservice.Spoilt
	ServiceCA []byte
	// CardTables are those by which cards made to order work.
	CardTables virtualcard.Tables
	// Lying is a real reader with a card in it, and what enrolling told of that card; nil where cards are made to order.
	Lying    reader.Reader
	Enrolled Enrolled
	// Unplugged planes are not recorded; it serves to prove that no claim passes without its plane.
	Unplugged map[trace.Plane]bool
	// Random is true chance, for the tokens that stand for a stranger's data.
	Random io.Reader
}

// Slot is what stays put for a run and serves one scenario at a time.
type Slot struct {
	config  SlotConfig
	cards   cardSource
	reader  *relayReader
	service *front
	product driver.Product
	tokens  *capture.Tokens
	secrets *capture.Secrets
}

// OpenSlot opens reader, service and product.
func OpenSlot(config SlotConfig) (*Slot, error) {
	s := &Slot{config: config, cards: config.cards(), secrets: capture.NewSecrets(config.Cast.Secrets()...)}
	if config.strangers() {
		tokens, err := capture.NewTokens(config.Random)
		if err != nil {
			return nil, fmt.Errorf("opening a slot: %w", err)
		}
		s.tokens = tokens
	}
	s.reader = &relayReader{name: s.cards.reader().Name()}
	behind, err := config.source()
	if err != nil {
		return nil, err
	}
	s.service, err = openFront(behind, config.TLS, config.Spoilt, config.ServiceCA)
	if err != nil {
		return nil, err
	}
	s.product, err = config.Product(Bench{Reader: s.reader, Cast: config.Cast})
	if err != nil {
		return nil, fmt.Errorf("opening the product %s: %w", config.ProductName, err)
	}
	return s, nil
}

// Header is the record's header as far as a slot knows it: start and adapters.
func (c SlotConfig) Header() trace.Header {
	return trace.Header{Schema: trace.Schema, Start: c.Start, Adapters: map[trace.Plane]string{
		trace.Card: c.cards().adapter(), trace.Service: c.serviceAdapter(), trace.Control: c.ProductName}}
}

// strangers tells whether people may come up who are not of the cast: those of a card or of a service that are not ours.
func (c SlotConfig) strangers() bool {
	return c.Lying != nil && !c.Enrolled.Ours || !c.controlled()
}

// controlled tells whether the service follows the world: its clock, its people, its faults.
func (c SlotConfig) controlled() bool { return c.Remote == nil || c.Remote.Control != nil }

// source is where the service comes from.
func (c SlotConfig) source() (source, error) {
	if c.Remote != nil {
		return openRemote(*c.Remote), nil
	}
	return openEmbedded(c.Service())
}

// serviceAdapter is host and port of another process: the rest of a URL may hold what a record should not.
func (c SlotConfig) serviceAdapter() string {
	if c.Remote != nil {
		return c.Remote.URL.Host
	}
	return "embedded"
}

// cards are where the slot's cards come from.
func (c SlotConfig) cards() cardSource {
	if c.Lying != nil {
		return newLyingCard(c)
	}
	return &virtualCards{slot: reader.NewInProcess("mynalab")}
}

// Runs tells whether a scenario with these tags can be staged here, and if not, why.
func (s *Slot) Runs(tags []string) (why trace.Sentence, ok bool) { return s.cards.runs(tags) }

// Close gives everything back.
func (s *Slot) Close() error { return s.service.close() }

// Scene is what a slot needs to know to stage one scenario.
type Scene struct {
	// ID is the scenario's id, the key of its chance.
	ID   string
	Seed uint64
	// Sink receives the record, a line an event.
	Sink io.Writer
}

// Enter stages a fresh world.
func (s *Slot) Enter(ctx context.Context, scene Scene) (*World, error) {
	w := &World{ctx: ctx, slot: s, control: s.service.control(), scene: scene}
	w.clock = &Clock{world: w, now: s.config.Start}
	w.record = capture.NewRecorder(capture.Config{Scenario: scene.ID, Sink: scene.Sink, Now: w.clock.Now,
		Unplugged: s.config.Unplugged, Tokens: s.tokens, Secrets: s.secrets})
	w.desk = municipality.NewDesk(municipality.Chance(scene.Seed, scene.ID),
		s.config.CardTables, 0)
	w.people()
	var err error
	if w.portal, err = openPortal(w); err != nil {
		return nil, err
	}
	w.reader = s.reader
	s.reader.enact(w)
	s.service.cable.set(whole)
	s.service.spoilt.Store(control.FaultKind(""))
	s.service.enact(capture.Handler(w.record, w.line.carry(s.service.public(w.hooks()))))
	w.product = capture.Product(w.record, s.product)
	return w, w.begin()
}

// silence is for servers whose clients hang up on purpose.
func silence() *log.Logger { return log.New(io.Discard, "", 0) }

// Package slot holds the parts that stay in place for a whole run and serve one scenario at a time: a reader with cards, a
// service behind the clinic's line, and a product. Each part is a [Plane] that is opened and closed. [Open] opens all planes;
// [Slot.Close] closes them in reverse order, first within a time limit and then by force, so that a product that keeps
// something open cannot block the run.
//
// The package knows no scenarios and makes no decisions. The world of a scenario (sim/world) is put into a slot:
// [Slot.RecordInto] makes the seams record into that scenario's record, and [Slot.Quiet] waits until the product has come to
// rest.
//
// Start reading at [Config] and [Slot]. [Cards], [Service] and [Product] are the interfaces of the three planes, [Link] is
// the port between product and service, and [Seams] finds the quiet moment.
package slot

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/mynalab/mynalab/reports/capture"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/driver"
	"github.com/mynalab/mynalab/sim/people"
	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// Config says what a slot consists of. Each slot gets planes of its own, so they are given as functions that make them.
type Config struct {
	// Cast holds the people of the scenarios and their secrets.
	Cast people.Cast
	// Start is the world time at which each scenario begins.
	Start time.Time
	// Cards, Service and Product make the planes of one slot.
	Cards   func() Cards
	Service func() Service
	Product func(ProductEnv) Product
	// Link configures the port at which the product reaches the service.
	Link LinkConfig
	// CardTables are the rules that virtual cards made to order follow.
	CardTables virtualcard.Tables
	// Unplugged planes are not recorded. Tests use it to prove that no claim passes without its plane.
	Unplugged map[trace.Plane]bool
	// Random is a source of true randomness. It keys the tokens that replace the data of people who are not of the cast.
	Random io.Reader
	// Settle is how long the seams must stay still before they count as quiet (see Seams). Farewell is the same before the
	// slot closes; it is longer, because no later event can reveal what came too late. Stopwatch returns real time.
	Settle, Farewell time.Duration
	Stopwatch        func() time.Time
}

// Header returns the record's header as far as a slot knows it: start and adapters.
func (c Config) Header() trace.Header {
	return trace.Header{Schema: trace.Schema, Start: c.Start, Adapters: map[trace.Plane]string{
		trace.Card: c.Cards().Adapter(), trace.Service: c.Service().Adapter(), trace.Control: c.Product(ProductEnv{}).Adapter()}}
}

// Slot is an open slot. Open makes it.
type Slot struct {
	config  Config
	life    *life
	seams   *Seams
	cards   Cards
	link    *Link
	product Product
	reader  *relay
	tokens  *capture.Tokens
	secrets *capture.Secrets

	mu sync.Mutex
	// late holds the product's actions that came when no scenario's record was open for them any more.
	late []trace.Event
}

// Open opens all planes of config. If it returns an error, nothing stays open.
func Open(ctx context.Context, config Config) (*Slot, error) {
	s := &Slot{config: config, life: newLife(), seams: newSeams(config.Settle, config.Stopwatch),
		secrets: capture.NewSecrets(config.Cast.Secrets()...)}
	for _, open := range []func(context.Context) error{s.openCards, s.openService, s.openProduct, s.openTokens} {
		if err := open(ctx); err != nil {
			return nil, errors.Join(err, s.life.end(ctx))
		}
	}
	return s, nil
}

func (s *Slot) openCards(ctx context.Context) error {
	s.cards = s.config.Cards()
	if err := s.life.begin(ctx, s.cards); err != nil {
		return err
	}
	s.reader = newRelay(s.cards.Reader(), s.seams)
	return nil
}

func (s *Slot) openService(ctx context.Context) error {
	service := s.config.Service()
	if err := s.life.begin(ctx, service); err != nil {
		return err
	}
	s.link = newLink(service, s.config.Link, s.seams)
	return s.life.begin(ctx, s.link)
}

func (s *Slot) openProduct(ctx context.Context) error {
	s.product = s.config.Product(ProductEnv{Reader: s.reader, Cast: s.config.Cast})
	return s.life.begin(ctx, s.product)
}

// openTokens prepares the tokens that replace the data of people who are not of the cast. They are needed when the card or
// the service is not ours.
func (s *Slot) openTokens(context.Context) (err error) {
	if s.cards.OfOthers() || !s.link.Controlled() {
		if s.tokens, err = capture.NewTokens(s.config.Random); err != nil {
			return fmt.Errorf("opening a slot: %w", err)
		}
	}
	return nil
}

// Runs reports whether a scenario with these tags can run in this slot, and if not, why.
func (s *Slot) Runs(tags []string) (why trace.Sentence, ok bool) {
	for _, p := range s.life.open {
		if why, ok := p.Runs(tags); !ok {
			return why, false
		}
	}
	return trace.Sentence{}, true
}

// Close tells the product to end, waits until it has come to rest, and closes everything, even if ctx has ended; in that case
// it does not wait. Its errors name the planes that did not close.
func (s *Slot) Close(ctx context.Context) error {
	last := len(s.life.open) - 1
	if last < 0 {
		return nil
	}
	product := &life{open: s.life.open[last:], patience: s.life.patience, force: s.life.force}
	s.life.open = s.life.open[:last]
	err := product.end(ctx)
	s.farewell(ctx)
	return errors.Join(err, s.life.end(ctx))
}

// farewell waits longer than a wait within a run, since no later event follows. If the product does not come to rest, that is
// written into the record that is still open, and the product is cut off.
func (s *Slot) farewell(ctx context.Context) {
	settle := s.config.Settle
	unrest := s.seams.quiet(ctx, max(settle, min(s.config.Farewell, max(settle, longestFarewell))))
	if record := s.reader.now.Load(); record != nil && unrest != (Unrest{}) && ctx.Err() == nil {
		NoteQuiet(record, unrest)
	}
}

// longestFarewell bounds how long the seams must stay still before a slot closes, unless one settle is longer. One second is
// our choice: it catches a late product without making the end of each run slow (design §1).
const longestFarewell = time.Second

// NoteQuiet records whether the product had come to rest.
func NoteQuiet(record *capture.Recorder, u Unrest) {
	fields := trace.Fields{"state": string(trace.QuietReached)}
	if u != (Unrest{}) {
		fields = trace.Fields{"state": string(trace.QuietBusy), "requests": strconv.Itoa(u.Requests), "apdus": strconv.Itoa(u.APDUs)}
	}
	record.Add(trace.World, trace.Harness, trace.Observation, trace.KindQuiet, fields)
}

// Cast returns the people of the scenarios.
func (s *Slot) Cast() people.Cast { return s.config.Cast }

// Start returns the world time at which each scenario begins.
func (s *Slot) Start() time.Time { return s.config.Start }

// CardTables returns the rules that virtual cards made to order follow.
func (s *Slot) CardTables() virtualcard.Tables { return s.config.CardTables }

// Cards returns the card plane.
func (s *Slot) Cards() Cards { return s.cards }

// Link returns the service as the terminal reaches it.
func (s *Slot) Link() *Link { return s.link }

// Product returns the product. Calls through it are reported to the seams.
func (s *Slot) Product() driver.Product { return watched{s.product.Driver(), s.seams} }

// ReaderName returns the name of the product's reader.
func (s *Slot) ReaderName() string { return s.reader.Name() }

// Harness returns the reader for the harness's own use; what it does is recorded in the current scenario.
func (s *Slot) Harness() reader.Reader { return s.reader.harness }

// UnplugReader hides the reader from the terminal until the next scenario.
func (s *Slot) UnplugReader() { s.reader.unplugged.Store(true) }

// LeftPowered reports whether the product has left a card powered since the last call of LeftPowered.
func (s *Slot) LeftPowered() bool { return s.reader.powered.Swap(false) }

// Record makes the record of a scenario. The product's actions that come after it is complete are kept for Late.
func (s *Slot) Record(scenario string, sink io.Writer, now func() time.Time) *capture.Recorder {
	return capture.NewRecorder(capture.Config{Scenario: scenario, Sink: sink, Now: now, Unplugged: s.config.Unplugged,
		Tokens: s.tokens, Secrets: s.secrets, Late: s.noteLate})
}

// Ready repairs what a scenario may have broken: line, handshake and reader.
func (s *Slot) Ready() {
	s.link.repair()
	s.reader.unplugged.Store(false)
}

// Recording reports whether a scenario has been started in this slot yet.
func (s *Slot) Recording() bool { return s.reader.now.Load() != nil }

// RecordInto makes the seams record into this record from now on. answers handles the requests to the service's port.
func (s *Slot) RecordInto(record *capture.Recorder, answers http.Handler) {
	s.seams.begin()
	s.reader.recordInto(record)
	s.link.answerWith(answers)
}

// Quiet waits for a quiet moment of the seams (see Seams) and returns what did not come to rest.
func (s *Slot) Quiet(ctx context.Context) Unrest { return s.seams.Quiet(ctx) }

// Answered waits until no request and no APDU is under way and returns what still is.
func (s *Slot) Answered(ctx context.Context) Unrest { return s.seams.Answered(ctx) }

func (s *Slot) noteLate(e trace.Event) {
	if !trace.IsProductAction(e) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.late = append(s.late, e)
}

// Late returns the ids of the scenarios whose record was already complete when the product acted, each id once. No record can
// hold such an action any more, and no result of those scenarios can be trusted. Call it after Close.
func (s *Slot) Late() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var ids []string
	for _, e := range s.late {
		if !slices.Contains(ids, e.Scenario) {
			ids = append(ids, e.Scenario)
		}
	}
	return ids
}

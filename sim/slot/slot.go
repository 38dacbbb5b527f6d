// Package slot is what stays put for a run and serves one scenario at a time: a reader with cards, a service behind the
// clinic's line, and a product. Each is a Plane with a life of its own: Open opens them, Slot.Close closes them in
// reverse, bounded and in the end by force, so that nothing that a product holds open can hold the run.
//
// It knows no scenario and decides nothing. A scenario's world (sim/world) is put into a slot: Slot.RecordInto lets the seams
// record into it, Slot.Quiet waits until the product has come to rest.
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

// Config is what a slot consists of. Its planes are made anew for each slot.
type Config struct {
	Cast people.Cast
	// Start is the world time at which each scenario begins.
	Start   time.Time
	Cards   func() Cards
	Service func() Service
	Product func(ProductEnv) Product
	// Link is the port at which the product reaches the service.
	Link LinkConfig
	// CardTables are those by which cards made to order work.
	CardTables virtualcard.Tables
	// Unplugged planes are not recorded; it serves to prove that no claim passes without its plane.
	Unplugged map[trace.Plane]bool
	// Random is true chance, for the tokens that stand for a stranger's data.
	Random io.Reader
	// Settle is how long the seams stay still before they count as quiet (see Seams), Farewell how long they do before the
	// slot closes: nothing comes after that which could tell what is late. Stopwatch is real time.
	Settle, Farewell time.Duration
	Stopwatch        func() time.Time
}

// Header is the record's header as far as a slot knows it: start and adapters.
func (c Config) Header() trace.Header {
	return trace.Header{Schema: trace.Schema, Start: c.Start, Adapters: map[trace.Plane]string{
		trace.Card: c.Cards().Adapter(), trace.Service: c.Service().Adapter(), trace.Control: c.Product(ProductEnv{}).Adapter()}}
}

// Slot is an open slot.
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
	// late are the deeds of the product that no scenario's record could take any more.
	late []trace.Event
}

// Open opens all planes. After an error nothing stays open.
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

// openTokens makes what stands for the data of people who are not of the cast: those of a card or a service that are not ours.
func (s *Slot) openTokens(context.Context) (err error) {
	if s.cards.OfOthers() || !s.link.Controlled() {
		if s.tokens, err = capture.NewTokens(s.config.Random); err != nil {
			return fmt.Errorf("opening a slot: %w", err)
		}
	}
	return nil
}

// Runs tells whether a scenario with these tags can be staged here, and if not, why.
func (s *Slot) Runs(tags []string) (why trace.Sentence, ok bool) {
	for _, p := range s.life.open {
		if why, ok := p.Runs(tags); !ok {
			return why, false
		}
	}
	return trace.Sentence{}, true
}

// Close tells the product to end, waits until it has come to rest, and gives everything back, whatever ctx says; where ctx
// has ended, nothing is waited for. Its errors tell of planes that did not close.
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

// farewell waits longer than within a run, since nothing comes after it. What does not come to rest is written into the
// record that is still open, and cut off.
func (s *Slot) farewell(ctx context.Context) {
	settle := s.config.Settle
	unrest := s.seams.quiet(ctx, max(settle, min(s.config.Farewell, max(settle, longestFarewell))))
	if record := s.reader.now.Load(); record != nil && unrest != (Unrest{}) && ctx.Err() == nil {
		NoteQuiet(record, unrest)
	}
}

// longestFarewell is how long the seams stay still at most before a slot closes, unless one settle is longer.
const longestFarewell = time.Second

// NoteQuiet writes down whether the product had come to rest.
func NoteQuiet(record *capture.Recorder, u Unrest) {
	fields := trace.Fields{"state": string(trace.QuietReached)}
	if u != (Unrest{}) {
		fields = trace.Fields{"state": string(trace.QuietBusy), "requests": strconv.Itoa(u.Requests), "apdus": strconv.Itoa(u.APDUs)}
	}
	record.Add(trace.World, trace.Harness, trace.Observation, trace.KindQuiet, fields)
}

// Cast are the people.
func (s *Slot) Cast() people.Cast { return s.config.Cast }

// Start is the world time at which each scenario begins.
func (s *Slot) Start() time.Time { return s.config.Start }

// CardTables are those by which cards made to order work.
func (s *Slot) CardTables() virtualcard.Tables { return s.config.CardTables }

// Cards is the card plane.
func (s *Slot) Cards() Cards { return s.cards }

// Link is the service as the terminal reaches it.
func (s *Slot) Link() *Link { return s.link }

// Product is the product, whose calls the seams know of.
func (s *Slot) Product() driver.Product { return watched{s.product.Driver(), s.seams} }

// ReaderName is the name of the product's reader.
func (s *Slot) ReaderName() string { return s.reader.Name() }

// Harness is the reader as the harness uses it, in the scenario on stage.
func (s *Slot) Harness() reader.Reader { return s.reader.harness }

// UnplugReader takes the reader from the terminal until the next scenario.
func (s *Slot) UnplugReader() { s.reader.unplugged.Store(true) }

// LeftPowered tells whether the product has left a card powered since it was last asked.
func (s *Slot) LeftPowered() bool { return s.reader.powered.Swap(false) }

// Record makes the record of a scenario. What comes once it is complete is kept for Late to tell.
func (s *Slot) Record(scenario string, sink io.Writer, now func() time.Time) *capture.Recorder {
	return capture.NewRecorder(capture.Config{Scenario: scenario, Sink: sink, Now: now, Unplugged: s.config.Unplugged,
		Tokens: s.tokens, Secrets: s.secrets, Late: s.noteLate})
}

// Ready makes everything sound again that a scenario may have broken: line, handshake, reader.
func (s *Slot) Ready() {
	s.link.sound()
	s.reader.unplugged.Store(false)
}

// Recording tells whether any scenario was enacted yet.
func (s *Slot) Recording() bool { return s.reader.now.Load() != nil }

// RecordInto lets the seams record into this record from here on; answers is what answers on the service's port.
func (s *Slot) RecordInto(record *capture.Recorder, answers http.Handler) {
	s.seams.begin()
	s.reader.recordInto(record)
	s.link.answerWith(answers)
}

// Quiet waits for a quiet moment of the seams (see Seams), and gives what did not come to rest.
func (s *Slot) Quiet(ctx context.Context) Unrest { return s.seams.Quiet(ctx) }

// Answered waits until no request and no APDU is under way, and gives what still is.
func (s *Slot) Answered(ctx context.Context) Unrest { return s.seams.Answered(ctx) }

func (s *Slot) noteLate(e trace.Event) {
	if !trace.IsProductAction(e) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.late = append(s.late, e)
}

// Late are the ids of the scenarios in which the product acted once their record was complete, each once: no record can
// hold that any more, and no result of theirs can be relied on. It is asked after Close.
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

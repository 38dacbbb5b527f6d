package main

import (
	"context"
	"crypto/tls"
	"errors"
	"time"

	"github.com/mynalab/mynalab/mockservice"
	"github.com/mynalab/mynalab/mockservice/portal"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/runner"
	"github.com/mynalab/mynalab/sim/driver"
	"github.com/mynalab/mynalab/sim/eligibility"
	"github.com/mynalab/mynalab/sim/municipality"
	"github.com/mynalab/mynalab/sim/people"
	"github.com/mynalab/mynalab/sim/world"
	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/pcsc"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// enrolLimit is how long a run waits for a card in the reader and its free reads.
const enrolLimit = 5 * time.Second

// bench is what the slots of a run are made of.
type bench struct {
	config world.SlotConfig
	// lying is the PC/SC service of a real reader; nil where cards are virtual.
	lying *pcsc.Service
}

// openBench wires the planes: the card and the service that were asked for (nil: the embedded one), and the reference app.
func openBench(ctx context.Context, card string, service *world.Remote, s surroundings) (*bench, error) {
	cast, err := people.Load()
	if err != nil {
		return nil, broken(err)
	}
	files, err := mockservice.FreshTLS(s.now())
	if err != nil {
		return nil, broken(err)
	}
	serverTLS, err := files.Config()
	if err != nil {
		return nil, broken(err)
	}
	b := &bench{config: embedded(cast, serverTLS, files.CA)}
	if b.config.Spoilt, err = files.Spoilt(); err != nil {
		return nil, broken(err)
	}
	b.config.Random = s.random
	b.config.Remote = service
	if service != nil && service.Control == nil {
		b.config.Start = s.now()
	}
	name, real := readerName(card)
	switch {
	case real:
		b.config.Start = s.now()
		return b, b.openReader(ctx, name)
	case card != "virtual":
		return nil, usage(say(wordBadCard, card))
	}
	return b, nil
}

// embedded is a slot all of whose planes are ours.
func embedded(cast people.Cast, serverTLS *tls.Config, ca []byte) world.SlotConfig {
	return world.SlotConfig{
		Cast:        cast,
		Start:       world.DefaultStart(),
		Product:     referenceApp(eligibility.DefaultTables()),
		ProductName: "reference",
		Service:     ownService,
		TLS:         serverTLS,
		ServiceCA:   ca,
		CardTables:  virtualcard.DefaultTables(),
	}
}

// ownService is a service for one run in this process. It protects nobody, so passwords cost it little.
func ownService() mockservice.Config {
	c := mockservice.Default(world.DefaultStart)
	c.Portal.Password = portal.CheapArgon()
	return c
}

// referenceApp makes the reference app with these tables.
func referenceApp(tables eligibility.Tables) func(world.Bench) (driver.Product, error) {
	return func(b world.Bench) (driver.Product, error) {
		return eligibility.New(eligibility.Config{Reader: b.Reader, Vault: b.Cast, Tables: tables,
			InstitutionKey: municipality.InstitutionKey()}), nil
	}
}

// openReader finds the reader and enrols the card in it: first as a stranger's, and as ours where it proves to be.
func (b *bench) openReader(ctx context.Context, name string) error {
	service, err := pcsc.Open()
	if err != nil {
		return broken(say(wordNoPCSC, err)) // the machine's, as doctor says; only a name is what somebody typed
	}
	b.lying = service
	if _, err := service.Readers(); err != nil {
		return errors.Join(broken(say(wordNoPCSC, err)), service.Close())
	}
	found, err := service.Reader(name)
	if err != nil {
		return errors.Join(usage(say(wordNoReader, err)), service.Close())
	}
	ctx, cancel := context.WithTimeout(ctx, enrolLimit)
	defer cancel()
	enrolled, err := world.Enrol(ctx, pcsc.Guard(found, pcsc.ForStranger()))
	if err != nil {
		return errors.Join(usage(lyingHint(err)), service.Close())
	}
	b.config.Enrolled, b.config.Lying = enrolled, guarded(found, enrolled)
	return nil
}

// guarded is the reader for the enrolled card alone, since somebody may swap it: whatever else lies there is sent nothing
// but the question who it is.
func guarded(found reader.Reader, e world.Enrolled) reader.Reader {
	return pcsc.GuardKnown(found, policy(e), e.Recognises)
}

// policy protects a stranger's card fully, and the last try of our own.
func policy(e world.Enrolled) pcsc.Policy {
	if e.Ours {
		return pcsc.ForOurs()
	}
	return pcsc.ForStranger()
}

// lyingHint adds the next move to what the reader says.
func lyingHint(err error) error {
	if errors.Is(err, reader.ErrNoCard) {
		return say(wordNoCard, err)
	}
	return say(wordForeignCard, err)
}

// header is the record's header of a run.
func (b *bench) header(seed uint64, version string) trace.Header {
	h := b.config.Header()
	h.Seed, h.Version = seed, version
	return h
}

// slot opens one slot.
func (b *bench) slot(context.Context, int) (runner.Slot, error) {
	s, err := world.OpenSlot(b.config)
	if err != nil {
		return nil, err
	}
	return runner.InWorld(s), nil
}

func (b *bench) close() {
	if b.lying != nil {
		_ = b.lying.Close() // the run is over and reported
	}
}

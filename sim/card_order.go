package main

import (
	"errors"
	"path/filepath"
	"time"

	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/reports"
	"github.com/mynalab/mynalab/sim/municipality"
	"github.com/mynalab/mynalab/sim/people"
	"github.com/mynalab/mynalab/virtualcard"
)

// cardSeed is the default of --seed. The service of `serve` knows the cards of the cast that are made with it.
const cardSeed = 1

// personalise has the municipality issue the card and returns its content and memory.
func (f cardFlags) personalise(s surroundings) (virtualcard.Spec, virtualcard.Memory, error) {
	order, err := f.order(s)
	if err != nil {
		return virtualcard.Spec{}, virtualcard.Memory{}, err
	}
	issuer := issuerOf(f.seed, order.Person)
	issued, err := issuer.Issue(order)
	if err != nil {
		return virtualcard.Spec{}, virtualcard.Memory{}, err
	}
	memory, err := f.withTriesLeft(issued.Card.Memory())
	return issued.Spec, memory, err
}

// issuerOf returns the issuer of a person's card.
func issuerOf(seed uint64, p people.Person) *municipality.Issuer {
	return municipality.NewIssuer(municipality.Chance(seed, p.ID), virtualcard.DefaultTables(), int(seed%uint64(municipality.Places())))
}

// order returns the order to the issuer that the flags describe.
func (f cardFlags) order(s surroundings) (municipality.Order, error) {
	cast, err := people.Load()
	if err != nil {
		return municipality.Order{}, err
	}
	person, err := cast.Person(f.person)
	if err != nil {
		return municipality.Order{}, failed(cardPhrases().nobody, f.person, len(cast.Persons))
	}
	if f.pin != "" {
		person.PINs.Holder = f.pin
	}
	if f.signPIN != "" {
		person.PINs.Sign = f.signPIN
	}
	o := municipality.Order{Person: person, Profile: f.profile, Issued: s.now(), Pinless: f.pinless, ShortStay: f.shortStay}
	if filepath.Ext(f.profile) == ".json" {
		own, err := virtualcard.LoadProfileFile(f.profile)
		if err != nil {
			return o, err
		}
		o.Own = &own
	}
	if f.issued != "" {
		if o.Issued, err = time.ParseInLocation(time.DateOnly, f.issued, jpki.JST); err != nil {
			return o, failed(cardPhrases().notADay, f.issued)
		}
	}
	o, err = municipality.DefaultLife().ForNewCard(o)
	if errors.Is(err, municipality.ErrUnborn) {
		return o, failed(cardPhrases().unborn, f.issued, person.Name, dayIn(person.Birthdate, reports.LangEN))
	}
	return o, err
}

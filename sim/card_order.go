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

// personalise has the municipality make what a card is made from.
func (f cardFlags) personalise(s surroundings) (virtualcard.Spec, virtualcard.Memory, error) {
	order, err := f.order(s)
	if err != nil {
		return virtualcard.Spec{}, virtualcard.Memory{}, err
	}
	desk := municipality.NewDesk(municipality.Chance(f.seed, order.Person.ID), virtualcard.DefaultTables(),
		int(f.seed%uint64(municipality.Places())))
	issued, err := desk.Issue(order)
	if err != nil {
		return virtualcard.Spec{}, virtualcard.Memory{}, err
	}
	memory, err := f.spent(issued.Card.Memory())
	return issued.Spec, memory, err
}

// order is what the flags order at the desk.
func (f cardFlags) order(s surroundings) (municipality.Order, error) {
	cast, err := people.Load()
	if err != nil {
		return municipality.Order{}, err
	}
	person, err := cast.Person(f.person)
	if err != nil {
		return municipality.Order{}, cardPhrases().nobody.failed(f.person, len(cast.Persons))
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
			return o, cardPhrases().notADay.failed(f.issued)
		}
	}
	o, err = municipality.DefaultLife().ForNewCard(o)
	if errors.Is(err, municipality.ErrUnborn) {
		return o, cardPhrases().unborn.failed(f.issued, person.Name, dayIn(person.Birthdate, reports.LangEN))
	}
	return o, err
}

package municipality

import (
	"fmt"
	"time"

	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/sim/people"
)

// deskOpens is the time of day at which events happen that have only a day in the cast (our choice).
const deskOpens = 9 * time.Hour

// OrderOf returns the order for a card of a person of the cast.
func OrderOf(p people.Person, c people.Card, profile string) (Order, error) {
	o := Order{Person: p, Profile: profile, Pinless: c.Pinless}
	var err error
	if o.Issued, err = openingOn(c.Issued); err == nil && c.StayUntil != "" {
		o.StayUntil, err = openingOn(c.StayUntil)
	}
	if err != nil {
		return o, fmt.Errorf("ordering the card %s of the cast: %w", c.ID, err)
	}
	return o, nil
}

func openingOn(yyyymmdd string) (time.Time, error) {
	day, err := time.ParseInLocation(dayFormat, yyyymmdd, jpki.JST)
	if err != nil {
		return day, fmt.Errorf("%q is not a day: write yyyyMMdd", yyyymmdd)
	}
	return day.Add(deskOpens), nil
}

// CardOf is a card of a person of the cast, with its certificates that have ended.
type CardOf struct {
	Issued
	Card  people.Card
	Ended []Revocation
}

// CardsOf issues the cards that the cast has for a person, in order.
func (is *Issuer) CardsOf(p people.Person, profile string) ([]CardOf, error) {
	var all []CardOf
	for _, c := range p.Cards {
		order, err := OrderOf(p, c, profile)
		if err != nil {
			return nil, err
		}
		one := CardOf{Card: c}
		if c.Renews != "" && len(all) > 0 {
			change, failed := is.Renew(all[len(all)-1].Issued, order.Issued)
			one.Issued, err = change.Card, failed
		} else {
			one.Issued, err = is.Issue(order)
		}
		if err != nil {
			return nil, err
		}
		if one.Ended, err = is.EndOf(one.Issued, c); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}

// EndOf returns the revocations of a card of the cast, or none if its certificates have not ended.
func (is *Issuer) EndOf(card Issued, c people.Card) ([]Revocation, error) {
	if c.Ended == nil {
		return nil, nil
	}
	at, err := openingOn(c.Ended.At)
	if err != nil {
		return nil, fmt.Errorf("ending the card %s of the cast: %w", c.ID, err)
	}
	return is.End(card, Event(c.Ended.Event), at)
}

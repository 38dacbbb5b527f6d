// Package municipality is the card issuer: it makes a person's card, renews, ends and replaces it, and resets its PINs. Start
// with [Issuer], [Order] and [Issued]; [Life] has the rules.
//
// It is the only package that knows both chip and JPKI. It sends nothing to a service and records nothing; package world
// does.
package municipality

import (
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/mynalab/mynalab/sim/people"
	"github.com/mynalab/mynalab/virtualcard"
)

// ErrNoKeyLeft means that an issuer has used every key of the embedded pool. No two cards of a world share a key.
var ErrNoKeyLeft = errors.New("no TEST key left in the embedded pool: issue fewer cards in one scenario")

// Issuer issues cards. It uses the keys of the pool card by card.
type Issuer struct {
	chance func(purpose string) io.Reader
	tables virtualcard.Tables
	life   Life
	// first is the place in the pool of the issuer's first card, issued the number of cards that it has taken keys for.
	first, issued int
}

// NewIssuer makes an issuer. Serial numbers and the cards' own random numbers come from chance, keyed by purpose. The keys
// are taken from the pool, starting with those of the card at place first. The cards use the given tables.
func NewIssuer(chance func(purpose string) io.Reader, tables virtualcard.Tables, first int) *Issuer {
	return &Issuer{chance: chance, tables: tables, life: DefaultLife(), first: first % Places()}
}

// Order describes the card to make.
type Order struct {
	Person people.Person
	// Profile is the name of a card profile, for example contact-a1. Its keys cert.* are rules of the issuer for this card.
	Profile string
	// Own is a user's profile, which is used instead of Profile; see virtualcard.Spec.
	Own *virtualcard.Profile
	// Issued is the time when the certificates are issued.
	Issued time.Time
	// NotAfter is the end of both certificates. The zero time means the rule: the 5th birthday after issue, or the card's
	// last day.
	NotAfter time.Time
	// StayUntil is the last day of a foreign resident's stay, with which card and certificates end. It is zero for everybody
	// else (CARD-449).
	StayUntil time.Time
	// ShortStay is true for a foreign resident whose stay ends cert.short_stay_months after issue if StayUntil is zero
	// (CARD-449).
	ShortStay bool
	// Unsigned is true if the holder wants no signature certificate. Below the age of cert.sign_min_age there is none anyway.
	Unsigned bool
	// TriesLeft is the retry counter of the user PIN, for a card on which tries were used elsewhere; nil means full.
	TriesLeft *int
	// Pinless makes a 顔認証マイナンバーカード: its PIN is blocked from the day of issue (eligibility §2.5).
	Pinless bool
	// Flaw is what is wrong with the user certificate; Sound means nothing.
	Flaw Flaw
}

// tries returns the first value of the user PIN's retry counter; nil means full.
func (o Order) tries() *int {
	if o.Pinless {
		return new(int)
	}
	return o.TriesLeft
}

// Flaw is a fault of a user certificate that no honest issuer would make.
type Flaw string

// The flaws (eligibility §6.3 steps 3 and 4).
const (
	Sound           Flaw = ""
	FromSigningCA   Flaw = "issued by the signature authority"
	ForgedSignature Flaw = "not signed by the authority that it names"
)

// Issued is a card, and what the JPKI knows about it.
type Issued struct {
	// Order is the order of the card, with everything that the rules of life determined.
	Order Order
	Spec  virtualcard.Spec
	Card  *virtualcard.Card
	// AuthSerial is the serial of the user certificate in upper-case hex.
	AuthSerial string
}

// Issue makes a card.
func (is *Issuer) Issue(o Order) (Issued, error) {
	spec, serial, err := is.Personalise(o)
	if err != nil {
		return Issued{}, err
	}
	return is.finish(o, spec, serial, virtualcard.Memory{})
}

// finish makes the chip. The zero memory means that of a new card.
func (is *Issuer) finish(o Order, spec virtualcard.Spec, serial string, memory virtualcard.Memory) (Issued, error) {
	if tries := o.tries(); tries != nil {
		if memory.PINs == nil {
			memory = is.tables.Fresh(spec)
		}
		memory = memory.WithTries(virtualcard.FIDAuthPIN, *tries)
	}
	resolved, err := is.life.resolve(o)
	if err != nil {
		return Issued{}, err
	}
	card, err := virtualcard.New(virtualcard.Config{Spec: spec, Tables: is.tables, Memory: memory, Chance: is.chance("card " + serial)})
	if err != nil {
		return Issued{}, fmt.Errorf("making the card of %s: %w", o.Person.ID, err)
	}
	return Issued{Order: resolved.Order, Spec: spec, Card: card, AuthSerial: serial}, nil
}

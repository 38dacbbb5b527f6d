// Package municipality is the card issuer: it makes a person's card, renews, ends and replaces it, and resets its PINs.
//
// It is the only room that knows chip and JPKI together. It tells no service and keeps no record; the world does.
package municipality

import (
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/mynalab/mynalab/sim/people"
	"github.com/mynalab/mynalab/virtualcard"
)

// ErrNoKeyLeft says that an issuer has handed out every key of the embedded pool; no two cards of a world share one.
var ErrNoKeyLeft = errors.New("no TEST key left in the embedded pool: issue fewer cards in one scenario")

// Issuer issues cards. It hands out the keys of the pool card by card.
type Issuer struct {
	chance func(purpose string) io.Reader
	tables virtualcard.Tables
	life   Life
	// first is the place in the pool at which the issuer began, issued how many cards it has made keys for since.
	first, issued int
}

// NewIssuer makes an issuer. Serial numbers and the cards' own random numbers come from chance, keyed by purpose; the keys are
// taken from the pool beginning with those of the card at place first. Cards work by tables.
func NewIssuer(chance func(purpose string) io.Reader, tables virtualcard.Tables, first int) *Issuer {
	return &Issuer{chance: chance, tables: tables, life: DefaultLife(), first: first % Places()}
}

// Order is what a card is made to.
type Order struct {
	Person people.Person
	// Profile is a card profile, e.g. contact-a1. Its keys cert.* are rules of the issuer for this card.
	Profile string
	// Own is a profile of the user's, which stands for that one; see virtualcard.Spec.
	Own *virtualcard.Profile
	// Issued is when the certificates were issued.
	Issued time.Time
	// NotAfter ends both certificates; the zero time means the rule (5th birthday after issue, or the card's last day).
	NotAfter time.Time
	// StayUntil is the last day of a foreign resident's stay, which ends card and certificates; zero for everybody else
	// (CARD-449).
	StayUntil time.Time
	// ShortStay: a foreign resident whose stay, where StayUntil names no day, ends cert.short_stay_months after issue
	// (CARD-449).
	ShortStay bool
	// Unsigned: the holder wants no signature certificate. Below the age of cert.sign_min_age there is none anyway.
	Unsigned bool
	// TriesLeft is the retry counter of the user PIN, for a card that was used elsewhere; nil means full.
	TriesLeft *int
	// Pinless makes a 顔認証マイナンバーカード: its PIN is blocked from the day of issue (eligibility §2.5).
	Pinless bool
	// Flaw is what is wrong with the user certificate.
	Flaw Flaw
}

// tries is the retry counter to begin with; nil means full.
func (o Order) tries() *int {
	if o.Pinless {
		return new(int)
	}
	return o.TriesLeft
}

// Flaw is what is wrong with a user certificate that no honest issuer would issue.
type Flaw string

// The flaws (eligibility §6.3 steps 3 and 4).
const (
	Sound           Flaw = ""
	FromSigningCA   Flaw = "issued by the signature authority"
	ForgedSignature Flaw = "not signed by the authority that it names"
)

// Issued is a card and what the JPKI knows of it.
type Issued struct {
	// Order is what the card was made to, with what the rules of life made of it.
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

// finish makes the chip. The zero memory is that of a new card.
func (is *Issuer) finish(o Order, spec virtualcard.Spec, serial string, memory virtualcard.Memory) (Issued, error) {
	if tries := o.tries(); tries != nil {
		if memory.PINs == nil {
			memory = is.tables.Fresh(spec)
		}
		memory = memory.WithTries(virtualcard.FIDAuthPIN, *tries)
	}
	settled, err := is.life.resolve(o)
	if err != nil {
		return Issued{}, err
	}
	card, err := virtualcard.New(virtualcard.Config{Spec: spec, Tables: is.tables, Memory: memory, Chance: is.chance("card " + serial)})
	if err != nil {
		return Issued{}, fmt.Errorf("making the card of %s: %w", o.Person.ID, err)
	}
	return Issued{Order: settled.Order, Spec: spec, Card: card, AuthSerial: serial}, nil
}

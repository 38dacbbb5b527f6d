// Package municipality is the issuing desk: it makes a person's card and resets its PIN.
//
// It is the only room that knows chip and JPKI together. It tells no service and keeps no record; the world does.
package municipality

import (
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/sim/people"
	"github.com/mynalab/mynalab/virtualcard"
)

// ErrNoKeyLeft says that a desk has handed out every key of the embedded pool; no two cards of a world share one.
var ErrNoKeyLeft = errors.New("no TEST key left in the embedded pool: issue fewer cards in one scenario")

// Desk issues cards. It hands out the keys of the pool one after the other.
type Desk struct {
	chance func(purpose string) io.Reader
	tables virtualcard.Tables
	// first is where in the pool the desk began, used how many keys it has handed out since.
	first, used int
}

// NewDesk opens a desk. Serial numbers and the cards' own random numbers come from chance, keyed by purpose; the keys are
// taken from the pool beginning with number first. Cards work by tables.
func NewDesk(chance func(purpose string) io.Reader, tables virtualcard.Tables, first int) *Desk {
	return &Desk{chance: chance, tables: tables, first: first % jpki.Keys()}
}

// Order is what a card is made to.
type Order struct {
	Person people.Person
	// Profile is a card profile, e.g. contact-a1.
	Profile string
	// Issued is when the certificates were issued.
	Issued time.Time
	// NotAfter ends the user certificate; the zero time means the rule (5th birthday after issue).
	NotAfter time.Time
	// TriesLeft is the retry counter of the user PIN, for a card that was used elsewhere; nil means full.
	TriesLeft *int
}

// Issued is a card and what the JPKI knows of it.
type Issued struct {
	Spec virtualcard.Spec
	Card *virtualcard.Card
	// AuthSerial is the serial of the user certificate in upper-case hex.
	AuthSerial string
}

// Issue makes a card.
func (d *Desk) Issue(o Order) (Issued, error) {
	spec, serial, err := d.Personalise(o)
	if err != nil {
		return Issued{}, err
	}
	config := virtualcard.Config{Spec: spec, Tables: d.tables, Chance: d.chance("card " + serial)}
	if o.TriesLeft != nil {
		config.Memory = d.tables.Fresh(spec).WithTries(virtualcard.FIDAuthPIN, *o.TriesLeft)
	}
	card, err := virtualcard.New(config)
	if err != nil {
		return Issued{}, fmt.Errorf("making the card of %s: %w", o.Person.ID, err)
	}
	return Issued{Spec: spec, Card: card, AuthSerial: serial}, nil
}

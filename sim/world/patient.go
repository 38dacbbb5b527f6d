package world

import (
	"errors"
	"fmt"
	"time"

	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/driver"
	"github.com/mynalab/mynalab/sim/municipality"
	"github.com/mynalab/mynalab/sim/people"
	"github.com/mynalab/mynalab/sim/slot"
	"github.com/mynalab/mynalab/virtualcard"
)

// The modes of identification, by their names in feature texts (TYP-04).
const (
	modeVisual = "目視"
	modePIN    = "暗証番号"
)

// defaultProfile is the profile of the cards of the cast. cardAge is the age of a card: two years, within the validity of its
// certificates (our choice).
const (
	defaultProfile = "contact-a1"
	cardAge        = 2 * 365 * 24 * time.Hour
)

// Patient is the holder of the card at the counter. The card is made when it is first needed, so that a feature text can
// describe it first.
type Patient struct {
	world  *World
	person people.Person
	// unknown is true if the service knows neither the person nor the certificate.
	unknown bool
	// recordChanges lists the changes to the eligibility body's record of the person, compared with an ordinary one.
	recordChanges []func(*control.Person)
	// revoked lists the certificates that the JPKI has revoked.
	revoked []certificate
	order   municipality.Order
	held    slot.HeldCard
}

// Arrives brings a person of the cast, with a card and a valid qualification.
func (p *Patient) Arrives(name string) error {
	person, err := p.world.slot.Cast().Person(name)
	if err != nil {
		return slot.Configuration("bringing a patient", err)
	}
	if len(person.Cards) == 0 {
		return slot.Configuration("bringing a patient", errors.New("person "+person.ID+" has no card in the cast: add one"))
	}
	order, err := municipality.OrderOf(person, person.Cards[len(person.Cards)-1], defaultProfile)
	if err != nil {
		return slot.Configuration("bringing a patient", err)
	}
	*p = Patient{world: p.world, person: person, order: order}
	return nil
}

// ArrivesUnknown brings a person whose certificate the service does not know.
func (p *Patient) ArrivesUnknown(name string) error {
	if err := p.Arrives(name); err != nil {
		return err
	}
	p.unknown = true
	return nil
}

// card makes the card at its first use, and sends to the service what JPKI and insurers know about it.
func (p *Patient) card() (slot.HeldCard, error) {
	if p.held != nil {
		return p.held, nil
	}
	if p.person.ID == "" {
		return nil, slot.Configuration("taking out a card", errors.New("no patient has arrived: begin with 患者「…」が…"))
	}
	held, err := p.world.slot.Cards().Hold(p.world.cardEnv(), p.order)
	if err != nil {
		return nil, err
	}
	if err := p.sendPerson(held); err != nil {
		return nil, err
	}
	if err := p.sendEnded(held); err != nil {
		return nil, err
	}
	if err := p.sendRevoked(held); err != nil {
		return nil, err
	}
	p.held = held
	return held, nil
}

// ChecksIn identifies the patient in the given mode and presents the card.
func (p *Patient) ChecksIn(mode string) error { return p.present(p.identification(mode)) }

// ChecksInByFace: staff confirm that the face matches, and the patient presents the card.
func (p *Patient) ChecksInByFace() error { return p.ChecksIn(modeVisual) }

// FailsFaceCheck: staff report that the face does not match.
func (p *Patient) FailsFaceCheck() error {
	t := p.world.terminal
	if err := t.backToChoice(); err != nil {
		return err
	}
	return t.do(verb(driver.StartCheck), driver.Call{Verb: driver.ConfirmFace, On: false})
}

// ChecksInByPIN: the patient types the right PIN and presents the card.
func (p *Patient) ChecksInByPIN() error { return p.ChecksIn(modePIN) }

// ChecksInByNewPIN: the patient types the PIN chosen at the municipality.
func (p *Patient) ChecksInByNewPIN() error { return p.present(p.pin(people.SecretNew)) }

// ChecksInWithWrongPIN types a wrong PIN and presents the card, n times.
func (p *Patient) ChecksInWithWrongPIN(n int) error {
	for range n {
		if err := p.present(p.pin(people.SecretWrong)); err != nil {
			return err
		}
	}
	return nil
}

func (p *Patient) pin(name string) driver.Call { return typing(driver.EnterPIN, p.person.ID, name) }

// present runs one check: identify, put the card on the reader, read it, take it away.
func (p *Patient) present(identify driver.Call) error {
	held, err := p.card()
	if err != nil {
		return err
	}
	if err := p.identify(identify); err != nil {
		return err
	}
	return p.readCard(held)
}

// identify is the first half of a check: it leads to the screen that asks for the card.
func (p *Patient) identify(identify driver.Call) error {
	t := p.world.terminal
	if err := t.backToChoice(); err != nil {
		return err
	}
	return t.do(verb(driver.StartCheck), identify)
}

// readCard is the second half of a check: the product reads a card on the reader.
func (p *Patient) readCard(held slot.HeldCard) error {
	held.Put()
	defer held.Take()
	return p.world.terminal.do(verb(driver.ReadCard))
}

// identification returns the call that staff or patient make in the given mode, without a mistake.
func (p *Patient) identification(mode string) driver.Call {
	if mode == modeVisual {
		return driver.Call{Verb: driver.ConfirmFace, On: true}
	}
	return p.pin(people.SecretHolder)
}

// HasPINReset: the municipality's desk sets a new PIN (CARD-348).
func (p *Patient) HasPINReset() error {
	held, err := p.card()
	if err != nil {
		return err
	}
	p.world.record.Add(trace.World, trace.PersonActor, trace.Stimulus, trace.KindPerson,
		trace.Fields{"deed": "pin-reset", "who": p.person.ID})
	return held.Unlock(p.person.PINs.New)
}

// observeTries reads the retry counter from the card, which costs no try, and records it as evidence for a claim.
func (p *Patient) observeTries() error {
	held, err := p.card()
	if err != nil {
		return err
	}
	held.Put()
	defer held.Take()
	answers, err := p.world.inspector.ask(slot.SelectJPKI, slot.SelectAuthPIN, slot.QueryTries)
	if err != nil {
		return err
	}
	last := answers[len(answers)-1]
	n, ok := last.SW.Tries()
	if !ok {
		return slot.Harness("reading the card's retry counter", fmt.Errorf("it answered %v", last.SW))
	}
	p.world.record.Add(trace.Card, trace.CardItself, trace.Observation, trace.KindCounter,
		trace.Fields{"ef": fmt.Sprintf("%04X", virtualcard.FIDAuthPIN), "tries": fmt.Sprint(n)})
	return nil
}

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
	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/apdu"
)

// The modes of identification, by the names that feature texts use (TYP-04).
const (
	modeVisual = "目視"
	modePIN    = "暗証番号"
)

// Patient is the holder of the card at the counter. The card is made when it is first needed, so that a feature text can
// say beforehand what it is like.
type Patient struct {
	world  *World
	person people.Person
	// unknown persons and unregistered cards are what the service was not told.
	unknown, unregistered bool
	revoked               bool
	order                 municipality.Order
	held                  holding
}

// Arrives brings a person of the cast, with a card and a valid qualification.
func (p *Patient) Arrives(name string) error {
	person, err := p.world.slot.config.Cast.Person(name)
	if err != nil {
		return configuration("bringing a patient", err)
	}
	*p = Patient{world: p.world, person: person, order: municipality.Order{Person: person, Profile: defaultProfile,
		Issued: p.world.clock.Now().Add(-cardAge)}}
	return nil
}

// ArrivesUnknown brings a person whose certificate the service has never heard of.
func (p *Patient) ArrivesUnknown(name string) error {
	if err := p.Arrives(name); err != nil {
		return err
	}
	p.unknown = true
	return nil
}

// IsNotRegistered: the card is not registered as an insurance card (CHK-22).
func (p *Patient) IsNotRegistered() error {
	p.unregistered = true
	return nil
}

// CardHasTries: somebody has used up tries elsewhere before.
func (p *Patient) CardHasTries(n int) error {
	p.order.TriesLeft = &n
	return nil
}

// CertificateEnds: the user certificate ends with that day (23:59:59 JST, card reference §7.4).
func (p *Patient) CertificateEnds(year, month, day int) error {
	p.order.NotAfter = time.Date(year, time.Month(month), day, 23, 59, 59, 0, jst)
	return nil
}

// CertificateIsRevoked has the JPKI revoke the user certificate.
func (p *Patient) CertificateIsRevoked() error {
	p.revoked = true
	return nil
}

// card makes the card at its first use and tells JPKI and service what they know of it.
func (p *Patient) card() (holding, error) {
	if p.held != nil {
		return p.held, nil
	}
	if p.person.ID == "" {
		return nil, configuration("taking out a card", errors.New("no patient has arrived: begin with 患者「…」が…"))
	}
	held, err := p.world.slot.cards.hold(p.world, p.order)
	if err != nil {
		return nil, err
	}
	if err := p.isKnown(held.serial()); err != nil {
		return nil, err
	}
	p.held = held
	return held, nil
}

// isKnown tells the service about person and certificate, as the insurers and the JPKI do.
func (p *Patient) isKnown(serial string) error {
	w := p.world
	if !p.unknown {
		if err := w.control.PutPeople(w.ctx, control.People{Persons: []control.Person{p.record()}}); err != nil {
			return environment("telling the service of the patient", err)
		}
		err := w.control.PutCertificate(w.ctx, control.Certificate{Serial: serial, PersonID: p.person.ID})
		if err != nil {
			return environment("telling the service of the certificate", err)
		}
	}
	if p.revoked {
		return p.tellRevoked(serial)
	}
	return nil
}

func (p *Patient) tellRevoked(serial string) error {
	w := p.world
	w.record.Add(trace.World, trace.PersonActor, trace.Stimulus, trace.KindPerson,
		trace.Fields{"deed": "certificate-revoked", "who": p.person.ID})
	err := w.control.Revoke(w.ctx, control.Revocation{Serial: serial, At: w.clock.Now(), Reason: "affiliation_changed"})
	if err != nil {
		return environment("telling the service of the revocation", err)
	}
	return nil
}

// record is the person as the eligibility body knows him or her.
func (p *Patient) record() control.Person {
	person := control.Person{ID: p.person.ID, Registered: !p.unregistered}
	i := p.person.Insurance
	if i == nil {
		return person
	}
	person.Qualifications = []control.Qualification{{
		Name: p.person.Name, NameKana: p.person.Kana, Sex: p.person.Sex, Birthdate: p.person.Birthdate,
		Address: p.person.Address, PostNumber: p.person.PostCode, InsurerNumber: i.InsurerNumber,
		InsurerName: i.InsurerName, Symbol: i.Symbol, Number: i.Number, Branch: i.Branch, Relation: i.Relation,
		InsuredName: i.InsuredName, From: i.From,
	}}
	return person
}

// ChecksIn is identified in the named mode and presents the card.
func (p *Patient) ChecksIn(mode string) error {
	if mode == modeVisual {
		return p.ChecksInByFace()
	}
	return p.ChecksInByPIN()
}

// ChecksInByFace: staff find that the face matches, the patient presents the card.
func (p *Patient) ChecksInByFace() error {
	return p.present(driver.Call{Verb: driver.ConfirmFace, On: true})
}

// FailsFaceCheck: staff find that the face does not match.
func (p *Patient) FailsFaceCheck() error {
	t := p.world.terminal
	if err := t.backToChoice(); err != nil {
		return err
	}
	return t.do(verb(driver.StartCheck), driver.Call{Verb: driver.ConfirmFace, On: false})
}

// ChecksInByPIN: the patient types the right PIN and presents the card.
func (p *Patient) ChecksInByPIN() error { return p.present(p.pin(people.SecretHolder)) }

// ChecksInByNewPIN: the patient types the PIN chosen at the municipality.
func (p *Patient) ChecksInByNewPIN() error { return p.present(p.pin(people.SecretNew)) }

// ChecksInWithWrongPIN does so with a wrong PIN, n times.
func (p *Patient) ChecksInWithWrongPIN(n int) error {
	for range n {
		if err := p.present(p.pin(people.SecretWrong)); err != nil {
			return err
		}
	}
	return nil
}

func (p *Patient) pin(name string) driver.Call { return typing(driver.EnterPIN, p.person.ID, name) }

// PullsCardWhileSigning types the right PIN and takes the card away while it signs.
func (p *Patient) PullsCardWhileSigning() error {
	held, err := p.card()
	if err != nil {
		return err
	}
	if err := held.pullDuring(apdu.INSSign); err != nil {
		return err
	}
	return p.ChecksInByPIN()
}

// present goes through one check: identify, put the card down, read, take the card away.
func (p *Patient) present(identify driver.Call) error {
	held, err := p.card()
	if err != nil {
		return err
	}
	t := p.world.terminal
	if err := t.backToChoice(); err != nil {
		return err
	}
	if err := t.do(verb(driver.StartCheck), identify); err != nil {
		return err
	}
	held.put()
	defer held.take()
	return t.do(verb(driver.ReadCard))
}

// HasPINReset: the municipality's desk sets the PIN anew (CARD-348).
func (p *Patient) HasPINReset() error {
	held, err := p.card()
	if err != nil {
		return err
	}
	p.world.record.Add(trace.World, trace.PersonActor, trace.Stimulus, trace.KindPerson,
		trace.Fields{"deed": "pin-reset", "who": p.person.ID})
	return held.unlock(p.person.PINs.New)
}

// observeTries asks the card for its retry counter, which costs no try, and writes it down for a claim to rest on.
func (p *Patient) observeTries() error {
	held, err := p.card()
	if err != nil {
		return err
	}
	held.put()
	defer held.take()
	answers, err := p.world.inspector.ask(selectJPKI, selectAuthPIN, queryTries)
	if err != nil {
		return err
	}
	last := answers[len(answers)-1]
	n, ok := last.SW.Tries()
	if !ok {
		return harness("asking the card for its tries", fmt.Errorf("it answered %v", last.SW))
	}
	p.world.record.Add(trace.Card, trace.CardItself, trace.Observation, trace.KindCounter,
		trace.Fields{"ef": fmt.Sprintf("%04X", virtualcard.FIDAuthPIN), "tries": fmt.Sprint(n)})
	return nil
}

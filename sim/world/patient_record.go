package world

import (
	"errors"
	"fmt"

	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/people"
	"github.com/mynalab/mynalab/sim/slot"
)

// sendPerson sends person and certificate to the service, as the insurers and the JPKI do.
func (p *Patient) sendPerson(held slot.HeldCard) error {
	w := p.world
	if !p.unknown && !p.mayBeKnown(held) {
		if err := w.control.PutPeople(w.ctx, control.People{Persons: []control.Person{p.record()}}); err != nil {
			return slot.Environment("sending the patient to the service", err)
		}
		if err := p.sendFormerCards(); err != nil {
			return err
		}
		err := w.control.PutCertificate(w.ctx, control.Certificate{Serial: held.Serial(), PersonID: p.person.ID})
		if err != nil {
			return slot.Environment("sending the certificate to the service", err)
		}
	}
	return nil
}

// mayBeKnown reports whether a service that we don't control may already know this card, because the card was not made for
// this scenario.
func (p *Patient) mayBeKnown(held slot.HeldCard) bool {
	_, made := held.Issued()
	return !p.world.controlled() && !made && len(p.recordChanges) == 0
}

// record returns the person as in the eligibility body's records.
func (p *Patient) record() control.Person {
	person := RecordOfPerson(p.person)
	for _, differs := range p.recordChanges {
		differs(&person)
	}
	return person
}

// insuredBy returns the person's qualification with the given insurance.
func (p *Patient) insuredBy(i people.Insurance) control.Qualification {
	return qualification(p.person, i)
}

// changeRecord adds a change to the person's record; the service receives the record when the card is first used.
func (p *Patient) changeRecord(how func(*control.Person)) error {
	p.recordChanges = append(p.recordChanges, how)
	return nil
}

// IsNotRegistered: the card is not registered as an insurance card (CHK-22).
func (p *Patient) IsNotRegistered() error {
	return p.changeRecord(func(r *control.Person) { r.Registered = false })
}

// HasAddressWithheld: the record has 不開示該当フラグ (SVC-165).
func (p *Patient) HasAddressWithheld() error {
	return p.changeRecord(func(r *control.Person) { r.WithholdAddress = true })
}

// IsNamed: the insurer's record has the person under that name (SVC-171).
func (p *Patient) IsNamed(name string) error {
	return p.changeQualification(func(q *control.Qualification) { q.Name = name })
}

// IsStopped: the record has 自己情報提供不可フラグ (SVC-166).
func (p *Patient) IsStopped() error {
	return p.changeRecord(func(r *control.Person) { r.Stopped = true })
}

// QualificationBegins sets the first day of the qualification.
func (p *Patient) QualificationBegins(year, month, day int) error {
	return p.changeQualification(func(q *control.Qualification) { q.From = yyyymmdd(year, month, day) })
}

// QualificationIsLost sets the day of 資格喪失: it is the first day without the qualification.
func (p *Patient) QualificationIsLost(year, month, day int) error {
	return p.changeQualification(func(q *control.Qualification) { q.To = yyyymmdd(year, month, day) })
}

// HasAnotherQualificationFrom: from that day on a second insurer has a record of the person, too.
func (p *Patient) HasAnotherQualificationFrom(year, month, day int) error {
	other, err := p.anotherInsurance()
	if err != nil {
		return err
	}
	other.From = yyyymmdd(year, month, day)
	return p.changeRecord(func(r *control.Person) { r.Qualifications = append(r.Qualifications, p.insuredBy(other)) })
}

// ChangesInsurer: from now on only another insurer has a record of the person. The service receives that at once.
func (p *Patient) ChangesInsurer() error {
	other, err := p.anotherInsurance()
	if err != nil {
		return err
	}
	err = p.changeRecord(func(r *control.Person) { r.Qualifications = []control.Qualification{p.insuredBy(other)} })
	if err != nil || p.held == nil {
		return err
	}
	w := p.world
	w.record.Add(trace.World, trace.PersonActor, trace.Stimulus, trace.KindPerson,
		trace.Fields{"deed": "insurer-changed", "who": p.person.ID})
	if err := w.control.PutPeople(w.ctx, control.People{Persons: []control.Person{p.record()}}); err != nil {
		return slot.Environment("sending the new insurer to the service", err)
	}
	return nil
}

// changeQualification adds a change to the person's first qualification.
func (p *Patient) changeQualification(how func(*control.Qualification)) error {
	if p.person.Insurance == nil {
		return slot.Configuration("changing a qualification", errors.New("the patient has no qualification in the cast: choose another person"))
	}
	return p.changeRecord(func(r *control.Person) { how(&r.Qualifications[0]) })
}

// anotherInsurance returns an insurance from the cast with another insurer than the patient's.
func (p *Patient) anotherInsurance() (people.Insurance, error) {
	for _, o := range p.world.slot.Cast().Persons {
		if o.Insurance != nil && p.person.Insurance != nil && o.Insurance.InsurerNumber != p.person.Insurance.InsurerNumber {
			return *o.Insurance, nil
		}
	}
	return people.Insurance{}, slot.Configuration("finding a second insurer",
		errors.New("the cast has only one insurer: add a person with another insurer"))
}

func yyyymmdd(year, month, day int) string { return fmt.Sprintf("%04d%02d%02d", year, month, day) }

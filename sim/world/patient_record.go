package world

import (
	"errors"
	"fmt"

	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/people"
	"github.com/mynalab/mynalab/sim/slot"
)

// isKnown tells the service about person and certificate, as the insurers and the JPKI do.
func (p *Patient) isKnown(held slot.HeldCard) error {
	w := p.world
	if !p.unknown && !p.mayBeKnown(held) {
		if err := w.control.PutPeople(w.ctx, control.People{Persons: []control.Person{p.record()}}); err != nil {
			return slot.Environment("telling the service of the patient", err)
		}
		if err := p.hadOtherCards(); err != nil {
			return err
		}
		err := w.control.PutCertificate(w.ctx, control.Certificate{Serial: held.Serial(), PersonID: p.person.ID})
		if err != nil {
			return slot.Environment("telling the service of the certificate", err)
		}
	}
	return nil
}

// mayBeKnown: a card that nobody made for this scenario may be known already to a service that follows nobody.
func (p *Patient) mayBeKnown(held slot.HeldCard) bool {
	_, made := held.Issued()
	return !p.world.controlled() && !made && len(p.dossier) == 0
}

// record is the person as the eligibility body knows him or her.
func (p *Patient) record() control.Person {
	person := RecordOfPerson(p.person)
	for _, differs := range p.dossier {
		differs(&person)
	}
	return person
}

// insuredBy is the person's qualification with an insurance.
func (p *Patient) insuredBy(i people.Insurance) control.Qualification {
	return qualification(p.person, i)
}

// differs notes how the record differs; the service is told when the card is first used.
func (p *Patient) differs(how func(*control.Person)) error {
	p.dossier = append(p.dossier, how)
	return nil
}

// IsNotRegistered: the card is not registered as an insurance card (CHK-22).
func (p *Patient) IsNotRegistered() error {
	return p.differs(func(r *control.Person) { r.Registered = false })
}

// HasAddressWithheld: 不開示該当フラグ stands on the record (SVC-165).
func (p *Patient) HasAddressWithheld() error {
	return p.differs(func(r *control.Person) { r.WithholdAddress = true })
}

// IsNamed: the insurer has the person on record under that name (SVC-171).
func (p *Patient) IsNamed(name string) error {
	return p.differsFirst(func(q *control.Qualification) { q.Name = name })
}

// IsStopped: 自己情報提供不可フラグ stands on the record (SVC-166).
func (p *Patient) IsStopped() error {
	return p.differs(func(r *control.Person) { r.Stopped = true })
}

// QualificationBegins on that day.
func (p *Patient) QualificationBegins(year, month, day int) error {
	return p.differsFirst(func(q *control.Qualification) { q.From = yyyymmdd(year, month, day) })
}

// QualificationIsLost on that day: it is the first one without the qualification (資格喪失).
func (p *Patient) QualificationIsLost(year, month, day int) error {
	return p.differsFirst(func(q *control.Qualification) { q.To = yyyymmdd(year, month, day) })
}

// HasAnotherQualificationFrom that day: a second insurer has a record of the person, too.
func (p *Patient) HasAnotherQualificationFrom(year, month, day int) error {
	other, err := p.anotherInsurance()
	if err != nil {
		return err
	}
	other.From = yyyymmdd(year, month, day)
	return p.differs(func(r *control.Person) { r.Qualifications = append(r.Qualifications, p.insuredBy(other)) })
}

// ChangesInsurer: from now on another insurer alone has a record of the person, and the service knows at once.
func (p *Patient) ChangesInsurer() error {
	other, err := p.anotherInsurance()
	if err != nil {
		return err
	}
	err = p.differs(func(r *control.Person) { r.Qualifications = []control.Qualification{p.insuredBy(other)} })
	if err != nil || p.held == nil {
		return err
	}
	w := p.world
	w.record.Add(trace.World, trace.PersonActor, trace.Stimulus, trace.KindPerson,
		trace.Fields{"deed": "insurer-changed", "who": p.person.ID})
	if err := w.control.PutPeople(w.ctx, control.People{Persons: []control.Person{p.record()}}); err != nil {
		return slot.Environment("telling the service of the new insurer", err)
	}
	return nil
}

// differsFirst notes how the person's first qualification differs.
func (p *Patient) differsFirst(how func(*control.Qualification)) error {
	if p.person.Insurance == nil {
		return slot.Configuration("changing a qualification", errors.New("the cast gives the patient none: choose another person"))
	}
	return p.differs(func(r *control.Person) { how(&r.Qualifications[0]) })
}

// anotherInsurance is one of the cast's with another insurer than the patient's.
func (p *Patient) anotherInsurance() (people.Insurance, error) {
	for _, o := range p.world.slot.Cast().Persons {
		if o.Insurance != nil && p.person.Insurance != nil && o.Insurance.InsurerNumber != p.person.Insurance.InsurerNumber {
			return *o.Insurance, nil
		}
	}
	return people.Insurance{}, slot.Configuration("finding a second insurer",
		errors.New("the cast has no other: add a person with another insurer to it"))
}

func yyyymmdd(year, month, day int) string { return fmt.Sprintf("%04d%02d%02d", year, month, day) }

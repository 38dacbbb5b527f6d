package world

import (
	"time"

	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/sim/people"
	"github.com/mynalab/mynalab/sim/slot"
)

// HasJustNotified: the facility gave notice of the start of its health checks on that day (REG-32).
func (p *Portal) HasJustNotified(year, month, day int) error {
	notified := time.Date(year, time.Month(month), day, 0, 0, 0, 0, jst)
	return p.changeFile(func(f *control.FacilityFile) { f.NotifiedAt = &notified })
}

// AwaitsForm: the form that an insurer filed has not been returned with its code yet (SVC-182, SVC-256).
func (p *Portal) AwaitsForm() error {
	return p.changeFile(func(f *control.FacilityFile) { f.OnlineCode = "" })
}

// changeFile changes what the service has on file about the facility.
func (p *Portal) changeFile(change func(*control.FacilityFile)) error {
	record := unapplied(p.facility)
	change(record.File)
	if err := p.world.control.PutPeople(p.world.ctx, control.People{Facilities: []control.Facility{record}}); err != nil {
		return slot.Environment("sending the facility to the service", err)
	}
	return nil
}

// unapplied returns a facility that has not applied for anything: all its accounts wait.
func unapplied(f people.Facility) control.Facility {
	record := RecordOfFacility(f)
	for i := range record.Accounts {
		record.Accounts[i].Waiting = true
	}
	return record
}

// sendUnapplied sends all facilities of the cast to the service; all their accounts wait.
func (w *World) sendUnapplied() error {
	var all []control.Facility
	for _, f := range w.slot.Cast().Facilities {
		all = append(all, unapplied(f))
	}
	if err := w.control.PutPeople(w.ctx, control.People{Facilities: all}); err != nil {
		return slot.Environment("sending the facilities to the service", err)
	}
	return nil
}

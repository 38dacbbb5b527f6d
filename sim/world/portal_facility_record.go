package world

import (
	"time"

	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/sim/people"
	"github.com/mynalab/mynalab/sim/slot"
)

// HasJustNotified: the facility notified the start of its health checks on that day (REG-32).
func (p *Portal) HasJustNotified(year, month, day int) error {
	notified := time.Date(year, time.Month(month), day, 0, 0, 0, 0, jst)
	return p.isOnFile(func(f *control.FacilityFile) { f.NotifiedAt = &notified })
}

// AwaitsForm: the form that an insurer filed has not come back with its code (SVC-182, SVC-256).
func (p *Portal) AwaitsForm() error {
	return p.isOnFile(func(f *control.FacilityFile) { f.OnlineCode = "" })
}

// isOnFile changes what the service has on file of the facility.
func (p *Portal) isOnFile(change func(*control.FacilityFile)) error {
	record := unapplied(p.facility)
	change(record.File)
	if err := p.world.control.PutPeople(p.world.ctx, control.People{Facilities: []control.Facility{record}}); err != nil {
		return slot.Environment("telling the service of the facility", err)
	}
	return nil
}

// unapplied is a facility that has not applied for anything: its accounts wait.
func unapplied(f people.Facility) control.Facility {
	record := RecordOfFacility(f)
	for i := range record.Accounts {
		record.Accounts[i].Waiting = true
	}
	return record
}

// everybodyUnapplied makes the service know all facilities of the cast, whose accounts all wait.
func (w *World) everybodyUnapplied() error {
	var all []control.Facility
	for _, f := range w.slot.Cast().Facilities {
		all = append(all, unapplied(f))
	}
	if err := w.control.PutPeople(w.ctx, control.People{Facilities: all}); err != nil {
		return slot.Environment("telling the service of the facilities", err)
	}
	return nil
}

package world

import (
	"errors"
	"strconv"

	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/people"
	"github.com/mynalab/mynalab/sim/slot"
)

// Clinic is the facility whose staff are at the counter, with its 資格確認アカウント.
type Clinic struct {
	world    *World
	facility people.Facility
	// account is the account whose settings sheet the staff use.
	account people.Account
}

// Code returns the code of the facility.
func (c *Clinic) Code() string { return c.facility.Code }

// Name returns the name of the facility.
func (c *Clinic) Name() string { return c.facility.Name }

// AccountID returns the id of the account in use.
func (c *Clinic) AccountID() string { return c.account.ID }

// sendFacility sends the facility to the service: its accounts are issued, except additional ones, which are applied for and
// wait.
func (c *Clinic) sendFacility() error {
	facilities := []control.Facility{RecordOfFacility(c.facility)}
	err := c.world.control.PutPeople(c.world.ctx, control.People{Facilities: facilities})
	if err != nil {
		return slot.Environment("sending the facility to the service", err)
	}
	return nil
}

// GetsAdditionalAccount makes the reviewers grant 資格確認端末機器(アカウント)追加申請.
func (c *Clinic) GetsAdditionalAccount() error {
	a, err := c.additional()
	if err != nil {
		return err
	}
	return c.decide(a.ID, control.Issue)
}

// CancelsAccount makes the reviewers grant アカウント解除申請 for the account in use.
func (c *Clinic) CancelsAccount() error { return c.decide(c.account.ID, control.Cancel) }

func (c *Clinic) decide(id string, d control.Decision) error {
	c.world.record.Add(trace.World, trace.PersonActor, trace.Stimulus, trace.KindPerson,
		trace.Fields{"deed": "account-" + string(d), "account": id})
	err := c.world.control.Decide(c.world.ctx, control.AccountDecision{InstitutionCode: c.facility.Code, AccountID: id,
		Decision: d})
	if err != nil {
		return slot.Environment("deciding about the account", err)
	}
	return nil
}

func (c *Clinic) additional() (people.Account, error) {
	for _, a := range c.facility.Accounts {
		if a.Additional {
			return a, nil
		}
	}
	return people.Account{}, slot.Configuration("finding an additional account",
		errors.New("facility "+c.facility.ID+" has no additional account in the cast: add one to its accounts"))
}

func (c *Clinic) takeAdditionalAccount() error {
	a, err := c.additional()
	if err == nil {
		c.account = a
	}
	return err
}

// observe records the service's accounts and the number of registrations, deregistrations and checks, as evidence for a
// claim.
func (c *Clinic) observe() error {
	accounts, err := c.world.control.Accounts(c.world.ctx)
	if err != nil {
		return slot.Environment("reading the service's accounts", err)
	}
	history, err := c.world.control.History(c.world.ctx)
	if err != nil {
		return slot.Environment("reading the service's history", err)
	}
	fields := trace.Fields{}
	for _, a := range accounts {
		fields["account."+a.AccountID] = a.State
	}
	counts := map[string]int{"registration": 0, "deregistration": 0, "check": 0}
	for _, h := range history {
		counts[h.What]++
	}
	for what, n := range counts {
		fields[what+"s"] = strconv.Itoa(n)
	}
	c.world.record.Add(trace.Service, trace.TheService, trace.Observation, trace.KindInventory, fields)
	return nil
}

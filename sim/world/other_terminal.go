package world

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/mynalab/mynalab/mockservice/wire"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/people"
	"github.com/mynalab/mynalab/sim/slot"
)

// AdditionalAccountID returns the id of the facility's additional account; empty if the cast has none for it.
func (c *Clinic) AdditionalAccountID() string {
	a, _ := c.additional() // the claim that uses the id reports that there is none
	return a.ID
}

// OtherTerminalRegisters registers a terminal that is not the product's with the account in use.
func (c *Clinic) OtherTerminalRegisters() error { return c.registersElsewhere(c.account) }

// OtherTerminalRegistersAdditional does the same with the additional account.
func (c *Clinic) OtherTerminalRegistersAdditional() error {
	a, err := c.additional()
	if err != nil {
		return err
	}
	return c.registersElsewhere(a)
}

// registersElsewhere sends a registration to the service directly. The other terminal is not the product under test, so the
// record contains only that it registered.
func (c *Clinic) registersElsewhere(a people.Account) error {
	c.world.record.Add(trace.World, trace.PersonActor, trace.Stimulus, trace.KindPerson,
		trace.Fields{"deed": "other-terminal-registers", "account": a.ID})
	body, err := json.Marshal(wire.RegistrationRequest{InstitutionCode: c.facility.Code, AccountID: a.ID,
		Password: a.Password, ActivationCode: a.ActivationCode, Platform: "ios"})
	if err != nil {
		return slot.Harness("registering another terminal", errors.New("its request can't be encoded"))
	}
	answer, err := c.world.slot.Link().Ask(c.world.ctx, http.MethodPost, wire.PathRegistration,
		http.Header{"Content-Type": {"application/json"}}, body)
	switch {
	case err != nil:
		return slot.Harness("registering another terminal", err)
	case answer.Code != http.StatusCreated && !c.world.controlled():
		return slot.Environment("registering another terminal", fmt.Errorf("%w, and it answered %d", slot.ErrUncontrolled, answer.Code))
	case answer.Code != http.StatusCreated:
		return slot.Environment("registering another terminal", fmt.Errorf("the service answered %d", answer.Code))
	}
	return nil
}

package world

import (
	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/sim/municipality"
	"github.com/mynalab/mynalab/sim/slot"
)

// sendFormerCards sends the cards that the person had before the present one to the service (SVC-316).
func (p *Patient) sendFormerCards() error {
	w, person := p.world, p.person
	if len(person.Cards) < 2 {
		return nil
	}
	person.Cards = person.Cards[:len(person.Cards)-1]
	former, err := w.issuer.CardsOf(person, defaultProfile)
	if err != nil {
		return slot.Harness("issuing a former card", err)
	}
	for _, card := range former {
		err := w.control.PutCertificate(w.ctx, control.Certificate{Serial: card.AuthSerial, PersonID: person.ID})
		if err != nil {
			return slot.Environment("sending a former certificate to the service", err)
		}
		if err := w.sendRevocations(card.Ended); err != nil {
			return err
		}
	}
	return nil
}

// sendEnded sends to the service which certificates of the present card had ended before the scenario began. A card in a real
// reader has a history that we don't know.
func (p *Patient) sendEnded(held slot.HeldCard) error {
	issued, made := held.Issued()
	if !made || p.unknown {
		return nil
	}
	ended, err := p.world.issuer.EndOf(issued, p.person.Cards[len(p.person.Cards)-1])
	if err != nil {
		return slot.Harness("reading the history of a card", err)
	}
	return p.world.sendRevocations(ended)
}

// sendRevocations sends revocations from before the scenario to the service. They are not recorded, because they are not part
// of the scenario.
func (w *World) sendRevocations(ended []municipality.Revocation) error {
	for _, r := range ended {
		err := w.control.Revoke(w.ctx, control.Revocation{Serial: r.Serial, At: r.At, Reason: control.Reason(r.Reason)})
		if err != nil {
			return slot.Environment("sending a former revocation to the service", err)
		}
	}
	return nil
}

package world

import (
	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/sim/municipality"
	"github.com/mynalab/mynalab/sim/slot"
)

// hadOtherCards tells the service of the cards that the person had before the present one (SVC-316).
func (p *Patient) hadOtherCards() error {
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
			return slot.Environment("telling the service of a former certificate", err)
		}
		if err := w.tellRevocations(card.Ended); err != nil {
			return err
		}
	}
	return nil
}

// hasEnded tells the service what of the present card had ended before the scenario began. A card in a real reader has a
// past of its own.
func (p *Patient) hasEnded(held slot.HeldCard) error {
	issued, made := held.Issued()
	if !made || p.unknown {
		return nil
	}
	ended, err := p.world.issuer.EndOf(issued, p.person.Cards[len(p.person.Cards)-1])
	if err != nil {
		return slot.Harness("reading the past of a card", err)
	}
	return p.world.tellRevocations(ended)
}

// tellRevocations is what the JPKI told the service before the scenario began: it is no deed of the scenario.
func (w *World) tellRevocations(ended []municipality.Revocation) error {
	for _, r := range ended {
		err := w.control.Revoke(w.ctx, control.Revocation{Serial: r.Serial, At: r.At, Reason: control.Reason(r.Reason)})
		if err != nil {
			return slot.Environment("telling the service of a former revocation", err)
		}
	}
	return nil
}

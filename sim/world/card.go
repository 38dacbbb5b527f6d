package world

import (
	"time"

	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/municipality"
	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// defaultProfile is the card that people of the cast carry; cardAge is how long they have had it.
const (
	defaultProfile = "contact-a1"
	cardAge        = 2 * 365 * 24 * time.Hour
)

// holding is a card in somebody's hand.
type holding interface {
	// serial is that of the user certificate.
	serial() string
	signatureSerial() (string, error)
	put()
	take()
	// disturb puts something around the card until it is next taken away.
	disturb(with func(reader.Chip) reader.Chip) error
	unlock(pin string) error
}

// cardSource is where a slot's cards come from.
type cardSource interface {
	// reader is the slot's reader.
	reader() reader.Reader
	// adapter names the source in the record's header.
	adapter() string
	// hold gives a card made to order.
	hold(w *World, o municipality.Order) (holding, error)
	// runs tells whether a scenario with these tags can be staged.
	runs(tags []string) (trace.Sentence, bool)
}

// virtualCards are made to order and put into a reader in the same process.
type virtualCards struct {
	slot *reader.InProcess
}

func (v *virtualCards) reader() reader.Reader { return v.slot }
func (v *virtualCards) adapter() string       { return "virtual" }

func (v *virtualCards) runs([]string) (trace.Sentence, bool) { return trace.Sentence{}, true }

func (v *virtualCards) hold(w *World, o municipality.Order) (holding, error) {
	issued, err := w.desk.Issue(o)
	if err != nil {
		return nil, harness("issuing a card", err)
	}
	return &virtualHolding{world: w, reader: v.slot, issued: issued, chip: issued.Card}, nil
}

// virtualHolding is a virtual card in a hand.
type virtualHolding struct {
	world  *World
	reader *reader.InProcess
	issued municipality.Issued
	// chip is the card, or the card with a fault around it until it is next taken away.
	chip reader.Chip
}

func (h *virtualHolding) serial() string { return h.issued.AuthSerial }

func (h *virtualHolding) signatureSerial() (string, error) { return serialOf(h.issued.Spec.SignCert) }

func (h *virtualHolding) put() {
	h.reader.Insert(h.chip)
	h.world.record.Add(trace.Card, trace.PersonActor, trace.Stimulus, trace.KindInserted, nil)
}

func (h *virtualHolding) take() {
	h.reader.Remove()
	h.chip = h.issued.Card
	h.world.record.Add(trace.Card, trace.PersonActor, trace.Stimulus, trace.KindRemoved, nil)
}

func (h *virtualHolding) disturb(with func(reader.Chip) reader.Chip) error {
	h.chip = with(h.issued.Card)
	return nil
}

func (h *virtualHolding) unlock(pin string) error {
	if err := h.issued.Card.Unlock(virtualcard.FIDAuthPIN, pin); err != nil {
		return harness("resetting the PIN", err)
	}
	return nil
}

package slot

import (
	"context"
	"crypto/x509"

	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/municipality"
	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// virtualCards makes cards to order and puts them in a reader in the same process.
type virtualCards struct{ slot *reader.InProcess }

var _ Cards = (*virtualCards)(nil)

// VirtualCards returns a card plane that makes cards to order and puts them in a reader in the same process.
func VirtualCards() Cards { return &virtualCards{slot: reader.NewInProcess("mynalab")} }

func (v *virtualCards) Open(context.Context) error { return nil }

// Close removes the card that is still in the reader.
func (v *virtualCards) Close(context.Context) error {
	v.slot.Remove()
	return nil
}

func (v *virtualCards) Adapter() string                      { return "virtual" }
func (v *virtualCards) Runs([]string) (trace.Sentence, bool) { return trace.Sentence{}, true }
func (v *virtualCards) Reader() reader.Reader                { return v.slot }
func (v *virtualCards) OfOthers() bool                       { return false }

// Hold issues the ordered card.
func (v *virtualCards) Hold(s CardEnv, o municipality.Order) (HeldCard, error) {
	issued, err := s.Issuer.Issue(o)
	if err != nil {
		return nil, Harness("issuing a card", err)
	}
	return &virtualHolding{env: s, reader: v.slot, issued: issued, chip: issued.Card}, nil
}

// virtualHolding is a virtual card that a person holds.
type virtualHolding struct {
	env    CardEnv
	reader *reader.InProcess
	issued municipality.Issued
	// chip is the card, or the card wrapped in a fault until it is next taken away.
	chip reader.Chip
}

func (h *virtualHolding) Serial() string                      { return h.issued.AuthSerial }
func (h *virtualHolding) SignatureSerial() (string, error)    { return serialOf(h.issued.Spec.SignCert) }
func (h *virtualHolding) Issued() (municipality.Issued, bool) { return h.issued, true }

// Put puts the card in the reader and records that.
func (h *virtualHolding) Put() {
	h.reader.Insert(h.chip)
	h.env.Record.Add(trace.Card, trace.PersonActor, trace.Stimulus, trace.KindInserted, nil)
}

// Take takes the card out of the reader, ends its fault, and records the removal.
func (h *virtualHolding) Take() {
	h.reader.Remove()
	h.chip = h.issued.Card
	h.env.Record.Add(trace.Card, trace.PersonActor, trace.Stimulus, trace.KindRemoved, nil)
}

// Disturb wraps the card in a fault.
func (h *virtualHolding) Disturb(with func(reader.Chip) reader.Chip) error {
	h.chip = with(h.issued.Card)
	return nil
}

// Unlock sets a new user PIN, as the municipality does.
func (h *virtualHolding) Unlock(pin string) error {
	if err := h.issued.Card.Unlock(virtualcard.FIDAuthPIN, pin); err != nil {
		return Harness("resetting the PIN", err)
	}
	return nil
}

// serialOf returns the serial number of a certificate in upper-case hex.
func serialOf(der []byte) (string, error) {
	c, err := x509.ParseCertificate(der)
	if err != nil {
		return "", Harness("reading a certificate", err)
	}
	return jpki.SerialText(c.SerialNumber), nil
}

package world

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"slices"

	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/municipality"
	"github.com/mynalab/mynalab/virtualcard/apdu"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// Tags that say what a scenario needs of a card (design §4).
const (
	tagAnyCard   = "@card-any"
	tagKnownCard = "@card-known"
)

// spendable is how many tries a card must have left before scenarios may spend one: one to spend, one that is never
// touched.
const spendable = 2

// errLying is why a card that lies in a real reader cannot be what a feature text orders.
var errLying = errors.New("the card in the reader is what it is: run this scenario with --card virtual")

// Enrolled is what free reads tell of a card that lies in a real reader.
type Enrolled struct {
	// Serial is that of the user certificate, in upper-case hex.
	Serial string
	// Ours: the certificate chains to the embedded TEST keys.
	Ours bool
	// Tries are those left of the user PIN.
	Tries int
}

// Enrol reads what a card tells anybody: the user certificate and the retry counter.
func Enrol(ctx context.Context, r reader.Reader) (Enrolled, error) {
	card, err := r.Connect(ctx)
	if err != nil {
		return Enrolled{}, fmt.Errorf("enrolling the card in %s: %w", r.Name(), err)
	}
	defer func() { _ = card.Disconnect(reader.Unpower) }() // the answers are in hand already
	der, err := readCertificate(ctx, card)
	if err != nil {
		return Enrolled{}, fmt.Errorf("enrolling the card in %s: reading its user certificate: %w", r.Name(), err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		return Enrolled{}, fmt.Errorf("enrolling the card in %s: its user certificate: %w", r.Name(), err)
	}
	answer, err := converse(ctx, card, selectAuthPIN(), queryTries())
	if err != nil {
		return Enrolled{}, fmt.Errorf("enrolling the card in %s: asking its tries: %w", r.Name(), err)
	}
	tries, _ := answer.SW.Tries()
	return Enrolled{Serial: jpki.SerialText(certificate.SerialNumber), Ours: jpki.Ours(certificate), Tries: tries}, nil
}

// readCertificate reads EF 000A by its DER header (card reference §3.3).
func readCertificate(ctx context.Context, card reader.Card) ([]byte, error) {
	head, err := converse(ctx, card, selectJPKI(), selectAuthCertificate(), readHead())
	if err != nil {
		return nil, err
	}
	if len(head.Data) != 4 || head.Data[0] != 0x30 || head.Data[1] != 0x82 {
		return nil, fmt.Errorf("no certificate there (%v)", head.SW)
	}
	size := 4 + int(head.Data[2])<<8 + int(head.Data[3])
	var der []byte
	for len(der) < size {
		part, err := converse(ctx, card, apdu.Command{INS: apdu.INSReadBinary, P1: byte(len(der) >> 8),
			P2: byte(len(der)), Ne: min(256, size-len(der))})
		if err != nil {
			return nil, err
		}
		if len(part.Data) == 0 {
			return nil, fmt.Errorf("it ends after %d of %d bytes (%v)", len(der), size, part.SW)
		}
		der = append(der, part.Data...)
	}
	return der, nil
}

// converse sends commands one after the other and gives the last answer.
func converse(ctx context.Context, card reader.Card, commands ...apdu.Command) (last apdu.Response, err error) {
	for _, c := range commands {
		raw, err := card.Transmit(ctx, c.Bytes())
		if err != nil {
			return last, err
		}
		if last, err = apdu.ParseResponse(slices.Clone(raw)); err != nil {
			return last, err
		}
	}
	return last, nil
}

// lyingCard is the one card that lies in a real reader.
type lyingCard struct {
	lies     reader.Reader
	enrolled Enrolled
}

func (l *lyingCard) reader() reader.Reader { return l.lies }
func (l *lyingCard) adapter() string       { return "pcsc" }

func (l *lyingCard) runs(tags []string) (trace.Sentence, bool) {
	switch {
	case slices.Contains(tags, tagAnyCard):
		return trace.Sentence{}, true
	case !slices.Contains(tags, tagKnownCard):
		return trace.Sentence{JA: "注文どおりに作ったカードが要る（--card virtual で実行する）",
			EN: "needs a card made to order (run it with --card virtual)"}, false
	case !l.enrolled.Ours:
		return trace.Sentence{JA: "持ち主と暗証番号の分かっているカードが要る",
			EN: "needs a card whose holder and PIN are known"}, false
	case l.enrolled.Tries < spendable:
		return trace.Sentence{JA: fmt.Sprintf("暗証番号の残りが%d回しかない（最後の1回は使わない）", l.enrolled.Tries),
			EN: fmt.Sprintf("only %d tries of the PIN are left (the last one is never spent)", l.enrolled.Tries)}, false
	}
	return trace.Sentence{}, true
}

func (l *lyingCard) hold(w *World, o municipality.Order) (holding, error) {
	if o.TriesLeft != nil || !o.NotAfter.IsZero() || o.Pinless || o.Flaw != municipality.Sound {
		return nil, configuration("ordering a card", errLying)
	}
	return &lyingHolding{card: l}, nil
}

// lyingHolding is the card in the reader as somebody's card. It is never moved: the client powers it off when done.
type lyingHolding struct{ card *lyingCard }

func (h *lyingHolding) serial() string      { return h.card.enrolled.Serial }
func (h *lyingHolding) put()                {}
func (h *lyingHolding) take()               {}
func (h *lyingHolding) unlock(string) error { return configuration("resetting the PIN", errLying) }
func (h *lyingHolding) disturb(func(reader.Chip) reader.Chip) error {
	return configuration("disturbing the card", errLying)
}
func (h *lyingHolding) signatureSerial() (string, error) {
	return "", configuration("asking for the signature certificate", errLying)
}

package world

import (
	"errors"
	"slices"

	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/municipality"
	"github.com/mynalab/mynalab/sim/people"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// Tags that say what a scenario needs of a card (design §4).
const (
	tagAnyCard   = "@card-any"
	tagKnownCard = "@card-known"
	// tagPortal stands over scenarios that ask nothing of card and product.
	tagPortal = "@portal"
	// tagSignCertificate is the fact that only a card with a signature certificate can prove.
	tagSignCertificate = "@CARD-150"
)

// errLying is why a card that lies in a real reader cannot be what a feature text orders.
var errLying = errors.New("the card in the reader is what it is: run this scenario with --card virtual")

// lyingCard is the one card that lies in a real reader.
type lyingCard struct {
	enrolled Enrolled
	cast     people.Cast
	pin      *lyingPIN
}

func newLyingCard(c SlotConfig) *lyingCard {
	return &lyingCard{enrolled: c.Enrolled, cast: c.Cast,
		pin: &lyingPIN{reader: c.Lying, right: c.Cast.Persons[0].PINs.Holder, tries: c.Enrolled.Tries}}
}

func (l *lyingCard) reader() reader.Reader { return l.pin }
func (l *lyingCard) adapter() string       { return "pcsc" }

func (l *lyingCard) runs(tags []string) (trace.Sentence, bool) {
	l.pin.open, l.pin.silent = false, nil
	switch {
	case slices.Contains(tags, tagAnyCard):
		return trace.Sentence{}, true
	case slices.Contains(tags, tagPortal):
		return trace.Sentence{JA: "カードも製品も使わない、窓口サイトの自己点検である（--card virtual で実行する）",
			EN: "a self-check of the portals, without card and product (run it with --card virtual)"}, false
	case !slices.Contains(tags, tagKnownCard):
		return trace.Sentence{JA: "注文どおりに作ったカードが要る（--card virtual で実行する）",
			EN: "needs a card made to order (run it with --card virtual)"}, false
	case !l.known():
		return trace.Sentence{JA: "持ち主と暗証番号の分かっているカードが要る（mynalab card が --pin なしで作る " + l.cast.Persons[0].ID + " のカード）",
			EN: "needs a card whose holder and PIN are known (as mynalab card makes it for " + l.cast.Persons[0].ID + ", without --pin)"}, false
	case !l.enrolled.Signs && slices.Contains(tags, tagSignCertificate):
		return trace.Sentence{JA: "カードに署名用電子証明書がない", EN: "the card has no signature certificate"}, false
	}
	return l.pin.runs()
}

// known tells whether the card takes the PIN that the scenarios' patient types, as far as its certificate tells.
func (l *lyingCard) known() bool {
	holder, err := l.cast.Person(l.enrolled.Holder.Person)
	return err == nil && l.enrolled.Ours && l.enrolled.Holder.CastPINs && holder.PINs.Holder == l.pin.right
}

func (l *lyingCard) hold(w *World, o municipality.Order) (holding, error) {
	if o.TriesLeft != nil || !o.NotAfter.IsZero() || o.Pinless || o.Flaw != municipality.Sound {
		return nil, configuration("ordering a card", errLying)
	}
	if l.pin.silent != nil {
		return nil, environment("asking the card in the reader", l.pin.silent)
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

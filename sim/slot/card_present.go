package slot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/municipality"
	"github.com/mynalab/mynalab/sim/people"
	"github.com/mynalab/mynalab/virtualcard/pcsc"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// Tags that say what a scenario needs of a card (design §4).
const (
	tagAnyCard   = "@card-any"
	tagKnownCard = "@card-known"
	// tagPortal marks scenarios that use neither card nor product.
	tagPortal = "@portal"
	// tagSignCertificate is the id of the fact that only a card with a signature certificate can prove.
	tagSignCertificate = "@CARD-150"
)

// enrolLimit is how long opening the plane waits for the card in the reader and its free reads. Our choice: several times
// what the reads take, and short for a person who waits because the card does not answer.
const enrolLimit = 5 * time.Second

// errPresent is why a card in a real reader cannot become what a feature text orders.
var errPresent = errors.New("the card in the reader cannot be changed: run this scenario with --card virtual")

// OpenReader finds a real reader and returns it with a function that releases it. Its errors are ErrNoPCSC and ErrNoReader.
type OpenReader func() (found reader.Reader, release func() error, err error)

// Why a real reader is not available.
var (
	ErrNoPCSC   = errors.New("no PC/SC")
	ErrNoReader = errors.New("no such reader")
)

// ReaderNamed opens the PC/SC reader with that name or a part of it.
func ReaderNamed(name string) OpenReader {
	return func() (reader.Reader, func() error, error) {
		service, err := pcsc.Open()
		if err != nil {
			return nil, nil, unavailable(ErrNoPCSC, err)
		}
		if _, err := service.Readers(); err != nil {
			return nil, nil, errors.Join(unavailable(ErrNoPCSC, err), service.Close())
		}
		found, err := service.Reader(name)
		if err != nil {
			return nil, nil, errors.Join(unavailable(ErrNoReader, err), service.Close())
		}
		return found, service.Close, nil
	}
}

// Unavailable is why a reader or the card in it is not available: Kind is ErrNoPCSC, ErrNoReader or ErrCard, Err the cause.
type Unavailable struct{ Kind, Err error }

// ErrCard is for a card that can't be enrolled; if there is no card in the reader, reader.ErrNoCard is wrapped, too.
var ErrCard = errors.New("no card that can be enrolled")

func unavailable(kind, err error) error { return &Unavailable{kind, err} }

// Error returns the text of the cause.
func (u *Unavailable) Error() string { return u.Err.Error() }

// Unwrap returns kind and cause.
func (u *Unavailable) Unwrap() []error { return []error{u.Kind, u.Err} }

// presentCard is the card plane of the one card in a real reader.
type presentCard struct {
	cast     people.Cast
	open     OpenReader
	enrolled Enrolled
	pin      *presentPIN
	release  func() error
}

var _ Cards = (*presentCard)(nil)

// PresentCard returns a maker of the card plane for the card in a real reader. Opening the plane enrols the card: it is
// treated as somebody else's at first, and as ours once its certificate proves that it is. It can't be made to order.
func PresentCard(cast people.Cast, open OpenReader) func() Cards {
	return func() Cards { return &presentCard{cast: cast, open: open} }
}

// Open finds the reader and enrols the card in it by free reads. Its error is Unavailable.
func (p *presentCard) Open(ctx context.Context) error {
	found, release, err := p.open()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, enrolLimit)
	defer cancel()
	enrolled, err := Enrol(ctx, pcsc.Guard(found, pcsc.ForForeignCard()))
	if err != nil {
		return errors.Join(unavailable(ErrCard, err), release())
	}
	p.store(found, enrolled, release)
	return nil
}

// store stores the enrolled card. Any other card that is put in the reader later is sent only the reads that identify it.
func (p *presentCard) store(found reader.Reader, e Enrolled, release func() error) {
	p.enrolled, p.release = e, release
	p.pin = &presentPIN{reader: pcsc.GuardKnown(found, e.policy(), e.Recognises), right: p.cast.Persons[0].PINs.Holder, tries: e.Tries}
}

// policy protects every retry counter of somebody else's card, and the last try of our own.
func (e Enrolled) policy() pcsc.Policy {
	if e.Ours {
		return pcsc.ForTestCard()
	}
	return pcsc.ForForeignCard()
}

// Close releases the reader; the card stays in it.
func (p *presentCard) Close(context.Context) error {
	if p.release == nil {
		return nil
	}
	release := p.release
	p.release = nil
	if err := release(); err != nil {
		return fmt.Errorf("letting go of the reader: %w", err)
	}
	return nil
}

func (p *presentCard) Reader() reader.Reader { return p.pin }
func (p *presentCard) Adapter() string       { return "pcsc" }
func (p *presentCard) OfOthers() bool        { return !p.enrolled.Ours }

// Runs reports whether the card can run the scenario, and allows VERIFY with data if the scenario may send it.
func (p *presentCard) Runs(tags []string) (trace.Sentence, bool) {
	p.pin.shut()
	switch {
	case slices.Contains(tags, tagAnyCard):
		return trace.Sentence{}, true
	case slices.Contains(tags, tagPortal):
		return trace.Sentence{JA: "カードも製品も使わない、窓口サイトの自己点検である（--card virtual で実行する）",
			EN: "a self-check of the portals, without card and product (run it with --card virtual)"}, false
	case !slices.Contains(tags, tagKnownCard):
		return trace.Sentence{JA: "注文どおりに作ったカードが要る（--card virtual で実行する）",
			EN: "needs a card made to order (run it with --card virtual)"}, false
	case !p.known():
		return trace.Sentence{JA: "持ち主と暗証番号の分かっているカードが要る（mynalab card が --pin なしで作る " + p.cast.Persons[0].ID + " のカード）",
			EN: "needs a card whose holder and PIN are known (one that mynalab card makes for " + p.cast.Persons[0].ID + " without --pin)"}, false
	case !p.enrolled.Signs && slices.Contains(tags, tagSignCertificate):
		return trace.Sentence{JA: "カードに署名用電子証明書がない", EN: "the card has no signature certificate"}, false
	}
	return p.pin.runs()
}

// known reports whether the card takes the PIN that the scenarios' patient types, as far as its certificate says.
func (p *presentCard) known() bool {
	holder, err := p.cast.Person(p.enrolled.Holder.Person)
	return err == nil && p.enrolled.Ours && p.enrolled.Holder.CastPINs && holder.PINs.Holder == p.pin.right
}

// Hold gives the card in the reader to a person of the scenario, unless the order needs another card.
func (p *presentCard) Hold(_ CardEnv, o municipality.Order) (HeldCard, error) {
	if o.TriesLeft != nil || !o.NotAfter.IsZero() || o.Pinless || o.Flaw != municipality.Sound {
		return nil, Configuration("ordering a card", errPresent)
	}
	if err := p.pin.unansweredReason(); err != nil {
		return nil, Environment("asking the card in the reader", err)
	}
	return heldPresentCard{p.enrolled.Serial}, nil
}

// heldPresentCard is the card in the reader as a person's card. It is never moved; the client powers it off when it is done.
type heldPresentCard struct{ serial string }

func (h heldPresentCard) Serial() string                      { return h.serial }
func (h heldPresentCard) Put()                                {}
func (h heldPresentCard) Take()                               {}
func (h heldPresentCard) Issued() (municipality.Issued, bool) { return municipality.Issued{}, false }
func (h heldPresentCard) Unlock(string) error                 { return Configuration("resetting the PIN", errPresent) }
func (h heldPresentCard) Disturb(func(reader.Chip) reader.Chip) error {
	return Configuration("disturbing the card", errPresent)
}
func (h heldPresentCard) SignatureSerial() (string, error) {
	return "", Configuration("asking for the signature certificate", errPresent)
}

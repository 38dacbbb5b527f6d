package slot

import (
	"context"
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"fmt"
	"slices"

	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/sim/municipality"
	"github.com/mynalab/mynalab/virtualcard/apdu"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// Enrolled is what free reads tell of a card that lies in a real reader.
type Enrolled struct {
	// Serial is that of the user certificate, in upper-case hex, Certificate the hash by which the card is known again.
	Serial      string
	Certificate [sha256.Size]byte
	// Ours: the certificate chains to the embedded TEST keys. Only then Holder says whose card it is and whose PINs it has,
	// and Signs whether it has a signature certificate.
	Ours   bool
	Holder municipality.Holder
	Signs  bool
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
	e, err := enrol(ctx, card)
	if err != nil {
		return Enrolled{}, fmt.Errorf("enrolling the card in %s: %w", r.Name(), err)
	}
	return e, nil
}

func enrol(ctx context.Context, card reader.Card) (e Enrolled, err error) {
	der, err := readCertificate(ctx, card)
	if err != nil {
		return e, fmt.Errorf("reading its user certificate: %w", err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		return e, fmt.Errorf("its user certificate: %w", err)
	}
	e = Enrolled{Serial: jpki.SerialText(certificate.SerialNumber), Certificate: sha256.Sum256(der), Ours: jpki.Ours(certificate)}
	if e.Ours {
		e.Holder, _ = municipality.HolderIn(certificate.Subject.CommonName)
		there, err := converse(ctx, card, SelectSignCertificate())
		if err != nil {
			return e, fmt.Errorf("asking for its signature certificate: %w", err)
		}
		e.Signs = there.SW == apdu.SW9000OK
	}
	answer, err := converse(ctx, card, SelectAuthPIN(), QueryTries())
	if err != nil {
		return e, fmt.Errorf("asking its tries: %w", err)
	}
	e.Tries, _ = answer.SW.Tries()
	return e, nil
}

// Recognises tells whether a card is the one that was enrolled. An error is for a card that does not answer.
func (e Enrolled) Recognises(ctx context.Context, card reader.Card) (bool, error) {
	der, err := readCertificate(ctx, card)
	if errors.Is(err, errNoCertificate) {
		return false, nil
	}
	return err == nil && sha256.Sum256(der) == e.Certificate, err
}

// errNoCertificate is for a card that answers, but not with a user certificate.
var errNoCertificate = errors.New("no certificate there")

// readCertificate reads EF 000A by its DER header (card reference §3.3).
func readCertificate(ctx context.Context, card reader.Card) ([]byte, error) {
	head, err := converse(ctx, card, SelectJPKI(), SelectAuthCertificate(), ReadHead())
	if err != nil {
		return nil, err
	}
	if len(head.Data) != 4 || head.Data[0] != 0x30 || head.Data[1] != 0x82 {
		return nil, fmt.Errorf("%w (%v)", errNoCertificate, head.SW)
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
			return nil, fmt.Errorf("%w: it ends after %d of %d bytes (%v)", errNoCertificate, len(der), size, part.SW)
		}
		der = append(der, part.Data...)
	}
	return der, nil
}

// converse sends commands one after the other and gives the last answer: that to the first SELECT that fails, since
// nothing is certain of what comes after it.
func converse(ctx context.Context, card reader.Card, commands ...apdu.Command) (last apdu.Response, err error) {
	for _, c := range commands {
		raw, err := card.Transmit(ctx, c.Bytes())
		if err != nil {
			return last, err
		}
		if last, err = apdu.ParseResponse(slices.Clone(raw)); err != nil {
			return last, err
		}
		if c.INS == apdu.INSSelect && last.SW != apdu.SW9000OK {
			return last, nil
		}
	}
	return last, nil
}

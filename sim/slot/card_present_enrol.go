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

// Enrolled is what free reads say about a card in a real reader.
type Enrolled struct {
	// Serial is the serial number of the user certificate in upper-case hex. Certificate is the certificate's SHA-256 hash,
	// by which the card is recognized later.
	Serial      string
	Certificate [sha256.Size]byte
	// Ours: the certificate chains to the embedded TEST keys. Only then Holder says whose card it is and whose PINs it has,
	// and Signs says whether it has a signature certificate.
	Ours   bool
	Holder municipality.Holder
	Signs  bool
	// Tries is the retry counter of the user PIN.
	Tries int
}

// Enrol reads from a card what needs no PIN: the user certificate and the retry counter. Nothing of it costs the card a try.
func Enrol(ctx context.Context, r reader.Reader) (Enrolled, error) {
	card, err := r.Connect(ctx)
	if err != nil {
		return Enrolled{}, fmt.Errorf("enrolling the card in %s: %w", r.Name(), err)
	}
	defer func() { _ = card.Disconnect(reader.Unpower) }() // all answers are read, so an error here changes nothing
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

// Recognises reports whether a card is the enrolled one. It returns an error if the card does not answer.
func (e Enrolled) Recognises(ctx context.Context, card reader.Card) (bool, error) {
	der, err := readCertificate(ctx, card)
	if errors.Is(err, errNoCertificate) {
		return false, nil
	}
	return err == nil && sha256.Sum256(der) == e.Certificate, err
}

// errNoCertificate is for a card that answers, but without a user certificate.
var errNoCertificate = errors.New("no user certificate on the card")

// readCertificate reads EF 000A; its DER header gives the length (card reference §3.3).
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

// converse sends commands one after the other and returns the last response. It stops at the first SELECT that fails and
// returns its response, since the commands after it would reach another file.
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

package world

import (
	"time"

	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/municipality"
	"github.com/mynalab/mynalab/sim/slot"
)

// CardHasTries: only n tries are left, because others were used up earlier.
func (p *Patient) CardHasTries(n int) error {
	p.order.TriesLeft = &n
	return nil
}

// HasPinlessCard: the card is a 顔認証マイナンバーカード, which has no PIN (SVC-147, SVC-148).
func (p *Patient) HasPinlessCard() error {
	p.order.Pinless = true
	return nil
}

// CertificateBegins: the user certificate is valid from the first second of that day (JST).
func (p *Patient) CertificateBegins(year, month, day int) error {
	p.order.Issued = time.Date(year, time.Month(month), day, 0, 0, 0, 0, jst)
	return nil
}

// CertificateEnds: the user certificate expires at the end of that day (23:59:59 JST, card reference §7.4).
func (p *Patient) CertificateEnds(year, month, day int) error {
	p.order.NotAfter = time.Date(year, time.Month(month), day, 23, 59, 59, 0, jst)
	return nil
}

// CertificateIsFromSigningCA: the user certificate was issued by the authority for signature certificates (SVC-291).
func (p *Patient) CertificateIsFromSigningCA() error {
	p.order.Flaw = municipality.FromSigningCA
	return nil
}

// CertificateIsForged: the user certificate names the right authority, but that authority has not signed it (SVC-292).
func (p *Patient) CertificateIsForged() error {
	p.order.Flaw = municipality.ForgedSignature
	return nil
}

// certificate is one of the two certificates on a card.
type certificate string

// The certificates. Each value is the event that the record gives its revocation.
const (
	userCertificate      certificate = "certificate-revoked"
	signatureCertificate certificate = "signature-certificate-revoked"
)

// CertificateIsRevoked makes the JPKI revoke the user certificate.
func (p *Patient) CertificateIsRevoked() error {
	p.revoked = append(p.revoked, userCertificate)
	return nil
}

// SignatureCertificateIsRevoked makes the JPKI revoke the signature certificate, as it does when the holder moves (SVC-155).
func (p *Patient) SignatureCertificateIsRevoked() error {
	p.revoked = append(p.revoked, signatureCertificate)
	return nil
}

// GetsNewCard: the municipality issues another card and the certificate on the former one is revoked (SVC-316).
func (p *Patient) GetsNewCard() error {
	former, err := p.card()
	if err != nil {
		return err
	}
	p.held = nil
	return p.sendRevocation(former.Serial(), userCertificate, "superseded")
}

// sendRevoked sends the JPKI's revocations of the card's certificates to the service.
func (p *Patient) sendRevoked(held slot.HeldCard) error {
	for _, c := range p.revoked {
		serial := held.Serial()
		if c == signatureCertificate {
			var err error
			if serial, err = held.SignatureSerial(); err != nil {
				return err
			}
		}
		if err := p.sendRevocation(serial, c, "affiliation_changed"); err != nil {
			return err
		}
	}
	return nil
}

func (p *Patient) sendRevocation(serial string, c certificate, reason string) error {
	w := p.world
	w.record.Add(trace.World, trace.PersonActor, trace.Stimulus, trace.KindPerson,
		trace.Fields{"deed": string(c), "who": p.person.ID})
	err := w.control.Revoke(w.ctx, control.Revocation{Serial: serial, At: w.clock.Now(), Reason: control.Reason(reason)})
	if err != nil {
		return slot.Environment("sending the revocation to the service", err)
	}
	return nil
}

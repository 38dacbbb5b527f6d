package municipality

import (
	"crypto/x509"
	"fmt"
	"slices"
	"time"

	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/virtualcard"
)

// Event is why certificates end before their time.
type Event string

// The events of DefaultEndings.
const (
	EventRenewed   Event = "renewed"
	EventReported  Event = "loss reported"
	EventLost      Event = "lost"
	EventMoved     Event = "moved"
	EventReturned  Event = "returned"
	EventDied      Event = "died"
	EventDestroyed Event = "destroyed before delivery"
)

// Ending is one row of the table of endings: which certificates end with an event, and for which reason.
type Ending struct {
	Event Event
	// Reason is one of SVC-312.
	Reason string
	// ByProfile: what ends is cert.change_revokes of the card's profile; else both certificates end.
	ByProfile bool
	Source    string
}

// DefaultEndings is the table of endings. The reasons are those that a verifier's interface names.
func DefaultEndings() []Ending {
	return []Ending{
		{EventRenewed, "superseded", false, "SVC-312, SVC-316"},
		{EventReported, "certificate_hold", false, "SVC-312 (never lifted)"},
		{EventLost, "key_compromise", false, "SVC-312; that a loss is this one is ours"},
		{EventMoved, "affiliation_changed", true, "CARD-452, SVC-155, SVC-312, card reference §7.4"},
		{EventReturned, "cessation_of_operation", false, "SVC-312"},
		{EventDied, "cessation_of_operation", false, "SVC-312; that a death is this one is ours"},
		{EventDestroyed, "unspecified", false, "SVC-312"},
	}
}

// Revocation is what the JPKI tells its verifiers of one certificate.
type Revocation struct {
	// Serial is in upper-case hex.
	Serial string
	// Signing: it is the signature certificate, which no eligibility check looks at (SVC-155).
	Signing bool
	At      time.Time
	// Reason is one of SVC-312.
	Reason string
}

// End gives the revocations of a card for an event; the card itself does not notice (CARD-456).
func (is *Issuer) End(card Issued, event Event, at time.Time) ([]Revocation, error) {
	i := slices.IndexFunc(is.life.Endings, func(e Ending) bool { return e.Event == event })
	if i < 0 {
		return nil, fmt.Errorf("ending the certificates of %s: no rule for %q; choose an event of the table of endings",
			card.Order.Person.ID, event)
	}
	row := is.life.Endings[i]
	kinds, err := row.kinds(card.Order)
	if err != nil {
		return nil, fmt.Errorf("ending the certificates of %s: %w", card.Order.Person.ID, err)
	}
	var ended []Revocation
	if slices.Contains(kinds, virtualcard.CertificateAuth) {
		ended = append(ended, Revocation{Serial: card.AuthSerial, At: at, Reason: row.Reason})
	}
	if serial := card.SignSerial(); serial != "" && slices.Contains(kinds, virtualcard.CertificateSign) {
		ended = append(ended, Revocation{Serial: serial, Signing: true, At: at, Reason: row.Reason})
	}
	return ended, nil
}

// kinds are the certificates that end.
func (e Ending) kinds(o Order) ([]string, error) {
	if !e.ByProfile {
		return []string{virtualcard.CertificateAuth, virtualcard.CertificateSign}, nil
	}
	profile, err := o.profile()
	return profile.Cert.ChangeRevokes, err
}

// SignSerial is the serial of the signature certificate in upper-case hex; empty on a card without one.
func (i Issued) SignSerial() string {
	certificate, err := x509.ParseCertificate(i.Spec.SignCert)
	if err != nil { // there is none
		return ""
	}
	return jpki.SerialText(certificate.SerialNumber)
}

package municipality

import (
	"crypto/x509"
	"fmt"
	"slices"
	"time"

	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/virtualcard"
)

// Event is the reason why certificates end early.
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

// Ending is one row of the table of endings: which certificates end with an event, and for which revocation reason.
type Ending struct {
	Event Event
	// Reason is one of the reasons of SVC-312.
	Reason string
	// ByProfile is true if cert.change_revokes of the card's profile says which certificates end; otherwise both end.
	ByProfile bool
	Source    string
}

// DefaultEndings returns the table of endings. The reasons are those of the interface for verifiers.
func DefaultEndings() []Ending {
	return []Ending{
		{EventRenewed, "superseded", false, "SVC-312, SVC-316"},
		{EventReported, "certificate_hold", false, "SVC-312 (never lifted)"},
		{EventLost, "key_compromise", false, "SVC-312; this reason for a loss is ours"},
		{EventMoved, "affiliation_changed", true, "CARD-452, SVC-155, SVC-312, card reference §7.4"},
		{EventReturned, "cessation_of_operation", false, "SVC-312"},
		{EventDied, "cessation_of_operation", false, "SVC-312; this reason for a death is ours"},
		{EventDestroyed, "unspecified", false, "SVC-312"},
	}
}

// Revocation is what the JPKI reports to verifiers about one certificate.
type Revocation struct {
	// Serial is the serial number in upper-case hex.
	Serial string
	// Signing is true for the signature certificate, which no eligibility check uses (SVC-155).
	Signing bool
	At      time.Time
	// Reason is one of the reasons of SVC-312.
	Reason string
}

// End returns the revocations of a card for an event. The card itself does not change (CARD-456).
func (is *Issuer) End(card Issued, event Event, at time.Time) ([]Revocation, error) {
	i := slices.IndexFunc(is.life.Endings, func(e Ending) bool { return e.Event == event })
	if i < 0 {
		return nil, fmt.Errorf("ending the certificates of %s: no ending for event %q; choose an event of DefaultEndings",
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

// kinds returns the kinds of certificates that end.
func (e Ending) kinds(o Order) ([]string, error) {
	if !e.ByProfile {
		return []string{virtualcard.CertificateAuth, virtualcard.CertificateSign}, nil
	}
	profile, err := o.profile()
	return profile.Cert.ChangeRevokes, err
}

// SignSerial returns the serial of the signature certificate in upper-case hex; empty if the card has none.
func (i Issued) SignSerial() string {
	certificate, err := x509.ParseCertificate(i.Spec.SignCert)
	if err != nil { // the card has none
		return ""
	}
	return jpki.SerialText(certificate.SerialNumber)
}

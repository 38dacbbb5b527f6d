package qualification

import (
	"crypto/x509"
	"time"

	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// Rules are the tables and switches of a check.
type Rules struct {
	Steps    []Step
	Outcomes []Outcome
	Notes    []Note
	// Authorities are the generations of the user-authentication CA that are trusted. They may share one subject: the
	// key identifier tells them apart (SVC-306).
	Authorities []*x509.Certificate
	// Start is when the limited type began (DUT-02): until then a check finds the service not available, which is ours.
	Start time.Time
	// ChallengeLife is how long a nonce may be used; at that very moment it is over (ours).
	ChallengeLife time.Duration
	// Patience is how long step 6 waits for the JPKI's responder before it gives up (ours).
	Patience time.Duration
	Grace    Grace
	// WarningMonths before a certificate's expiry the answer begins to say so (SVC-162).
	WarningMonths int
	UnknownSerial UnknownSerial
}

// Grace is how long an expired certificate still gives the qualification (SVC-161).
type Grace struct {
	Months int
	// ToMonthEnd extends it to the last day of that month; without it the grace ends on the same day of the month.
	ToMonthEnd bool
}

// UnknownSerial is what step 7 makes of a certificate that nobody was told of (SVC-302).
type UnknownSerial string

// The two readings of SVC-302.
const (
	UnknownNotFound        UnknownSerial = "none"           // 該当資格なし, QualificationValidity 4
	UnknownIsNotRegistered UnknownSerial = "not-registered" // refused like a card that is not registered
)

// Note is a side note of a successful answer (SVC-049).
type Note struct {
	Code string
	// Message is ours; %s stands for the day that it speaks of.
	Message string
	Source  string
}

// DefaultNotes are the two side notes that the limited type needs.
func DefaultNotes() []Note {
	return []Note{
		{wire.NoteGrace, "電子証明書の有効期限が切れています。%sまでは資格情報のみ確認できます。早めに更新してください。", "SVC-299"},
		{wire.NoteExpiry, "電子証明書の有効期限は%sです。早めに更新してください。", "SVC-049, SVC-162"},
	}
}

// DefaultRules are the rules of eligibility reference §2.5, §2.6 and §6.3, trusting the test JPKI and nobody else
// (SVC-317).
func DefaultRules() Rules {
	return Rules{
		Steps:         DefaultSteps(),
		Outcomes:      DefaultOutcomes(),
		Notes:         DefaultNotes(),
		Authorities:   generations(),
		Start:         time.Date(2024, 4, 1, 0, 0, 0, 0, jpki.JST),
		ChallengeLife: 5 * time.Minute,
		Patience:      10 * time.Second,
		Grace:         Grace{Months: 3, ToMonthEnd: true},
		WarningMonths: 3,
		UnknownSerial: UnknownNotFound,
	}
}

// generations are the certificates of the test JPKI's user-authentication CA (CARD-446).
func generations() []*x509.Certificate {
	var list []*x509.Certificate
	for _, a := range jpki.Generations() {
		list = append(list, a.Certificate())
	}
	return list
}

// End is the first moment at which a certificate is no longer of use, given the last second of its validity: a midnight
// in Japan.
func (g Grace) End(notAfter time.Time) time.Time {
	day := notAfter.In(jpki.JST)
	if g.ToMonthEnd {
		return time.Date(day.Year(), day.Month()+time.Month(g.Months)+1, 1, 0, 0, 0, 0, jpki.JST)
	}
	return addMonths(day, g.Months).AddDate(0, 0, 1)
}

// WarningBegin is the midnight in Japan from which an answer speaks of the coming expiry.
func (r Rules) WarningBegin(notAfter time.Time) time.Time {
	return addMonths(notAfter.In(jpki.JST), -r.WarningMonths)
}

// addMonths is the midnight of the same day in another month, or of that month's last day if it is shorter.
func addMonths(day time.Time, months int) time.Time {
	first := time.Date(day.Year(), day.Month()+time.Month(months), 1, 0, 0, 0, 0, jpki.JST)
	last := first.AddDate(0, 1, -1)
	return first.AddDate(0, 0, min(day.Day(), last.Day())-1)
}

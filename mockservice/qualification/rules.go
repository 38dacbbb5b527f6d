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
	// Authorities are the trusted generations of the user-authentication CA, oldest first. They may have the same subject; the
	// key identifier distinguishes them (SVC-306).
	Authorities []*x509.Certificate
	// Start is when the limited type began (DUT-02). A check before that is refused as not available, which is ours.
	Start time.Time
	// ChallengeLife is how long a nonce may be used; exactly at its end the nonce has expired (ours).
	ChallengeLife time.Duration
	// Patience is how long step 6 waits for the JPKI's responder before the check fails temporarily (ours).
	Patience time.Duration
	Grace    Grace
	// WarningMonths is how many months before its expiry the answer carries a note about it (SVC-162).
	WarningMonths int
	UnknownSerial UnknownSerial
}

// Grace is the period after the expiry of a certificate during which the service still answers with the qualification (SVC-161).
type Grace struct {
	Months int
	// ToMonthEnd extends the period to the last day of its last month; otherwise it ends on the same day of the month.
	ToMonthEnd bool
}

// UnknownSerial decides what step 7 answers for a certificate that the service was not informed of (SVC-302).
type UnknownSerial string

// The two readings of SVC-302.
const (
	UnknownNotFound        UnknownSerial = "none"           // the answer is 該当資格なし, QualificationValidity 4
	UnknownIsNotRegistered UnknownSerial = "not-registered" // refused like a card that is not registered
)

// Note is an optional note of a successful answer (SVC-049).
type Note struct {
	Code string
	// Message is the text, which is ours; %s is replaced by a day.
	Message string
	Source  string
}

// DefaultNotes returns the two notes of the limited type: certificate in its grace period, certificate expires soon.
func DefaultNotes() []Note {
	return []Note{
		{wire.NoteGrace, "電子証明書の有効期限が切れています。%sまでは資格情報のみ確認できます。早めに更新してください。", "SVC-299"},
		{wire.NoteExpiry, "電子証明書の有効期限は%sです。早めに更新してください。", "SVC-049, SVC-162"},
	}
}

// DefaultRules returns the rules of eligibility reference §2.5, §2.6 and §6.3. Only the test JPKI is trusted (SVC-317). Two
// times are our choice, since nothing public gives them. ChallengeLife is 5 minutes: time enough for a person to enter the PIN,
// too short to collect nonces. Patience is 10 seconds: longer than a slow responder needs, and short for a person who waits at
// a counter.
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

// generations returns the certificates of the test JPKI's user-authentication CA, oldest first (CARD-446).
func generations() []*x509.Certificate {
	var list []*x509.Certificate
	for _, a := range jpki.Generations() {
		list = append(list, a.Certificate())
	}
	return list
}

// End returns the end of the grace period for a certificate whose validity ends with the second notAfter. It is a midnight in
// Japan, and the first moment at which the certificate is refused.
func (g Grace) End(notAfter time.Time) time.Time {
	day := notAfter.In(jpki.JST)
	if g.ToMonthEnd {
		return time.Date(day.Year(), day.Month()+time.Month(g.Months)+1, 1, 0, 0, 0, 0, jpki.JST)
	}
	return addMonths(day, g.Months).AddDate(0, 0, 1)
}

// WarningBegin returns the midnight in Japan from which on an answer carries the note about the expiry.
func (r Rules) WarningBegin(notAfter time.Time) time.Time {
	return addMonths(notAfter.In(jpki.JST), -r.WarningMonths)
}

// addMonths returns midnight in Japan of the same day, some months later or earlier. If that month is too short, it returns
// its last day.
func addMonths(day time.Time, months int) time.Time {
	first := time.Date(day.Year(), day.Month()+time.Month(months), 1, 0, 0, 0, 0, jpki.JST)
	last := first.AddDate(0, 1, -1)
	return first.AddDate(0, 0, min(day.Day(), last.Day())-1)
}

package eligibility

import (
	"errors"

	"github.com/mynalab/mynalab/mockservice/wire"
	"github.com/mynalab/mynalab/sim/driver"
	"github.com/mynalab/mynalab/virtualcard/apdu"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// refusal ends an action with something to show. It is an error, so that every layer passes it on.
type refusal struct{ screen driver.Screen }

// Error returns the outcome's name; it contains nothing that was typed.
func (r *refusal) Error() string { return "refused: " + string(r.screen.Outcome) }

// refusal returns a refusal with the outcome and the app's own text for it.
func (t Tables) refusal(o driver.Outcome) *refusal {
	s := driver.Screen{Outcome: o}
	s.Text = t.text(s)
	return &refusal{screen: s}
}

// ProblemOutcome maps a problem of the service to the app's outcome. The text shown is the service's own.
type ProblemOutcome struct {
	// Code is the code of the problem; empty means any.
	Code    wire.Code
	Outcome driver.Outcome
	Source  string
}

// DefaultProblems returns the mapping. Its last row applies to problems without a row of their own.
func DefaultProblems() []ProblemOutcome {
	return []ProblemOutcome{
		{wire.CodeAccountMismatch, driver.OutcomeMismatch, "seed 000 Q9, INI-03"},
		{wire.CodeTerminalUnknown, driver.OutcomeTerminalUnknown, "CHK-21"},
		{wire.CodeCardInvalid, driver.OutcomeCardInvalid, "eligibility §6.3 steps 3, 5"},
		{wire.CodeCertificateNotYet, driver.OutcomeCardInvalid, "eligibility §6.3 step 4"},
		{wire.CodeCertificateExpired, driver.OutcomeCertificateExpired, "SMP-10, SVC-150"},
		{wire.CodeCertificateRevoked, driver.OutcomeCertificateRevoked, "eligibility §2.5, §6.3 step 6"},
		{wire.CodeNotRegistered, driver.OutcomeNotRegistered, "CHK-22, eligibility §6.3 step 8"},
		{wire.CodeNotUsable, driver.OutcomeNotUsable, "eligibility §2.6, §6.3 step 9"},
		{"", driver.OutcomeServiceFailed, "ours: a person at the counter can't correct it"},
	}
}

// The errors of the connection to the service.
var (
	// ErrNotRegistered: the terminal has no device token, so nothing is sent to the service.
	ErrNotRegistered = errors.New("terminal is not registered")
	// ErrUnreachable: no complete answer was received.
	ErrUnreachable = errors.New("service could not be reached")
	// ErrUnreadable: an answer was received that is neither the expected answer nor a problem document.
	ErrUnreadable = errors.New("answer of the service not understood")
)

// Failure maps an error of the card or the connection to an outcome.
type Failure struct {
	// Err is compared with errors.Is; nil means any error.
	Err     error
	Outcome driver.Outcome
	Source  string
}

// DefaultFailures returns the mapping. Its last row applies to every other answer of a card, whatever its status word.
func DefaultFailures() []Failure {
	return []Failure{
		{ErrNotRegistered, driver.OutcomeTerminalUnknown, "CHK-21"},
		{ErrUnreachable, driver.OutcomeUnreachable, "ours"},
		{ErrUnreadable, driver.OutcomeServiceFailed, "ours"},
		{reader.ErrNoCard, driver.OutcomeNoCard, "ours"},
		{reader.ErrRemoved, driver.OutcomeCardRemoved, "ours"},
		{reader.ErrReset, driver.OutcomeCardFailed, "ours"},
		{reader.ErrTimeout, driver.OutcomeCardFailed, "ours"},
		{reader.ErrReader, driver.OutcomeCardFailed, "ours"},
		{nil, driver.OutcomeCardFailed, "ours"},
	}
}

// refusalOf returns what a person sees for an error of card or service.
func (a *App) refusalOf(err error) *refusal {
	var r *refusal
	if errors.As(err, &r) {
		return r
	}
	var p wire.Problem
	if errors.As(err, &p) {
		return a.cfg.Tables.problem(p)
	}
	for _, f := range a.cfg.Tables.Failures {
		if f.Err == nil || errors.Is(err, f.Err) {
			return a.cfg.Tables.refusal(f.Outcome)
		}
	}
	return a.cfg.Tables.refusal(driver.OutcomeCardFailed)
}

// problem returns a refusal with the service's text, unchanged (INI-03).
func (t Tables) problem(p wire.Problem) *refusal {
	for _, row := range t.Problems {
		if row.Code == "" || row.Code == p.Code {
			return &refusal{driver.Screen{Outcome: row.Outcome, Text: p.MessageJA}}
		}
	}
	return &refusal{driver.Screen{Outcome: driver.OutcomeServiceFailed, Text: p.MessageJA}}
}

// PINAnswer gives the meaning of a card's answer to VERIFY with a PIN, for the status words From to To.
type PINAnswer struct {
	From, To apdu.Status
	// Outcome is OutcomeNone if the PIN was right.
	Outcome driver.Outcome
	Source  string
}

// DefaultPINAnswers returns the answers of the card reference §5.2. Any other status word is a failure of the card.
func DefaultPINAnswers() []PINAnswer {
	return []PINAnswer{
		{apdu.SW9000OK, apdu.SW9000OK, driver.OutcomeNone, "CARD-322"},
		{apdu.TriesLeftSW(1), apdu.TriesLeftSW(15), driver.OutcomePINWrong, "CARD-324, SVC-144"},
		{apdu.SW63C0NoTriesLeft, apdu.SW63C0NoTriesLeft, driver.OutcomePINLocked, "CARD-325, SVC-146"},
		{apdu.SW6984ReferenceBlocked, apdu.SW6984ReferenceBlocked, driver.OutcomePINLocked, "CARD-326, SVC-146"},
		{apdu.SW6983AuthMethodBlocked, apdu.SW6983AuthMethodBlocked, driver.OutcomePINLocked, "CARD-328"},
	}
}

// pinAnswer returns nil for a right PIN. A refusal contains the tries left if the card reported them.
func (t Tables) pinAnswer(sw apdu.Status) error {
	for _, row := range t.PINAnswers {
		if sw < row.From || sw > row.To {
			continue
		}
		if row.Outcome == driver.OutcomeNone {
			return nil
		}
		s := driver.Screen{Outcome: row.Outcome}
		if n, ok := sw.Tries(); ok {
			s.Tries = &n
		}
		s.Text = t.text(s)
		return &refusal{screen: s}
	}
	return sw
}

package oqs

import (
	"context"
	"errors"
	"time"

	"github.com/mynalab/mynalab/mockservice/store"
)

// Rows is the part of the store that inquiries use.
type Rows interface {
	store.Persons
	store.Inquiries
}

// Rules are the settings of the interface that no public text fixes, or that differ between institutions.
type Rules struct {
	// TicketDay is the day of the month from which the month's 医療扶助 tickets can be read (SVC-233).
	TicketDay int
	// FirstRegistration is how many days a recipient's first registration may take (SVC-236).
	FirstRegistration int
	// Supported reports whether an institution's own system supports 医療扶助 (SVC-231).
	Supported func(institution string) bool
	// Process is the process code in the name of a face file (SVC-027).
	Process string
	// Charset is the charset of answers.
	Charset Charset
}

// DefaultRules returns the rules of eligibility reference §1 and §4.4.
func DefaultRules() Rules {
	return Rules{TicketDay: 15, FirstRegistration: 30, Supported: func(string) bool { return true }, Process: "001", Charset: UTF8}
}

// Exchange answers inquiries. It is safe for concurrent use.
type Exchange struct {
	rows  Rows
	rules Rules
	draw  func(ctx context.Context, purpose string, n int) ([]byte, error)
}

// New returns an exchange that answers from rows. draw returns n random bytes, for reception numbers and tokens.
func New(rows Rows, rules Rules, draw func(ctx context.Context, purpose string, n int) ([]byte, error)) *Exchange {
	return &Exchange{rows: rows, rules: rules, draw: draw}
}

// jst is the time zone of all times in messages.
var jst = time.FixedZone("JST", 9*60*60)

// ErrRejected is wrapped by the errors for a message that can't be processed at all; the helper renames its file to .err.
var ErrRejected = errors.New("the request is rejected")

// call is one request while it is being answered.
type call struct {
	exchange *Exchange
	request  *Node
	now      time.Time
}

func (c *call) header(name string) string { return c.request.Value(headerName + "/" + name) }

// handler answers a request. The answer is a complete message.
type handler func(ctx context.Context, c *call) (*Node, error)

// handlers is the table of messages that are answered; the key is kind and step.
func handlers() map[string]handler {
	return map[string]handler{
		KindSingle + stepAsk: single, KindBulk + stepAsk: requireInstitution(receive(KindBulk)), KindBulk + stepResult: fetch(KindBulk, units),
		KindReference + stepAsk: requireInstitution(reference), KindReferences + stepAsk: requireInstitution(references),
		KindVisits + stepAsk: requireInstitution(receive(KindVisits)), KindVisits + stepResult: fetch(KindVisits, consents("2")),
		KindOnline + stepAsk: requireInstitution(receive(KindOnline)), KindOnline + stepResult: fetch(KindOnline, consents("3")),
		KindTickets + stepAsk: requireInstitution(receive(KindTickets)), KindTickets + stepResult: fetch(KindTickets, ticketUnits),
	}
}

// requireInstitution refuses a request whose institution code is malformed, because what the request stores is stored under that code.
func requireInstitution(next handler) handler {
	return func(ctx context.Context, c *call) (*Node, error) {
		if err := FormInstitution.check(c.header("MedicalInstitutionCode")); err != nil {
			return c.refusal(codeMalformed, "要求の内容に誤りがあります。MedicalInstitutionCode: "+err.Error(), nil), nil
		}
		return next(ctx, c)
	}
}

// Ask answers a message of a kind and step. If there is no such message, the error wraps ErrRejected.
func (x *Exchange) Ask(ctx context.Context, kind, step string, request *Node, now time.Time) (*Node, error) {
	h, ok := handlers()[kind+step]
	if !ok {
		return nil, errors.Join(ErrRejected, errors.New("this service has no message of that name (SVC-028); eligibility reference §1.2 lists them"))
	}
	return h(ctx, &call{x, request, now.In(jst)})
}

// head returns the header of an answer (SVC-037 to SVC-045).
func (c *call) head(segment string, more ...*Node) *Node {
	h := Group(headerName, Leaf("ProcessExecutionTime", c.now.Format("20060102150405")),
		Leaf("QualificationConfirmationDate", c.day()), Leaf("MedicalInstitutionCode", c.header("MedicalInstitutionCode")),
		Optional("ArbitraryFileIdentifier", c.header("ArbitraryFileIdentifier")))
	h.Children = append(h.Children, nodesOf(more...)...)
	h.Children = append(h.Children, Leaf("SegmentOfResult", segment), Leaf("CharacterCodeIdentifier", c.exchange.rules.Charset.identifier()))
	return h
}

// day returns the day for which the request wants the confirmation, or today if it names none.
func (c *call) day() string {
	if named := c.header("QualificationConfirmationDate"); named != "" {
		return named
	}
	return c.now.Format("20060102")
}

// The codes of a refusal. The real ones are not public, so these are ours (SVC-098).
const (
	codeMalformed     = "MOCK-X001"
	codeUnknownPerson = "MOCK-X002"
	codeNoRecept      = "MOCK-X003"
	codeNotLoaded     = "MOCK-X004"
)

// refusal returns an answer that says what was wrong: code and message are in header and body (SVC-043, SVC-048).
func (c *call) refusal(code, message string, reference *Node) *Node {
	return Group(rootName, c.head("9", reference, Leaf("ErrorCode", code), Leaf("ErrorMessage", message)),
		Group(bodyName, Leaf("ProcessingResultStatus", "2"), Leaf("ProcessingResultCode", code), Leaf("ProcessingResultMessage", message)))
}

package oqs

import (
	"context"
	"errors"
	"time"

	"github.com/mynalab/mynalab/mockservice/store"
)

// Rows is the part of the store that inquiries need.
type Rows interface {
	store.Persons
	store.Inquiries
}

// Rules are the switches of the interface.
type Rules struct {
	// TicketDay is the day of the month from which its 医療扶助 tickets are there (SVC-233).
	TicketDay int
	// FirstRegistration is how long after it began a recipient's first registration can take, in days (SVC-236).
	FirstRegistration int
	// Supported: the institution's own system supports 医療扶助 (SVC-231).
	Supported func(institution string) bool
	// Process is the process code in the name of a face file (SVC-027).
	Process string
	// Charset is that of answers.
	Charset Charset
}

// DefaultRules are those of eligibility reference §1 and §4.4.
func DefaultRules() Rules {
	return Rules{TicketDay: 15, FirstRegistration: 30, Supported: func(string) bool { return true }, Process: "001", Charset: UTF8}
}

// Exchange answers inquiries. It is safe for concurrent use.
type Exchange struct {
	rows  Rows
	rules Rules
	draw  func(ctx context.Context, purpose string, n int) ([]byte, error)
}

// New is an exchange over rows by rules; draw is chance, for reception numbers and tokens.
func New(rows Rows, rules Rules, draw func(ctx context.Context, purpose string, n int) ([]byte, error)) *Exchange {
	return &Exchange{rows: rows, rules: rules, draw: draw}
}

// jst is the zone of the interface's times.
var jst = time.FixedZone("JST", 9*60*60)

// ErrRejected is wrapped by what the helper gives back as .err: the message itself can't be taken.
var ErrRejected = errors.New("the request is rejected")

// call is one request on its way.
type call struct {
	exchange *Exchange
	request  *Node
	now      time.Time
}

func (c *call) header(name string) string { return c.request.Value(headerName + "/" + name) }

// handler answers a request; the answer is a whole message.
type handler func(ctx context.Context, c *call) (*Node, error)

// handlers is the table of messages that are answered, by kind and step.
func handlers() map[string]handler {
	return map[string]handler{
		KindSingle + stepAsk: single, KindBulk + stepAsk: named(receive(KindBulk)), KindBulk + stepResult: fetch(KindBulk, units),
		KindReference + stepAsk: named(reference), KindReferences + stepAsk: named(references),
		KindVisits + stepAsk: named(receive(KindVisits)), KindVisits + stepResult: fetch(KindVisits, consents("2")),
		KindOnline + stepAsk: named(receive(KindOnline)), KindOnline + stepResult: fetch(KindOnline, consents("3")),
		KindTickets + stepAsk: named(receive(KindTickets)), KindTickets + stepResult: fetch(KindTickets, ticketUnits),
	}
}

// named wants the code of the institution that asks to be one. Whatever is kept is kept for it.
func named(next handler) handler {
	return func(ctx context.Context, c *call) (*Node, error) {
		if err := FormInstitution.check(c.header("MedicalInstitutionCode")); err != nil {
			return c.refusal(codeMalformed, "要求の内容に誤りがあります。MedicalInstitutionCode: "+err.Error(), nil), nil
		}
		return next(ctx, c)
	}
}

// Ask answers a message of a kind and step.
func (x *Exchange) Ask(ctx context.Context, kind, step string, request *Node, now time.Time) (*Node, error) {
	h, ok := handlers()[kind+step]
	if !ok {
		return nil, errors.Join(ErrRejected, errors.New("a message of that name is not served here (SVC-028)"))
	}
	return h(ctx, &call{x, request, now.In(jst)})
}

// head is the header of an answer (SVC-037 to SVC-045).
func (c *call) head(segment string, more ...*Node) *Node {
	h := Group(headerName, Leaf("ProcessExecutionTime", c.now.Format("20060102150405")),
		Leaf("QualificationConfirmationDate", c.day()), Leaf("MedicalInstitutionCode", c.header("MedicalInstitutionCode")),
		Optional("ArbitraryFileIdentifier", c.header("ArbitraryFileIdentifier")))
	h.Children = append(h.Children, nodesOf(more...)...)
	h.Children = append(h.Children, Leaf("SegmentOfResult", segment), Leaf("CharacterCodeIdentifier", c.exchange.rules.Charset.identifier()))
	return h
}

// day is the day of confirmation that the request names, else today.
func (c *call) day() string {
	if named := c.header("QualificationConfirmationDate"); named != "" {
		return named
	}
	return c.now.Format("20060102")
}

// The codes of a refusal are ours (SVC-098).
const (
	codeMalformed     = "MOCK-X001"
	codeUnknownPerson = "MOCK-X002"
	codeNoRecept      = "MOCK-X003"
	codeNotLoaded     = "MOCK-X004"
)

// refusal is an answer that says what was wrong: code and message in header and body (SVC-043, SVC-048).
func (c *call) refusal(code, message string, reference *Node) *Node {
	return Group(rootName, c.head("9", reference, Leaf("ErrorCode", code), Leaf("ErrorMessage", message)),
		Group(bodyName, Leaf("ProcessingResultStatus", "2"), Leaf("ProcessingResultCode", code), Leaf("ProcessingResultMessage", message)))
}

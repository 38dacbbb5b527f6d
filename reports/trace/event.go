// Package trace is the vocabulary of the record: event, claim, finding, verdict, blame, privacy classes, and the NDJSON
// form of events.
//
// It judges nothing and captures nothing. Everything else that talks about what happened talks in these words.
package trace

import (
	"strconv"
	"time"
)

// Plane is one of the seams that the record watches.
type Plane string

// The planes. World is no seam: it carries what happens outside all of them (people, clock, steps, claims).
const (
	Card    Plane = "card"
	Service Plane = "service"
	Control Plane = "control"
	World   Plane = "world"
)

// Actor is who did or said what an event tells.
type Actor string

// The actors.
const (
	Harness     Actor = "harness"
	Product     Actor = "product"
	CardItself  Actor = "card"
	TheService  Actor = "service"
	PersonActor Actor = "person"
)

// Dir tells what the harness put in from what came back.
type Dir string

// The directions.
const (
	Stimulus    Dir = "stimulus"
	Observation Dir = "observation"
)

// Kind is what an event tells; each kind has its own fields.
type Kind string

// The kinds, with their plane and fields.
const (
	KindStep      Kind = "step"      // world: keyword, text
	KindOutcome   Kind = "outcome"   // world: status (passed, failed, undefined, pending, ambiguous, skipped), error; the step engine's own result
	KindClock     Kind = "clock"     // world: now
	KindPerson    Kind = "person"    // world: deed and who, e.g. an unlocked PIN, a revoked certificate, an unplugged reader
	KindQuiet     Kind = "quiet"     // world: state (quiet or busy), waits; whether the product had come to rest before a claim
	KindLine      Kind = "line"      // world: state (cut, restored, or a fault that the line shows to checks, e.g. answers-lost)
	KindClaim     Kind = "claim"     // world: check and arg.*
	KindCall      Kind = "call"      // control: verb and arg.*; what a person does at the product, or the harness in setting it up
	KindScreen    Kind = "screen"    // control: screen, outcome, text, tries, field.*, handover, handover.xml, handover.json; what a person sees
	KindDescribed Kind = "described" // control: name, version, verbs; what a product says about itself
	KindInserted  Kind = "inserted"  // card
	KindRemoved   Kind = "removed"   // card
	KindPowered   Kind = "powered"   // card: atr
	KindCommand   Kind = "command"   // card: name, apdu, ap, ef, file, target (of a SELECT)
	KindResponse  Kind = "response"  // card: name, ap, ef, sw, meaning, data, head, tries
	KindFailure   Kind = "failure"   // card, service, control: error; the answer that did not come
	KindCounter   Kind = "counter"   // card: ef (of the PIN), tries; what the world read from the card for a claim
	KindRequest   Kind = "request"   // service: exchange, method, path, query, auth, headers (their names), body
	KindAnswer    Kind = "answer"    // service: exchange, method, path (of the request), status, body
	KindInventory Kind = "inventory" // service: registrations, checks, account.ID; what the world read from the service for a claim
	KindPage      Kind = "page"      // service: path, status, text (what it shows, a line each); a page that a person opened in a browser
	KindMailbox   Kind = "mailbox"   // service: to, mails, mail.N.kind, .subject, .at, .link; what the world read from the mail box for a claim
)

// Fields are the particulars of an event. Names are in lower case; repeated things use a dotted prefix ("field.氏名"). Any
// event may have Leak.
type Fields map[string]string

// Int is the field as a number; ok is false where it is absent or no number.
func (f Fields) Int(name string) (n int, ok bool) {
	n, err := strconv.Atoi(f[name])
	return n, err == nil
}

// Event is one line of the record.
type Event struct {
	// Scenario is the scenario's id: file#name, with the row of an outline behind it.
	Scenario string `json:"scenario"`
	// Seq counts from 1 within the scenario.
	Seq int `json:"seq"`
	// Step is the number of the step that was running, from 1; 0 before the first.
	Step int `json:"step"`
	// Time is world time (JST), to the second.
	Time  time.Time `json:"time"`
	Plane Plane     `json:"plane"`
	By    Actor     `json:"by"`
	Dir   Dir       `json:"dir"`
	Kind  Kind      `json:"kind"`
	// Tx ties what happened in a slot to the driver call during which it happened; 0 outside of any.
	Tx     int    `json:"tx,omitempty"`
	Fields Fields `json:"fields,omitempty"`
}

// The states of a KindQuiet event.
const (
	Quiet = "quiet"
	Busy  = "busy"
)

// DeedOfProduct tells what the product itself does at a seam: an APDU or a request that it sends.
func DeedOfProduct(e Event) bool {
	return e.By == Product && (e.Kind == KindCommand || e.Kind == KindRequest)
}

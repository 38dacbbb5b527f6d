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

// Planes are all of them.
func Planes() []Plane { return []Plane{Card, Service, Control, World} }

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

// Actors are all of them.
func Actors() []Actor { return []Actor{Harness, Product, CardItself, TheService, PersonActor} }

// Dir tells what the harness put in from what came back.
type Dir string

// The directions.
const (
	Stimulus    Dir = "stimulus"
	Observation Dir = "observation"
)

// Dirs are both.
func Dirs() []Dir { return []Dir{Stimulus, Observation} }

// Kind is what an event tells; each kind has its own fields.
type Kind string

// The kinds; Vocabulary has their planes and fields.
const (
	KindStep      Kind = "step"
	KindOutcome   Kind = "outcome"
	KindClock     Kind = "clock"
	KindPerson    Kind = "person"
	KindLine      Kind = "line"
	KindClaim     Kind = "claim"
	KindCall      Kind = "call"
	KindScreen    Kind = "screen"
	KindDescribed Kind = "described"
	KindInserted  Kind = "inserted"
	KindRemoved   Kind = "removed"
	KindPowered   Kind = "powered"
	KindCommand   Kind = "command"
	KindResponse  Kind = "response"
	KindFailure   Kind = "failure"
	KindCounter   Kind = "counter"
	KindRequest   Kind = "request"
	KindAnswer    Kind = "answer"
	KindInventory Kind = "inventory"
	KindPage      Kind = "page"
	KindMailbox   Kind = "mailbox"
	KindQuiet     Kind = "quiet"
)

// Fields are the particulars of an event. Names are in lower case; repeated things use a dotted prefix ("field.氏名").
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

// IsProductAction tells what the product itself does at a seam: an APDU or a request that it sends.
func IsProductAction(e Event) bool {
	return e.By == Product && (e.Kind == KindCommand || e.Kind == KindRequest)
}

// Package trace is the vocabulary of the record: event, claim, finding, verdict, blame and privacy classes, and the NDJSON
// format of events.
//
// It does not judge and does not capture events: runner/judge and reports/capture do. All other packages that handle
// recorded events use these types.
//
// Start at [Event], one line of the record. [Vocabulary] is the table of its kinds and fields, [Check] compares an event
// with it, [ReadAll] and [RecordWriter] read and write records, [Judged] is a claim with its finding, and [Verdict] the
// result of a scenario.
package trace

import (
	"strconv"
	"time"
)

// Plane is one of the interfaces (seams) at which events are recorded.
type Plane string

// The planes. World is not an interface: it is for what happens outside of all of them (people, clock, steps, claims).
const (
	Card    Plane = "card"
	Service Plane = "service"
	Control Plane = "control"
	World   Plane = "world"
)

// Planes returns all planes.
func Planes() []Plane { return []Plane{Card, Service, Control, World} }

// Actor is who did, or reported, what an event records.
type Actor string

// The actors.
const (
	Harness     Actor = "harness"
	Product     Actor = "product"
	CardItself  Actor = "card"
	TheService  Actor = "service"
	PersonActor Actor = "person"
)

// Actors returns all actors.
func Actors() []Actor { return []Actor{Harness, Product, CardItself, TheService, PersonActor} }

// Dir says whether the harness put something in or something came back.
type Dir string

// The directions.
const (
	Stimulus    Dir = "stimulus"
	Observation Dir = "observation"
)

// Dirs returns both directions.
func Dirs() []Dir { return []Dir{Stimulus, Observation} }

// Kind is what an event is about; each kind has its own fields.
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

// Fields are the values of an event by name. Names are in lower case; repeated values have a dotted prefix ("field.氏名").
type Fields map[string]string

// Int returns a field as a number; ok is false if the field is absent or not a number.
func (f Fields) Int(name string) (n int, ok bool) {
	n, err := strconv.Atoi(f[name])
	return n, err == nil
}

// Event is one line of the record.
type Event struct {
	// Scenario is the scenario's id: file#name, followed by the row number if it comes from an outline.
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
	// Tx is the number of the driver call during which it happened; 0 outside of calls.
	Tx     int    `json:"tx,omitempty"`
	Fields Fields `json:"fields,omitempty"`
}

// IsProductAction reports whether the event is an action of the product itself: an APDU or a request that it sends.
func IsProductAction(e Event) bool {
	return e.By == Product && (e.Kind == KindCommand || e.Kind == KindRequest)
}

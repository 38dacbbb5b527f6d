// Package oqs is the XML and JSON interface of オンライン資格確認等システム as the existing type's integrators have published it:
// messages, code lists, file names, the file-drop helper and the shape of the WebAPI (eligibility reference §1).
//
// What a message may hold is one table of elements; reading, writing and checking follow it. The limited type never uses
// this interface for its checks (SVC-036). The package dials nobody (SVC-016), reads no clock and keeps nothing but what
// it hands to the store. What no public text says is ours, and its Source says so.
package oqs

// Use says in which messages an element stands.
type Use string

// The uses.
const (
	Ask    Use = "request"
	Answer Use = "answer"
	Both   Use = "both"
)

// Size says whether an element stands in messages about one person or about many.
type Size string

// The sizes; the zero Size is both.
const (
	Single Size = "single"
	Bulk   Size = "bulk"
)

// Element is one row of the table of elements.
type Element struct {
	// Path is where it stands below XmlMsg, its name last. {result} stands for ResultOfQualificationConfirmation in
	// ResultList, {unit} for the body of one person: MessageBody, or BulkConfirmUnit in a bulk answer.
	Path string
	Use  Use
	Size Size
	// Required elements stand wherever the element around them does.
	Required bool
	Form     Form
	// Codes is the list that its value comes from.
	Codes string
	// Limited: the limited type gives it, too.
	Limited bool
	Source  string
}

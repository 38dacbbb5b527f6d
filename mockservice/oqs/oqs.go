// Package oqs is the XML and JSON interface of オンライン資格確認等システム that existing-type systems use, as published by their
// integrators: messages, code lists, file names, the file-drop helper and the form of the WebAPI (eligibility reference §1).
//
// One table of elements says what a message may contain; reading, writing and checking follow it. The limited type never uses
// this interface for its checks (SVC-036). The package opens no connections (SVC-016), reads no clock, and stores nothing
// except through the store. Where no public text describes something, the choice is ours and the row's Source says so.
//
// Start with [Elements], the table of [Element] rows, and [Exchange], which answers the messages in [Kinds]. [Helper] (files)
// and [WebAPI] (HTTP) carry the messages; [ReadXML], [WriteXML], [ReadJSON] and [WriteJSON] convert them to and from [Node].
package oqs

// Use says in which messages an element occurs.
type Use string

// The uses of an element: in requests, in answers, or in both.
const (
	Ask    Use = "request"
	Answer Use = "answer"
	Both   Use = "both"
)

// Size says whether an element occurs in messages about one person or about many.
type Size string

// The sizes. The zero Size means both.
const (
	Single Size = "single"
	Bulk   Size = "bulk"
)

// Element is one row of the table of elements.
type Element struct {
	// Path is where the element is below XmlMsg; its last part is the element's name. {result} stands for
	// ResultOfQualificationConfirmation in ResultList, {unit} for the body of one person: MessageBody, or BulkConfirmUnit in a
	// bulk answer.
	Path string
	Use  Use
	Size Size
	// Required elements must occur wherever their parent element does.
	Required bool
	Form     Form
	// Codes is the id of the code list that the value must come from, empty if there is none.
	Codes string
	// Limited means that the limited type returns this element too.
	Limited bool
	Source  string // the facts that the row follows
}

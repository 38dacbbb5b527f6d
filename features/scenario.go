package features

import messages "github.com/cucumber/messages/go/v21"

// Kind says what a step does. かつ and しかし have the kind of the step before them.
type Kind string

// The kinds. KindNone is a "* " step with no step of another kind before it.
const (
	KindNone  Kind = ""
	KindGiven Kind = "given" // 前提: brings the world into a state
	KindWhen  Kind = "when"  // もし: somebody does something
	KindThen  Kind = "then"  // ならば: states a claim
)

// Step is one step as it runs: the placeholders of an outline are replaced by the values of the row.
type Step struct {
	// Keyword is the Japanese keyword as written, e.g. もし.
	Keyword string
	// Text is the step without its keyword.
	Text string
	// Line is the line in the file, from 1.
	Line int
	Kind Kind
	// Background is true for a step of a 背景, false for a step of the scenario itself.
	Background bool
}

// Scenario is one scenario, or one row of an outline.
type Scenario struct {
	// ID is file#name, followed by " [n]" for row n of an outline, counted from 1. It is unique within a suite.
	ID string
	// File is the feature file's name, without a directory.
	File string
	// Feature is the name of the 機能.
	Feature string
	// Rule is the name of the ルール around it; empty if there isn't one.
	Rule string
	// Name is the scenario's name, with the placeholders of an outline replaced by the values of the row.
	Name string
	// Tags are its own and the inherited tags (of feature, rule, scenario and examples), with their @, each once.
	Tags []string
	// Requirements are the tags that name a requirement, a fact or an OWN- id, without their @.
	Requirements []string
	// Steps begin with those of the 背景.
	Steps []Step
	// Line is the line of the scenario, or of its row if it comes from an outline.
	Line int
	// Content is the feature file with the lines of every other scenario and row left empty. A step engine that gets it
	// runs this scenario alone, and the line numbers it reports are those of the file.
	Content []byte
	// Pickle is the scenario in the form of Cucumber messages; its ids refer to the tree of its Document.
	Pickle *messages.Pickle
}

package features

import messages "github.com/cucumber/messages/go/v21"

// Kind is what a step does, with かつ and しかし resolved to the step before them.
type Kind string

// The kinds. KindNone is a leading "* ".
const (
	KindNone  Kind = ""
	KindGiven Kind = "given" // 前提: brings the world into a state
	KindWhen  Kind = "when"  // もし: somebody does something
	KindThen  Kind = "then"  // ならば: states a claim
)

// Step is one step as it runs, with the values of the outline's row put in.
type Step struct {
	Keyword string
	Text    string
	Line    int
	Kind    Kind
	// Background says that the step stands in a 背景 and not in the scenario itself.
	Background bool
}

// Scenario is one scenario, or one row of an outline.
type Scenario struct {
	// ID is file#name, with " [n]" behind it for row n of an outline, counted from 1. It is unique in a suite.
	ID string
	// File is the feature file's name, without a directory.
	File    string
	Feature string
	// Rule is the name of the ルール around it; empty where there is none.
	Rule string
	// Name is the scenario's name, with the values of the row put in.
	Name string
	// Tags are its own and the inherited ones (feature, rule, scenario, examples), with their @, each once.
	Tags []string
	// Requirements are the tags that name a requirement, a fact or an OWN- id, without their @.
	Requirements []string
	// Steps begin with those of the 背景.
	Steps []Step
	// Line is where the scenario stands, or the row of an outline.
	Line int
	// Content is the feature file with every other scenario and row blanked, line by line: an engine that is handed it
	// runs this scenario alone and reports true line numbers.
	Content []byte
	// Pickle is the scenario as Cucumber messages tell it; its ids point into the tree of its Document.
	Pickle *messages.Pickle
}

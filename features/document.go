package features

import messages "github.com/cucumber/messages/go/v21"

// Document is one feature file as Cucumber messages tell it: the text, and the tree that was read from it. Ids in the
// trees and pickles are unique in a suite, and equal for equal files.
type Document struct {
	// File is the feature file's name, without a directory.
	File string
	Text string
	Tree *messages.GherkinDocument
}

// exported is the document for readers outside the package.
func (d document) exported(text []byte) Document {
	return Document{File: d.file, Text: string(text), Tree: d.tree}
}

package features

import messages "github.com/cucumber/messages/go/v21"

// Document is one feature file in the form that Cucumber messages need: its text and the parsed tree. Ids in trees and
// pickles are unique within a suite, and the same files always give the same ids.
type Document struct {
	// File is the feature file's name, without a directory.
	File string
	// Text is the whole file.
	Text string
	// Tree is the parsed file; its Uri is File.
	Tree *messages.GherkinDocument
}

// exported returns the document in its exported form.
func (d document) exported(text []byte) Document {
	return Document{File: d.file, Text: string(text), Tree: d.tree}
}

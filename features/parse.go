package features

import (
	"bytes"
	"strings"

	gherkin "github.com/cucumber/gherkin/go/v26"
	messages "github.com/cucumber/messages/go/v21"

	"github.com/mynalab/mynalab/reports/bilingual"
)

// language is the Gherkin dialect of a file without a "# language:" line.
const language = "ja"

// document is one parsed feature file, with its lines and nodes so that parts of it can be cut out.
type document struct {
	file    string
	lines   []string
	tree    *messages.GherkinDocument
	feature *messages.Feature
	pickles []*messages.Pickle
	// nodes are the scenarios in the order of the file, each with the rule around it.
	nodes []node
}

// node is one scenario of the file; an outline is one node, however many rows it has.
type node struct {
	*messages.Scenario
	rule *messages.Rule
}

// parse reads one feature file and gives each node a new id. A file that is not valid Gherkin returns one problem with its
// line.
func parse(file string, content []byte, newID func() string) (document, Problems) {
	if problems := textProblems(file, content); problems != nil {
		return document{}, problems
	}
	doc, err := gherkin.ParseGherkinDocumentForLanguage(bytes.NewReader(content), language, newID)
	if err != nil {
		return document{}, Problems{syntaxProblem(file, content, err)}
	}
	doc.Uri = file
	d := document{file: file, lines: strings.Split(string(content), "\n"), tree: doc, feature: doc.Feature}
	if doc.Feature == nil {
		return d, Problems{{File: file, Line: 1, What: bilingual.Of("「機能」がありません", "no 機能 in the file"),
			Next: bilingual.Of("「機能: 名前」で始めてください", "begin it with 機能: and a name")}}
	}
	d.pickles = gherkin.Pickles(*doc, file, newID)
	for _, child := range doc.Feature.Children {
		if child.Scenario != nil {
			d.nodes = append(d.nodes, node{child.Scenario, nil})
		}
		if child.Rule != nil {
			d.nodes = append(d.nodes, ruleNodes(child.Rule)...)
		}
	}
	return d, nil
}

func ruleNodes(rule *messages.Rule) []node {
	var nodes []node
	for _, child := range rule.Children {
		if child.Scenario != nil {
			nodes = append(nodes, node{child.Scenario, rule})
		}
	}
	return nodes
}

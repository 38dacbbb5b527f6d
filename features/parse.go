package features

import (
	"bytes"
	"errors"
	"regexp"
	"strconv"
	"strings"

	gherkin "github.com/cucumber/gherkin/go/v26"
	messages "github.com/cucumber/messages/go/v21"
)

const language = "ja"

// document is one parsed feature file with what is needed to find its nodes again.
type document struct {
	file    string
	lines   []string
	tree    *messages.GherkinDocument
	feature *messages.Feature
	pickles []*messages.Pickle
	// nodes are the scenarios in their order, each with the rule around it.
	nodes []node
}

// node is one scenario of the file, an outline counted once.
type node struct {
	*messages.Scenario
	rule *messages.Rule
}

// parse reads one feature file, with a new id for each node. Its syntax errors come back as problems with their lines.
func parse(file string, content []byte, newID func() string) (document, Problems) {
	doc, err := gherkin.ParseGherkinDocumentForLanguage(bytes.NewReader(content), language, newID)
	if err != nil {
		return document{}, syntaxProblems(file, err)
	}
	doc.Uri = file
	d := document{file: file, lines: strings.Split(string(content), "\n"), tree: doc, feature: doc.Feature}
	if doc.Feature == nil {
		return d, Problems{{File: file, Line: 1, What: Words{"「機能」がありません", "no 機能 in the file"},
			Next: Words{"「機能: 名前」で始めてください", "begin it with 機能: and a name"}}}
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

// syntaxProblems takes the parser's "(line:column): message" lines apart.
func syntaxProblems(file string, err error) Problems {
	var problems Problems
	position := regexp.MustCompile(`(?m)^\((\d+):\d+\): (.*)$`)
	for _, m := range position.FindAllStringSubmatch(err.Error(), -1) {
		line, convErr := strconv.Atoi(m[1])
		err = errors.Join(err, convErr)
		problems = append(problems, Problem{
			file, line, Words{"Gherkin として読めません（" + m[2] + "）", "not Gherkin: " + m[2]},
			Words{"この行のキーワードと位置を確かめてください", "check the line's keyword and its place"},
		})
	}
	if problems == nil {
		problems = Problems{{file, 1, Words{"Gherkin として読めません（" + err.Error() + "）", "not readable as Gherkin: " + err.Error()},
			Words{"UTF-8 のテキストか確かめてください", "check that the file is text in UTF-8"}}}
	}
	return problems
}

package features

import (
	"fmt"
	"slices"
	"strings"

	gherkin "github.com/cucumber/gherkin/go/v26"
	messages "github.com/cucumber/messages/go/v21"

	"github.com/mynalab/mynalab/reports/bilingual"
)

const fullWidthSpace = "　"

// keywords returns the words that open a step, a scenario or a table in the language of the suite.
func keywords() []string {
	dialect := gherkin.DialectsBuiltin().GetDialect(language)
	var words []string
	for _, list := range dialect.Keywords {
		for _, word := range list {
			if word = strings.TrimSpace(word); word != "*" {
				words = append(words, word)
			}
		}
	}
	slices.Sort(words)
	return slices.Compact(words)
}

func isOutline(n node) bool {
	dialect := gherkin.DialectsBuiltin().GetDialect(language)
	return slices.Contains(dialect.Keywords["scenarioOutline"], n.Keyword)
}

// described is one free text of the file, with the line of the heading that it belongs to.
type described struct {
	text string
	line int64
}

// lintDescriptions finds lines of free text that begin like a step or a heading. Gherkin reads a line that it does not
// recognize there as part of the description and reports nothing, so the step would never run.
func (d document) lintDescriptions() Problems {
	var problems Problems
	words := keywords()
	for _, text := range d.descriptions() {
		i := text.line // index, from 0, of the line after the heading
		for want := range strings.Lines(text.text) {
			for strings.TrimSpace(d.lines[i]) != strings.TrimSpace(want) {
				i++
			}
			if word, ok := opensLike(d.lines[i], words); ok {
				problems = append(problems, Problem{
					d.file, int(i + 1), bilingual.Of(fmt.Sprintf("説明文として読まれますが、%q のように始まっています", word),
						fmt.Sprintf("line is read as a description but begins like %q", word)),
					bilingual.Of("キーワードかコロン、前後の空白を直すか、説明文の書き出しを変えてください",
						"correct the keyword, its colon or the space around it, or rephrase the description"),
				})
			}
		}
	}
	return problems
}

func (d document) descriptions() []described {
	list := []described{{d.feature.Description, d.feature.Location.Line}}
	for _, child := range d.feature.Children {
		if child.Rule != nil {
			list = append(list, described{child.Rule.Description, child.Rule.Location.Line})
		}
	}
	for _, b := range d.allBackgrounds() {
		list = append(list, described{b.Description, b.Location.Line})
	}
	for _, n := range d.nodes {
		list = append(list, described{n.Description, n.Location.Line})
		for _, examples := range n.Examples {
			list = append(list, described{examples.Description, examples.Location.Line})
		}
	}
	return list
}

func (d document) allBackgrounds() []*messages.Background {
	list := featureBackgrounds(d.feature)
	for _, child := range d.feature.Children {
		if child.Rule != nil {
			list = append(list, ruleBackgrounds(child.Rule)...)
		}
	}
	return list
}

func (d document) allSteps() []*messages.Step {
	var steps []*messages.Step
	for _, b := range d.allBackgrounds() {
		steps = append(steps, b.Steps...)
	}
	for _, n := range d.nodes {
		steps = append(steps, n.Steps...)
	}
	return steps
}

// opensLike compares the line's first word with the keywords: equal, or of the same length with one letter different. The
// word must end in a space or colon of either width or be the whole line, since prose may begin with the same letters.
func opensLike(line string, words []string) (word string, ok bool) {
	line = strings.TrimSpace(line)
	first := line
	if end := strings.IndexAny(line, " \t:："+fullWidthSpace); end >= 0 {
		first = line[:end]
	}
	for _, word := range words {
		if first == word || (first != line && near([]rune(first), []rune(word))) {
			return word, true
		}
	}
	return "", false
}

// near reports whether the words are equal, or differ in one letter if they have two letters or more.
func near(a, b []rune) bool {
	if len(a) != len(b) {
		return false
	}
	off := 0
	for i := range a {
		if a[i] != b[i] {
			off++
		}
	}
	return off == 0 || (off == 1 && len(b) > 1)
}

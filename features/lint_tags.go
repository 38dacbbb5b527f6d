package features

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	messages "github.com/cucumber/messages/go/v21"
)

// lintTags finds tags that are meant as an id (they open like one) but stand in no table.
func (d document) lintTags(ids map[string]bool) Problems {
	var problems Problems
	shape := idShape(ids)
	for _, tag := range d.allTags() {
		name := strings.TrimPrefix(tag.Name, "@")
		if ids[name] || !shape.MatchString(name) {
			continue
		}
		problems = append(problems, Problem{
			d.file, int(tag.Location.Line), fmt.Sprintf("tag %s names no requirement and no fact", tag.Name),
			"look the id up in requirements.tsv or facts.tsv",
		})
	}
	return problems
}

// idShape matches the prefixes of the known ids in any case, then digits, with or without a hyphen.
func idShape(ids map[string]bool) *regexp.Regexp {
	var prefixes []string
	for id := range ids {
		prefix, _, _ := strings.Cut(id, "-")
		prefixes = append(prefixes, regexp.QuoteMeta(prefix))
	}
	slices.Sort(prefixes)
	return regexp.MustCompile(`(?i)^(` + strings.Join(slices.Compact(prefixes), "|") + `)[-_]?[0-9]+$`)
}

func (d document) allTags() []*messages.Tag {
	tags := slices.Clone(d.feature.Tags)
	for _, child := range d.feature.Children {
		if child.Rule != nil {
			tags = append(tags, child.Rule.Tags...)
		}
	}
	for _, n := range d.nodes {
		tags = append(tags, n.Tags...)
		for _, examples := range n.Examples {
			tags = append(tags, examples.Tags...)
		}
	}
	return tags
}

package features

import (
	"fmt"
	"slices"
	"strings"

	messages "github.com/cucumber/messages/go/v21"

	"github.com/mynalab/mynalab/reports/bilingual"
)

// lintTags finds tags that begin like an id but are in neither table, e.g. because of a typing error.
func (d document) lintTags(ids map[string]bool) Problems {
	var problems Problems
	prefixes := prefixesOf(ids)
	for _, tag := range d.allTags() {
		name := strings.TrimPrefix(tag.Name, "@")
		if ids[name] || !opensLikeID(name, prefixes) {
			continue
		}
		problems = append(problems, Problem{
			d.file, int(tag.Location.Line), bilingual.Of(fmt.Sprintf("タグ %s は要件にも事実にもありません", tag.Name),
				fmt.Sprintf("tag %s names no requirement and no fact", tag.Name)),
			bilingual.Of("mynalab list --coverage でIDを確かめてください", "look the id up with mynalab list --coverage"),
		})
	}
	return problems
}

// prefixesOf returns the letters that the known ids begin with.
func prefixesOf(ids map[string]bool) map[string]bool {
	prefixes := map[string]bool{}
	for id := range ids {
		prefix, _, _ := strings.Cut(id, "-")
		prefixes[prefix] = true
	}
	return prefixes
}

// opensLikeID reports whether name is one of the prefixes in upper or lower case, followed by digits, with or without a
// hyphen or underscore between them.
func opensLikeID(name string, prefixes map[string]bool) bool {
	letters := strings.TrimRight(name, "0123456789")
	prefix := strings.TrimSuffix(strings.TrimSuffix(letters, "-"), "_")
	return letters != name && len(letters)-len(prefix) <= 1 && prefixes[strings.ToUpper(prefix)]
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

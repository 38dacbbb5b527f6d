package ci

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/features"
)

// document is one of our documents: its sections by number, each with the text up to the next heading.
type document struct {
	name     string
	sections map[string]string
}

// library is everything that may be cited.
type library struct {
	documents map[string]document
	ids       map[string]bool // of facts and requirements
}

// documentPaths returns the path of each document by the word that cites it.
func documentPaths() map[string]string {
	return map[string]string{
		"card": "features/reference/card.md", "eligibility": "features/reference/eligibility.md",
		"pcsc": "features/reference/pcsc.md", "design": "ARCHITECTURE.md",
	}
}

// homeDocuments returns the directories in which a section without a document's name means a certain document. A longer
// path comes before a shorter one that contains it.
func homeDocuments() [][2]string {
	return [][2]string{{"features/reference/card.md", "card"}, {"features/reference/eligibility.md", "eligibility"},
		{"features/reference/pcsc.md", "pcsc"}, {"ARCHITECTURE.md", "design"}, {"mockservice/jpki", "card"},
		{"mockservice", "eligibility"}, {"virtualcard", "card"}}
}

func openLibrary(t *testing.T) library {
	t.Helper()
	l := library{map[string]document{}, map[string]bool{}}
	for name, path := range documentPaths() {
		content, err := os.ReadFile(filepath.Join("..", filepath.FromSlash(path)))
		require.NoError(t, err)
		l.documents[name] = document{name, sectionsOf(string(content))}
	}
	facts, err := features.Facts()
	require.NoError(t, err)
	for _, fact := range facts {
		l.ids[fact.ID] = true
	}
	requirements, err := features.Requirements()
	require.NoError(t, err)
	for _, requirement := range requirements {
		l.ids[requirement.ID] = true
	}
	return l
}

// heading matches a numbered heading, e.g. "### 2.4 GET DATA".
var heading = regexp.MustCompile(`(?m)^#{2,4} (\d+(?:\.\d+)*)\.? .*$`)

func sectionsOf(content string) map[string]string {
	sections := map[string]string{}
	places := heading.FindAllStringSubmatchIndex(content, -1)
	for i, place := range places {
		end := len(content)
		if i+1 < len(places) {
			end = places[i+1][0]
		}
		sections[content[place[2]:place[3]]] = content[place[1]:end]
	}
	return sections
}

// at returns the document that a section without a name means in this file; nil if it means none.
func (l library) at(room string) *document {
	for _, home := range homeDocuments() {
		if room == home[0] || strings.HasPrefix(room, home[0]+"/") {
			v := l.documents[home[1]]
			return &v
		}
	}
	return nil
}

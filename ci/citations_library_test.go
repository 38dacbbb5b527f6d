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

// volume is one of our documents: its sections by number, each with the text up to the next heading.
type volume struct {
	name     string
	sections map[string]string
}

// library is all that may be cited.
type library struct {
	documents map[string]volume
	ids       map[string]bool // of facts and requirements
}

// shelf is where each document lies, by the word that cites it.
func shelf() map[string]string {
	return map[string]string{
		"card": "features/reference/card.md", "eligibility": "features/reference/eligibility.md",
		"pcsc": "features/reference/pcsc.md", "design": "ARCHITECTURE.md",
	}
}

// homes are the rooms in which a section without a document's name has a meaning of its own, the longer path first.
func homes() [][2]string {
	return [][2]string{{"features/reference/card.md", "card"}, {"features/reference/eligibility.md", "eligibility"},
		{"features/reference/pcsc.md", "pcsc"}, {"ARCHITECTURE.md", "design"}, {"mockservice/jpki", "card"},
		{"mockservice", "eligibility"}, {"virtualcard", "card"}}
}

func openLibrary(t *testing.T) library {
	t.Helper()
	l := library{map[string]volume{}, map[string]bool{}}
	for name, path := range shelf() {
		content, err := os.ReadFile(filepath.Join("..", filepath.FromSlash(path)))
		require.NoError(t, err)
		l.documents[name] = volume{name, sectionsOf(string(content))}
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

// heading is a numbered one, as in "### 2.4 GET DATA".
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

// at is the document that a bare section means in a room; nil where it means none.
func (l library) at(room string) *volume {
	for _, home := range homes() {
		if room == home[0] || strings.HasPrefix(room, home[0]+"/") {
			v := l.documents[home[1]]
			return &v
		}
	}
	return nil
}

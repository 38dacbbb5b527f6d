package ci

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestPictureOfRooms holds the picture in ARCHITECTURE.md against the import law. With -update it draws the picture.
func TestPictureOfRooms(t *testing.T) {
	const document = "../ARCHITECTURE.md"
	content, err := os.ReadFile(document)
	require.NoError(t, err)
	before, drawn, after := fenced(t, string(content), "```mermaid\n")
	want := picture(law())
	if *update {
		require.NoError(t, os.WriteFile(document, []byte(before+want+after), 0o644))
		return
	}
	require.Equal(t, want, drawn, "the picture in ARCHITECTURE.md is stale: go test ./ci -run TestPictureOfRooms -update draws it again")
}

// fenced cuts a document at its only fence that opens like this.
func fenced(t *testing.T, document, open string) (before, inside, after string) {
	t.Helper()
	require.Equal(t, 1, strings.Count(document, open), "ARCHITECTURE.md has one block %q", open)
	before, rest, _ := strings.Cut(document, open)
	inside, after, closed := strings.Cut(rest, "```\n")
	require.True(t, closed)
	return before + open, inside, "```\n" + after
}

// TestPictureDropsWhatFollows draws a small law: what a room may import through another has no arrow of its own.
func TestPictureDropsWhatFollows(t *testing.T) {
	small := []room{{"low/leaf", "", ""}, {"low", "low/leaf", ""}, {"mid", "low low/leaf", ""}, {"top", "mid low", ""},
		{"sim", "…", ""}, {"ci", "…", ""}}
	require.Equal(t, `flowchart TD
    sim --> top
    top --> mid
    mid --> low
    low ~~~ leaves
    leaves["leaves:<br/>low/ leaf"]
`, picture(small))
}

// picture draws the rooms as a Mermaid flowchart. An arrow says that a room may import another; one that follows from two others
// is not drawn, nor are those to leaves, which share one box. ci, which may import everything, is left out.
func picture(rooms []room) string {
	may := map[string][]string{}
	for _, r := range rooms {
		if !isLeaf(r) && !isOfCI(r) {
			may[r.path] = inner(r, rooms)
		}
	}
	var b strings.Builder
	b.WriteString("flowchart TD\n")
	for _, r := range slices.Backward(rooms) {
		to, drawn := may[r.path]
		for _, other := range to {
			if !follows(may, r.path, other) {
				fmt.Fprintf(&b, "    %s --> %s\n", r.path, other)
			}
		}
		if drawn && len(to) == 0 { // an invisible line, which moves the box of the leaves to the bottom
			fmt.Fprintf(&b, "    %s ~~~ leaves\n", r.path)
		}
	}
	fmt.Fprintf(&b, "    leaves[%q]\n", "leaves:<br/>"+strings.Join(families(rooms), "<br/>"))
	return b.String()
}

func isLeaf(r room) bool { return r.may == "" }

// isOfCI reports whether a room tests the house from outside.
func isOfCI(r room) bool { return r.path == "ci" || strings.HasPrefix(r.path, "ci/") }

// inner returns the rooms that r may import and that are not leaves.
func inner(r room, rooms []room) (found []string) {
	for _, other := range rooms {
		allowed := r.may == "…" || slices.Contains(strings.Fields(r.may), other.path)
		if allowed && !isLeaf(other) && !isOfCI(other) && other.path != r.path {
			found = append(found, other.path)
		}
	}
	return found
}

// follows reports whether from reaches to through another room.
func follows(may map[string][]string, from, to string) bool {
	return slices.ContainsFunc(may[from], func(via string) bool { return via != to && reaches(may, via, to) })
}

func reaches(may map[string][]string, from, to string) bool {
	return from == to || slices.ContainsFunc(may[from], func(via string) bool { return reaches(may, via, to) })
}

// families returns a line for the leaves of each top-level directory.
func families(rooms []room) (lines []string) {
	names := map[string]string{}
	for _, r := range rooms {
		if family, name, _ := strings.Cut(r.path, "/"); isLeaf(r) && !isOfCI(r) {
			names[family+"/"] += " " + name
		}
	}
	for _, family := range slices.Sorted(maps.Keys(names)) {
		lines = append(lines, strings.TrimSuffix(family+names[family], "/ "))
	}
	return lines
}

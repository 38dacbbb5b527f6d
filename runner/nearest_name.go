package runner

import (
	"cmp"
	"slices"
	"strings"
)

// maxNearest is how many names nearest returns. Our choice: they still fit on the line of an error.
const maxNearest = 3

// lettersPerTypo is how many letters of a name allow one wrong letter. Our choice: an id such as CHK-03 has five letters and may
// differ in one; if it could differ in two, every id of a chapter would be near every other.
const lettersPerTypo = 3

// nearest returns up to three names that are similar to name: equal except for case and signs, or different in at most a third
// of its letters.
func nearest(name string, names []string) []string {
	type candidate struct {
		name     string
		distance int
	}
	var found []candidate
	for _, other := range slices.Compact(slices.Sorted(slices.Values(names))) {
		if d := distance(plain(name), plain(other)); d <= max(1, len([]rune(name))/lettersPerTypo) {
			found = append(found, candidate{other, d})
		}
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return cmp.Compare(a.distance, b.distance) })
	var near []string
	for _, c := range found[:min(maxNearest, len(found))] {
		near = append(near, c.name)
	}
	return near
}

// plain leaves out what is often mistyped: upper case, hyphens, underscores and the @.
func plain(name string) []rune {
	return []rune(strings.NewReplacer("-", "", "_", "", "@", "").Replace(strings.ToLower(name)))
}

// distance is the Levenshtein distance: how many letters must be inserted, removed or replaced.
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j := range b {
			changed := diagonal
			if a[i] != b[j] {
				changed++
			}
			diagonal = row[j+1]
			row[j+1] = min(changed, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

package runner

import (
	"cmp"
	"slices"
	"strings"
)

// nearest returns up to three names that are similar to name: equal except for case and signs, or different in at most a
// third of its letters. Both numbers are our choice: more names, or less similar ones, are no help in an error of one line.
func nearest(name string, names []string) []string {
	type candidate struct {
		name     string
		distance int
	}
	var found []candidate
	for _, other := range slices.Compact(slices.Sorted(slices.Values(names))) {
		if d := distance(plain(name), plain(other)); d <= max(1, len([]rune(name))/3) {
			found = append(found, candidate{other, d})
		}
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return cmp.Compare(a.distance, b.distance) })
	var near []string
	for _, c := range found[:min(3, len(found))] {
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

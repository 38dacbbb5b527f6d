package runner

import (
	"cmp"
	"slices"
	"strings"
)

// nearest are up to three of the names that are spelled like name: equal but for case and signs, or at most a third of
// its letters away.
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

// plain leaves out what people forget: case, hyphens and the @.
func plain(name string) []rune {
	return []rune(strings.NewReplacer("-", "", "_", "", "@", "").Replace(strings.ToLower(name)))
}

// distance is Levenshtein's: the letters to put in, leave out or change.
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

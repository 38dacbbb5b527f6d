package people

import (
	"embed"
	"fmt"
	"strings"
	"sync"
)

// The tables of the crowd are our own: one entry per line, fields separated by tabs, comments after #.
//
//go:embed tables/*.tsv
var tableFiles embed.FS

// crowdTables are the tables that the crowd's data are drawn from.
type crowdTables struct {
	families []written
	// given contains given names by sex (OQSCD007).
	given map[string][]written
	// awkward contains family names by class, see Awkwardness.
	awkward  map[string][]written
	foreign  []foreigner
	places   []place
	insurers map[string][]Insurer // by kind
}

// written is a name and its reading.
type written struct{ name, kana string }

type foreigner struct{ family, given, alias, kana, sex string }

type place struct{ code, name, romaji, district, postCode string }

// loadTables reads the tables once; they never change.
var loadTables = sync.OnceValue(func() crowdTables {
	t := crowdTables{given: map[string][]written{}, awkward: map[string][]written{}, insurers: map[string][]Insurer{}}
	for _, r := range table("families.tsv", 2) {
		t.families = append(t.families, written{r[0], r[1]})
	}
	for _, r := range table("given.tsv", 3) {
		t.given[r[2]] = append(t.given[r[2]], written{r[0], r[1]})
	}
	for _, r := range table("awkward.tsv", 3) {
		t.awkward[r[0]] = append(t.awkward[r[0]], written{r[1], r[2]})
	}
	for _, r := range table("foreign.tsv", 5) {
		t.foreign = append(t.foreign, foreigner{r[0], r[1], r[2], r[3], r[4]})
	}
	for i, r := range table("places.tsv", 5) {
		t.places = append(t.places, place{code: r[0], name: r[1], romaji: r[3], district: r[4], postCode: fmt.Sprintf("999-98%02d", i+1)})
	}
	for _, r := range table("insurers.tsv", 3) {
		t.insurers[r[1]] = append(t.insurers[r[1]], Insurer{Number: r[0], Kind: r[1], Name: r[2], WrongCheckDigit: true})
	}
	return t
})

// table reads an embedded table. Each line has the number of fields that the table's comment lists.
func table(name string, fields int) [][]string {
	text, err := tableFiles.ReadFile("tables/" + name)
	if err != nil {
		panic("people: internal error: " + err.Error())
	}
	var rows [][]string
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		row := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(row) != fields {
			panic(fmt.Sprintf("people: internal error: %s has a line of %d fields, not %d", name, len(row), fields))
		}
		rows = append(rows, row)
	}
	return rows
}

package features

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

// TestEmbeddedPins: no pin of ours dangles, and each requirement is pinned in every place of its source.
func TestEmbeddedPins(t *testing.T) {
	pinned, err := LoadPins(Embedded())
	require.NoError(t, err)
	require.Len(t, pinned.Sources, 5)
	require.Len(t, pinned.Requirements, 459)
	require.GreaterOrEqual(t, len(pinned.Pins), 795)
	for _, r := range pinned.Requirements {
		references, err := r.References()
		require.NoError(t, err, r.ID)
		require.NotEmpty(t, references, r.ID)
	}
}

// ownTables are tables with one source, two requirements and their pins.
func ownTables() map[string]string {
	row := func(id, source string) string { return id + "\tc\ts\ts\tl\t" + source + "\ta\tpos\tapp\tmust\tyes\n" }
	return map[string]string{
		"requirements.tsv": "heading\n" + row("OWN-1", "seed doc L2; seed doc L4") + row("OWN-2", "seed doc Q1"),
		"sources.tsv":      "heading\ndoc\tt\tp\td\t9\tx\n",
		"pins.tsv": "heading\nOWN-1\tdoc\tL2\ta\tb\t0123456789abcdef\t1\nOWN-1\tdoc\tL4\ta\tb\t0123456789abcdef\t1\n" +
			"OWN-2\tdoc\tQ1\ta\tb\t0123456789abcdef\t1\n",
	}
}

func filesOf(tables map[string]string) fs.FS {
	files := fstest.MapFS{}
	for name, content := range tables {
		files[name] = &fstest.MapFile{Data: []byte(content)}
	}
	return files
}

func TestDanglingPinsAreNoticed(t *testing.T) {
	pinned, err := LoadPins(filesOf(ownTables()))
	require.NoError(t, err)
	require.Len(t, pinned.Of("doc"), 3)
	long := strings.Repeat("字", 61)
	for name, row := range map[string]struct{ table, old, new, want string }{
		"no requirement":        {"pins.tsv", "OWN-2\tdoc", "OWN-3\tdoc", "pins.tsv:4: there is no requirement OWN-3; write an id of requirements.tsv"},
		"no pin":                {"pins.tsv", "OWN-2\tdoc\tQ1\ta\tb\t0123456789abcdef\t1\n", "", "requirements.tsv:3: no pin holds OWN-2 to its source doc Q1; add a row with its words to pins.tsv"},
		"no pin for a place":    {"pins.tsv", "OWN-1\tdoc\tL4\ta\tb\t0123456789abcdef\t1\n", "", "requirements.tsv:2: no pin holds OWN-1 to its source doc L4"},
		"another place":         {"pins.tsv", "OWN-1\tdoc\tL4", "OWN-1\tdoc\tL5", "pins.tsv:3: the source of OWN-1 has no doc L5; write a place as its source column has it, or mend that"},
		"another document":      {"sources.tsv", "doc", "cod", "pins.tsv:2: there is no document doc; write an id of sources.tsv"},
		"a quote of 61":         {"pins.tsv", "Q1\ta\tb", "Q1\t" + long + "\tb", "pins.tsv:4: a quote of 61 characters; quote 1 to 60 characters"},
		"a last quote of 61":    {"pins.tsv", "Q1\ta\tb", "Q1\ta\t" + long, "pins.tsv:4: a quote of 61 characters"},
		"a quote of layout":     {"pins.tsv", "Q1\ta\tb", "Q1\t** \tb", "pins.tsv:4: a quote of 3 characters"},
		"no digest":             {"pins.tsv", "Q1\ta\tb\t0123456789abcdef", "Q1\ta\tb\t0123456789abcde", `pins.tsv:4: "0123456789abcde" is no digest; take the row that mynalab list --pins prints`},
		"a row twice":           {"pins.tsv", "heading\n", "heading\nOWN-2\tdoc\tQ1\ta\tb\t0123456789abcdef\t1\n", "pins.tsv:5: the row is there already; remove one of the two"},
		"a place that is none":  {"pins.tsv", "\tQ1\t", "\tp. 1\t", `reading table: pins.tsv:4: "p. 1" is no place`},
		"lines backwards":       {"pins.tsv", "\tQ1\t", "\tL3-2\t", `"L3-2" is no place`},
		"a source without form": {"requirements.tsv", "seed doc Q1", "page 3", "requirements.tsv:3: the source of OWN-2 cannot be read: \"page 3\" names no document and place"},
		"a source's bad place":  {"requirements.tsv", "seed doc Q1", "seed doc 3", `the source of OWN-2 cannot be read: "3" is no place`},
		"no number of times":    {"pins.tsv", "abcdef\t1", "abcdef\tonce", `reading table: pins.tsv:2: "once" is no number of times`},
		"zero times":            {"pins.tsv", "abcdef\t1", "abcdef\t0", `reading table: pins.tsv:2: "0" is no number of times`},
		"no number of lines":    {"sources.tsv", "\t9\t", "\tnine\t", "reading table: sources.tsv:2: the number of lines"},
	} {
		t.Run(name, func(t *testing.T) {
			tables := ownTables()
			require.Contains(t, tables[row.table], row.old)
			tables[row.table] = strings.Replace(tables[row.table], row.old, row.new, 1)
			_, err := LoadPins(filesOf(tables))
			require.ErrorContains(t, err, row.want)
		})
	}
	for name := range ownTables() {
		tables := ownTables()
		delete(tables, name)
		_, err := LoadPins(filesOf(tables))
		require.Error(t, err, name)
	}
}

func TestPlaces(t *testing.T) {
	for text, want := range map[string]Place{"L7": {false, 7, 7}, "L145-171": {false, 145, 171}, "Q12": {true, 12, 12}} {
		p, ok := parsePlace(text)
		require.True(t, ok, text)
		require.Equal(t, want, p)
		require.Equal(t, text, p.String())
	}
	for _, text := range []string{"", "L", "L0", "7", "L7-", "L7-6", "Q-1", "L7 ", "P7"} {
		_, ok := parsePlace(text)
		require.False(t, ok, text)
	}
	require.False(t, Place{true, 1, 9}.holds(Place{false, 2, 2}), "a line is in no question")
	require.False(t, Place{true, 1, 9}.overlaps(Place{false, 2, 2}))
}

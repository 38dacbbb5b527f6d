package features

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

// TestEmbeddedPins checks that the embedded tables agree: LoadPins finds no problem in them, so each place in a source column has a pin.
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

// ownTables returns tables with one source, two requirements and their pins.
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

func TestLoadPinsReportsContradictions(t *testing.T) {
	pinned, err := LoadPins(filesOf(ownTables()))
	require.NoError(t, err)
	require.Len(t, pinned.Of("doc"), 3)
	long := strings.Repeat("字", 61)
	for name, row := range map[string]struct{ table, old, new, want string }{
		"unknown requirement": {"pins.tsv", "OWN-2\tdoc", "OWN-3\tdoc",
			"pins.tsv:4: requirement OWN-3 does not exist; write an id from requirements.tsv"},
		"requirement without a pin": {"pins.tsv", "OWN-2\tdoc\tQ1\ta\tb\t0123456789abcdef\t1\n", "",
			"requirements.tsv:3: OWN-2 has no pin for its source doc Q1; add a row with the words of that place to pins.tsv"},
		"place without a pin": {"pins.tsv", "OWN-1\tdoc\tL4\ta\tb\t0123456789abcdef\t1\n", "",
			"requirements.tsv:2: OWN-1 has no pin for its source doc L4"},
		"place not in source column": {"pins.tsv", "OWN-1\tdoc\tL4", "OWN-1\tdoc\tL5",
			"pins.tsv:3: the source column of OWN-1 does not list doc L5; write a place that it lists, or correct the column"},
		"unknown document": {"sources.tsv", "doc", "cod",
			"pins.tsv:2: document doc does not exist; write an id from sources.tsv"},
		"first quote too long": {"pins.tsv", "Q1\ta\tb", "Q1\t" + long + "\tb",
			"pins.tsv:4: the quote has 61 characters; quote 1 to 60 characters of text"},
		"last quote too long":  {"pins.tsv", "Q1\ta\tb", "Q1\ta\t" + long, "pins.tsv:4: the quote has 61 characters"},
		"quote of layout only": {"pins.tsv", "Q1\ta\tb", "Q1\t** \tb", "pins.tsv:4: the quote has 3 characters"},
		"digest too short": {"pins.tsv", "Q1\ta\tb\t0123456789abcdef", "Q1\ta\tb\t0123456789abcde",
			`pins.tsv:4: "0123456789abcde" is not a digest of 16 hexadecimal digits; copy the row that mynalab list --pins prints`},
		"duplicate row": {"pins.tsv", "heading\n", "heading\nOWN-2\tdoc\tQ1\ta\tb\t0123456789abcdef\t1\n",
			"pins.tsv:5: this row repeats an earlier one; remove one of the two"},
		"page instead of place":  {"pins.tsv", "\tQ1\t", "\tp. 1\t", `reading table: pins.tsv:4: "p. 1" is not a place`},
		"last line before first": {"pins.tsv", "\tQ1\t", "\tL3-2\t", `"L3-2" is not a place`},
		"malformed source column": {"requirements.tsv", "seed doc Q1", "page 3",
			"requirements.tsv:3: the source column of OWN-2 is not valid: \"page 3\" does not name a document and a place"},
		"bad place in source column": {"requirements.tsv", "seed doc Q1", "seed doc 3",
			`the source column of OWN-2 is not valid: "3" is not a place`},
		"times not a number": {"pins.tsv", "abcdef\t1", "abcdef\tonce",
			`reading table: pins.tsv:2: "once" is not a valid number of times; write 1 or more`},
		"times zero": {"pins.tsv", "abcdef\t1", "abcdef\t0",
			`reading table: pins.tsv:2: "0" is not a valid number of times`},
		"number of lines not a number": {"sources.tsv", "\t9\t", "\tnine\t", "reading table: sources.tsv:2: wrong number of lines"},
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

func TestPlace(t *testing.T) {
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
	require.False(t, Place{true, 1, 9}.contains(Place{false, 2, 2}), "a line is never in a question")
	require.False(t, Place{true, 1, 9}.overlaps(Place{false, 2, 2}))
}

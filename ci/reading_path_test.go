package ci

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestReadingPath holds "Where to start reading" and "The wiring of a run" of ARCHITECTURE.md against the sources: each file
// exists and declares the functions that are named with it, and the scenario is in its feature file.
func TestReadingPath(t *testing.T) {
	content, err := os.ReadFile("../ARCHITECTURE.md")
	require.NoError(t, err)
	start := between(t, string(content), "## Where to start reading\n", "\n## 1.")
	scenario := between(t, start, "「", "」")
	require.Contains(t, readSource(t, "features/pin.feature"), "シナリオ: "+scenario+"\n")

	path := namedFiles(start)
	require.Len(t, path, 9, "the path has nine files, in the order of their numbers")
	wiring := namedFiles(between(t, string(content), "## 10. The wiring of a run\n", "\n## 11."))
	require.Greater(t, len(wiring), 9)
	for _, entry := range slices.Concat(path, wiring) {
		require.Empty(t, undeclared(entry, declaredIn(t, entry.file)), "ARCHITECTURE.md names functions that %s does not declare", entry.file)
	}
}

// TestReadingPathIsLookedAt has a path that names a function that is not there.
func TestReadingPathIsLookedAt(t *testing.T) {
	entries := namedFiles("1. `a/b.go` (`here`, `T.There`)\n   goes on.\n2. `a/c.feature` has it.\n| x | y | `here` in `a/d.go` |\n")
	require.Equal(t, []namedFile{{"a/b.go", []string{"here", "T.There"}}, {"a/c.feature", nil}, {"a/d.go", []string{"here"}}}, entries)
	require.Equal(t, []string{"T.There"}, undeclared(entries[0], []string{"here", "There"}))
}

// namedFile is a file of a reading path with the functions that are named beside it.
type namedFile struct {
	file  string
	names []string
}

// quoted matches code in the text: a file, or a function, Type.Method or plain.
var quoted = regexp.MustCompile("`([a-z_/]+\\.(?:go|feature))`|`([A-Za-z]\\w*(?:\\.[A-Za-z]\\w*)?)`")

// namedFiles returns the files in the list items and table rows of a section. In a list the functions stand after their file, in a
// table before it.
func namedFiles(section string) (entries []namedFile) {
	for _, item := range regexp.MustCompile(`(?m)^(?:\d+\. .*(?:\n   .*)*|\|.*)$`).FindAllString(section, -1) {
		row := strings.HasPrefix(item, "|")
		if row {
			cells := strings.Split(item, "|")
			item = cells[len(cells)-2]
		}
		var before []string
		for _, found := range quoted.FindAllStringSubmatch(item, -1) {
			switch file, name := found[1], found[2]; {
			case file != "":
				entries, before = append(entries, namedFile{file, before}), nil
			case row:
				before = append(before, name)
			default:
				last := &entries[len(entries)-1]
				last.names = append(last.names, name)
			}
		}
	}
	return entries
}

func undeclared(entry namedFile, declared []string) (missing []string) {
	for _, name := range entry.names {
		if !slices.Contains(declared, name) {
			missing = append(missing, name)
		}
	}
	return missing
}

// declaredIn returns the functions and methods of a Go file, and none of another file.
func declaredIn(t *testing.T, path string) (names []string) {
	t.Helper()
	source := readSource(t, path)
	if !strings.HasSuffix(path, ".go") {
		return nil
	}
	file, err := parser.ParseFile(token.NewFileSet(), path, source, parser.SkipObjectResolution)
	require.NoError(t, err)
	for _, declaration := range file.Decls {
		if f, ok := declaration.(*ast.FuncDecl); ok {
			names = append(names, functionName(f))
		}
	}
	return names
}

// functionName returns a function's name, for a method with its type.
func functionName(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return f.Name.Name
	}
	of := f.Recv.List[0].Type
	if pointer, ok := of.(*ast.StarExpr); ok {
		of = pointer.X
	}
	return of.(*ast.Ident).Name + "." + f.Name.Name
}

func readSource(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("..", filepath.FromSlash(path)))
	require.NoError(t, err, "ARCHITECTURE.md names a file that is not there")
	return string(content)
}

// between returns the text of a document between two marks.
func between(t *testing.T, document, begin, end string) string {
	t.Helper()
	_, rest, found := strings.Cut(document, begin)
	require.True(t, found, "there is no %q", begin)
	inside, _, found := strings.Cut(rest, end)
	require.True(t, found, "there is no %q after %q", end, begin)
	return inside
}

package ci

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// factIDs matches ids in a name: of facts about card and service, and of requirements that the portals and the service can
// break. It matches single ids, and ranges such as "CARD-001 to CARD-004".
var factIDs = regexp.MustCompile(`(CARD|SVC|REG|APP|INI|DER|DUT|SUB)-?(\d{2,3})(?: to [A-Z]+-(\d{2,3}))?`)

// troubleIDs matches the ids of field errors in a name.
var troubleIDs = regexp.MustCompile(`\bF\d{2}\b`)

// guardRoom is the package that decides which commands may be sent to a real card. Its tests show what is sent, not what a
// card answers, so ids in their names prove nothing.
const guardRoom = "virtualcard/pcsc"

// schemaFile is the name of the table of the keys of the card profile.
const schemaFile = "SCHEMA.md"

// named are the facts and requirements that names of tests contain, each with the places that contain it.
type named map[string][]string

// namedIn collects the names below root: of test functions, subtests and table rows, the tags of feature files, and the
// rows of the profile's schema. Comments do not count, nor does the guard of real cards, so that `go test -run CARD-326`
// runs what proves CARD-326.
func namedIn(t *testing.T, root string) named {
	t.Helper()
	found := named{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		where := strings.TrimPrefix(filepath.ToSlash(path), filepath.ToSlash(root)+"/")
		switch {
		case entry.IsDir() && (entry.Name() == "testdata" || entry.Name() == ".git" || where == guardRoom):
			return fs.SkipDir
		case strings.HasSuffix(path, "_test.go"):
			return found.source(path, where)
		case strings.HasSuffix(path, ".feature"):
			return found.lines(path, where, "@")
		case entry.Name() == schemaFile:
			return found.lines(path, where, "|")
		}
		return nil
	})
	require.NoError(t, err)
	return found
}

// add records every id in a name.
func (n named) add(name, where string) {
	for _, id := range troubleIDs.FindAllString(name, -1) {
		n[id] = append(n[id], where)
	}
	for _, m := range factIDs.FindAllStringSubmatch(name, -1) {
		first, _ := strconv.Atoi(m[2])
		last := first
		if m[3] != "" {
			last, _ = strconv.Atoi(m[3])
		}
		for i := first; i <= last; i++ {
			id := fmt.Sprintf("%s-%0*d", m[1], len(m[2]), i)
			n[id] = append(n[id], where)
		}
	}
}

// source collects the names in one Go test file.
func (n named) source(path, where string) error {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		return fmt.Errorf("reading the names of tests: %w", err)
	}
	for _, declaration := range file.Decls {
		test, ok := declaration.(*ast.FuncDecl)
		if !ok {
			continue
		}
		at := where + " " + test.Name.Name
		if strings.HasPrefix(test.Name.Name, "Test") {
			n.add(test.Name.Name, at)
		}
		ast.Inspect(test, func(node ast.Node) bool {
			for _, name := range namesAt(node) {
				n.add(literal(name), at)
			}
			return true
		})
	}
	return nil
}

// namesAt returns the expressions at this node that name a test: the first argument of Run, the first field of a row, a
// field called name, and the key of a map.
func namesAt(node ast.Node) []ast.Expr {
	switch node := node.(type) {
	case *ast.CallExpr:
		if f, ok := node.Fun.(*ast.SelectorExpr); ok && f.Sel.Name == "Run" && len(node.Args) == 2 {
			return node.Args[:1]
		}
	case *ast.CompositeLit:
		_, list := node.Type.(*ast.ArrayType)
		if list || len(node.Elts) == 0 {
			return nil
		}
		if _, keyed := node.Elts[0].(*ast.KeyValueExpr); !keyed {
			return node.Elts[:1]
		}
	case *ast.KeyValueExpr:
		if key, ok := node.Key.(*ast.Ident); ok && key.Name == "name" {
			return []ast.Expr{node.Value}
		}
		return []ast.Expr{node.Key}
	}
	return nil
}

// literal returns the text of the string literals in an expression, joined.
func literal(e ast.Expr) string {
	var text strings.Builder
	ast.Inspect(e, func(node ast.Node) bool {
		if l, ok := node.(*ast.BasicLit); ok && l.Kind == token.STRING {
			s, _ := strconv.Unquote(l.Value)
			text.WriteString(s)
		}
		_, function := node.(*ast.FuncLit)
		return !function
	})
	return text.String()
}

// lines collects the ids in the lines of a file that start with mark: the tags of a feature file, or the rows of a table.
func (n named) lines(path, where, mark string) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("reading the lines that name facts: %w", err)
	}
	for _, line := range strings.Split(string(content), "\n") {
		if strings.HasPrefix(strings.TrimSpace(line), mark) {
			n.add(line, where)
		}
	}
	return nil
}

// keeping returns the places that count for a fact of this use. The schema of the card profile counts only for keys of the
// profile; another test keeps schema and profile equal.
func (n named) keeping(id, use string) []string {
	places := slices.DeleteFunc(slices.Clone(n[id]), func(where string) bool {
		return strings.HasSuffix(where, schemaFile) && use != byProfile
	})
	return slices.Compact(slices.Sorted(slices.Values(places)))
}

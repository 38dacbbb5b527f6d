package ci

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestQuotedCode compares each block of Go in a document with its source: the words behind ```go name a file and functions of it.
// With -update it writes the functions into the block.
func TestQuotedCode(t *testing.T) {
	for _, document := range documents() {
		path := filepath.Join("..", document)
		content, err := os.ReadFile(path)
		require.NoError(t, err)
		quoted := fence.ReplaceAllStringFunc(string(content), func(whole string) string {
			b := blocksIn(document, whole)[0]
			words := strings.Fields(b.info)
			if len(words) < 3 || words[0] != "go" {
				return whole
			}
			return "```" + b.info + "\n" + sourceOf(t, words[1], words[2:]) + "```"
		})
		if *update {
			require.NoError(t, os.WriteFile(path, []byte(quoted), 0o644))
			continue
		}
		require.Equal(t, quoted, string(content), "code in %s differs from its source: go test ./ci -run TestQuotedCode -update writes it again", document)
	}
}

// sourceOf returns functions of a file with their comments, a blank line between.
func sourceOf(t *testing.T, path string, names []string) string {
	t.Helper()
	source := readSource(t, path)
	positions := token.NewFileSet()
	file, err := parser.ParseFile(positions, path, source, parser.ParseComments)
	require.NoError(t, err)
	functions := map[string]string{}
	for _, declaration := range file.Decls {
		if f, ok := declaration.(*ast.FuncDecl); ok {
			begin := f.Pos()
			if f.Doc != nil {
				begin = f.Doc.Pos()
			}
			functions[functionName(f)] = source[positions.Position(begin).Offset:positions.Position(f.End()).Offset]
		}
	}
	var all []string
	for _, name := range names {
		require.Contains(t, functions, name, "a document quotes a function that %s does not declare", path)
		all = append(all, functions[name])
	}
	return strings.Join(all, "\n\n") + "\n"
}

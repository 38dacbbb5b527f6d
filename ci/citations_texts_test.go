package ci

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// text is a unit in which citations are read: a comment or a literal of Go, a paragraph of Markdown, a line of any other
// file.
type text struct{ room, where, content string }

// readable returns the kinds of files that are read, by the end of their names.
func readable() []string {
	return []string{".md", ".tsv", ".yaml", ".json", ".txt", ".sh", ".feature", "Makefile", "Dockerfile"}
}

// textsIn returns the texts of all files below root except testdata, where citations may be wrong on purpose.
func textsIn(t *testing.T, root string) (all []text) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		room := strings.TrimPrefix(filepath.ToSlash(path), filepath.ToSlash(root)+"/")
		skipped := []string{"testdata", ".git", "bin", "out", "out.previous"}
		switch {
		case entry.IsDir() && slices.Contains(skipped, entry.Name()):
			return fs.SkipDir
		case strings.HasSuffix(path, ".go"):
			found, err := goTexts(path, room)
			all = append(all, found...)
			return err
		case slices.ContainsFunc(readable(), func(end string) bool { return strings.HasSuffix(path, end) }):
			found, err := plainTexts(path, room)
			all = append(all, found...)
			return err
		}
		return nil
	})
	require.NoError(t, err)
	return all
}

// goTexts returns the comments and literals of one file. The rows of TestFollowing are wrong on purpose and left out.
func goTexts(path, room string) (all []text, err error) {
	positions := token.NewFileSet()
	file, err := parser.ParseFile(positions, path, nil, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	add := func(node ast.Node, content string) {
		all = append(all, text{room, room + ":" + strconv.Itoa(positions.Position(node.Pos()).Line), content})
	}
	for _, group := range file.Comments {
		add(group, group.Text())
	}
	ast.Inspect(file, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.FuncDecl:
			return node.Name.Name != "TestFollowing"
		case *ast.BasicLit:
			if node.Kind == token.STRING {
				content, _ := strconv.Unquote(node.Value)
				add(node, content)
			}
		}
		return true
	})
	return all, nil
}

// plainTexts returns the paragraphs of Markdown, and the lines of other files.
func plainTexts(path, room string) (all []text, err error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	between := "\n"
	if strings.HasSuffix(path, ".md") {
		between = "\n\n"
	}
	line := 1
	for _, part := range strings.Split(string(content), between) {
		all = append(all, text{room, room + ":" + strconv.Itoa(line), part})
		line += strings.Count(part, "\n") + len(between)
	}
	return all, nil
}

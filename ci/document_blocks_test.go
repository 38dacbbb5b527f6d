package ci

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the blocks of the documents again that are made from sources")

// documents are those whose code must be tested.
func documents() []string {
	return []string{"README.md", "README.ja.md", "ARCHITECTURE.md", "CONTRIBUTING.md"}
}

// block is a fenced block of a document.
type block struct {
	document string
	line     int
	// info is what stands behind the opening fence: the language and more words.
	info, text string
}

func (b block) where() string { return fmt.Sprintf("%s:%d", b.document, b.line) }

// fence matches a fenced block. A block that is not closed reaches to the next fence, which the classes below refuse.
var fence = regexp.MustCompile("(?ms)^```([^\n]*)\n(.*?)^```$")

// blocksIn returns the fenced blocks of a document in their order.
func blocksIn(document, content string) (blocks []block) {
	for _, at := range fence.FindAllStringSubmatchIndex(content, -1) {
		blocks = append(blocks, block{document, 1 + strings.Count(content[:at[0]], "\n"), content[at[2]:at[3]], content[at[4]:at[5]]})
	}
	return blocks
}

func blocksOf(t *testing.T, document string) []block {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("..", document))
	require.NoError(t, err)
	return blocksIn(document, string(content))
}

// blockKind is a kind of block and the test that runs it, or compares it with its source.
type blockKind struct {
	fits   func(block) bool
	tested string
}

// blockKinds is the table of them. Only pictures and lists of words stay untested as code: they are none.
func blockKinds() []blockKind {
	info := func(language string) func(block) bool {
		return func(b block) bool { return b.info == language }
	}
	commands := func(document, program string) func(block) bool {
		return func(b block) bool {
			return b.info == "console" && strings.HasPrefix(b.document, document) && strings.HasPrefix(b.text, "$ "+program)
		}
	}
	return []blockKind{
		{info("mermaid"), "TestPictureOfRooms draws it from the import law"},
		{func(b block) bool { return strings.HasPrefix(b.info, "go ") }, "TestQuotedCode compares it with its source"},
		{info("diff"), "TestWorkedExamples applies it"},
		{commands("ARCHITECTURE.md", "go "), "TestWorkedExamples runs it"},
		{commands("README", "make "), "TestMakeTargets compares it: the tests can't run themselves"},
		{commands("README", "curl "), "TestFaultsOfTheREADME in package sim sends it to a service"},
		{func(b block) bool { return b.info == "" && strings.HasPrefix(b.text, "sim  ") }, "TestArchitecture compares it with the import law"},
		{info("text"), "it is a picture"},
	}
}

// TestDocumentBlocks finds the test of each block.
func TestDocumentBlocks(t *testing.T) {
	found := 0
	for _, document := range documents() {
		blocks := blocksOf(t, document)
		found += len(blocks)
		require.Empty(t, untested(blocks), "each block of code in a document is tested: add its kind to blockKinds, and a test")
	}
	require.Greater(t, found, 30, "the reader finds no blocks any more")
}

func untested(blocks []block) (without []string) {
	for _, b := range blocks {
		if !slices.ContainsFunc(blockKinds(), func(k blockKind) bool { return k.fits(b) }) {
			without = append(without, b.where())
		}
	}
	return without
}

// TestDocumentBlocksAreLookedAt has blocks that no test runs.
func TestDocumentBlocksAreLookedAt(t *testing.T) {
	blocks := blocksIn("README.md", "a\n```go\nx := 1\n```\n```console\n$ rm -rf /\n```\n```text\na picture\n```\n")
	require.Len(t, blocks, 3)
	require.Equal(t, []string{"README.md:2", "README.md:5"}, untested(blocks))
}

// TestMakeTargets compares the commands of README with the Makefile, in both languages.
func TestMakeTargets(t *testing.T) {
	makefile, err := os.ReadFile("../Makefile")
	require.NoError(t, err)
	typed := map[string][]string{}
	for _, document := range []string{"README.md", "README.ja.md"} {
		for _, b := range blocksOf(t, document) {
			for _, target := range regexp.MustCompile(`(?m)^\$ make (\w+)`).FindAllStringSubmatch(b.text, -1) {
				require.Regexp(t, `(?m)^`+target[1]+`:.*##`, string(makefile), "%s: the Makefile has no target %s", b.where(), target[1])
				typed[document] = append(typed[document], target[1])
			}
		}
	}
	require.Equal(t, []string{"run", "test"}, typed["README.md"])
	require.Equal(t, typed["README.md"], typed["README.ja.md"])
}

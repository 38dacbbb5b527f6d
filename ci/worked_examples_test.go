package ci

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestWorkedExamples follows the worked examples of ARCHITECTURE.md to the letter: it applies their diffs and types their commands.
// The files of the house stay as they are; go sees the changed copies through its -overlay flag.
func TestWorkedExamples(t *testing.T) {
	content, err := os.ReadFile("../ARCHITECTURE.md")
	require.NoError(t, err)
	_, section, found := strings.Cut(string(content), "## 11. Adding something\n")
	require.True(t, found)
	examples := strings.Split(section, "\n### ")[1:]
	require.Len(t, examples, 6, "a scenario, a verb, a check, a card rule, a fault, a wrong product")
	for _, example := range examples {
		title, text, _ := strings.Cut(example, "\n")
		t.Run(title, func(t *testing.T) {
			blocks := blocksIn("ARCHITECTURE.md, "+title, text)
			require.NotEmpty(t, blocks)
			require.NoError(t, newCopies(t).follow(blocks))
		})
	}
}

// TestWorkedExamplesAreLookedAt has examples that can't be followed.
func TestWorkedExamplesAreLookedAt(t *testing.T) {
	for name, row := range map[string]struct{ info, text, want string }{
		"no such line":      {"diff", "--- a/go.mod\n+++ b/go.mod\n@@ -1 +1 @@\n-module elsewhere\n+module here\n", "patch does not apply"},
		"no such file":      {"diff", "--- a/gone.go\n+++ b/gone.go\n@@ -1 +1 @@\n-a\n+b\n", "gone.go"},
		"green that is red": {"console", "$ go vet ./nowhere\nok\n", "exit status 1"},
		"red that is green": {"console", "$ echo FAIL\nFAIL\n", "did not fail"},
		"another output":    {"console", "$ echo ok\nwell\n", `has no line with "well"`},
	} {
		t.Run(name, func(t *testing.T) {
			require.ErrorContains(t, newCopies(t).follow([]block{{"example", 1, row.info, row.text}}), row.want)
		})
	}
}

// copies are the files that an example has changed, in a directory of their own.
type copies struct {
	house, dir string
	changed    map[string]string // by the path in the house, the path of the copy
}

func newCopies(t *testing.T) copies {
	t.Helper()
	house, err := filepath.Abs("..")
	require.NoError(t, err)
	return copies{house, t.TempDir(), map[string]string{}}
}

// follow applies diffs and types commands, in their order. Blocks of other kinds are there to be read.
func (c copies) follow(blocks []block) error {
	for _, b := range blocks {
		var err error
		switch b.info {
		case "diff":
			err = c.apply(b.text)
		case "console":
			err = c.types(b.text)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", b.where(), err)
		}
	}
	return nil
}

// changes matches the files of a diff.
var changes = regexp.MustCompile(`(?m)^\+\+\+ b/(.+)$`)

// apply changes copies of the files that a diff names. git finds the place by the lines around it.
func (c copies) apply(diff string) error {
	for _, file := range changes.FindAllStringSubmatch(diff, -1) {
		if err := c.copy(file[1]); err != nil {
			return err
		}
	}
	git := exec.Command("git", "apply", "--recount", "--unidiff-zero", "-")
	git.Dir, git.Stdin = c.dir, strings.NewReader(diff)
	git.Env = append(os.Environ(), "GIT_CEILING_DIRECTORIES="+filepath.Dir(c.dir))
	if out, err := git.CombinedOutput(); err != nil {
		return fmt.Errorf("the diff does not fit the files any more: %s", out)
	}
	return nil
}

// copy copies a file of the house, unless an earlier diff has changed it.
func (c copies) copy(file string) error {
	path, target := filepath.Join(c.house, file), filepath.Join(c.dir, file)
	if _, changed := c.changed[path]; changed {
		return nil
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return err
	}
	c.changed[path] = target
	return os.WriteFile(target, content, 0o644)
}

// types runs the command of a console block in the house with the changed copies, and compares what it prints: each line shown is
// part of a line printed, in the same order, where blanks don't count. A block that shows a failure must fail.
func (c copies) types(console string) error {
	overlay, err := json.Marshal(map[string]any{"Replace": c.changed})
	if err != nil {
		return err
	}
	path := filepath.Join(c.dir, "overlay.json")
	if err := os.WriteFile(path, overlay, 0o644); err != nil {
		return err
	}
	command, shown, _ := strings.Cut(strings.TrimPrefix(console, "$ "), "\n")
	shell := exec.Command("sh", "-c", command)
	shell.Dir, shell.Env = c.house, append(os.Environ(), "GOFLAGS="+os.Getenv("GOFLAGS")+" -overlay="+path,
		"MYNALAB_SAMPLE=", "TMPDIR="+c.dir) // without a sample, each edited row meets every scenario near its table (ci/test.sh)
	out, err := shell.CombinedOutput()
	red := regexp.MustCompile(`(?m)^(FAIL|exit status)`).MatchString(shown)
	switch {
	case err != nil && !red:
		return fmt.Errorf("%s: %w\n%s", command, err, out)
	case err == nil && red:
		return fmt.Errorf("%s did not fail\n%s", command, out)
	}
	return printed(string(out), shown)
}

// printed looks for the lines shown in what was printed.
func printed(out, shown string) error {
	lines := strings.Split(out, "\n")
	for line := range strings.Lines(shown) {
		want := strings.Join(strings.Fields(line), " ")
		for len(lines) > 0 && !strings.Contains(strings.Join(strings.Fields(lines[0]), " "), want) {
			lines = lines[1:]
		}
		if len(lines) == 0 {
			return fmt.Errorf("the output has no line with %q, or not in this order\n%s", want, bytes.TrimSpace([]byte(out)))
		}
	}
	return nil
}

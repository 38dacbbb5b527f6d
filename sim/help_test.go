package main

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports"
)

// commandsBelow returns a command and all commands below it.
func commandsBelow(c *cobra.Command) []*cobra.Command {
	all := []*cobra.Command{c}
	for _, below := range c.Commands() {
		all = append(all, commandsBelow(below)...)
	}
	return all
}

func TestEveryCommandHasHelpWithExamplesInBothLanguages(t *testing.T) {
	root := rootCommand(surroundings{lang: reports.LangEN})
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	paths := map[string]bool{}
	for _, c := range commandsBelow(root) {
		paths[c.CommandPath()] = true
		t.Run(c.CommandPath(), func(t *testing.T) {
			require.Regexp(t, `\p{Hiragana}`, c.Long)
			require.Regexp(t, `(?m)^[A-Za-z][^\p{Hiragana}\n]*$`, c.Long, "no line of English")
			require.NotEmpty(t, c.Example)
			for line := range strings.Lines(c.Example) {
				require.Regexp(t, `^  (source <\()?`+regexp.QuoteMeta(c.CommandPath())+`\b`, line, "no example of this command")
			}
			var out bytes.Buffer
			args := append(strings.Fields(c.CommandPath())[1:], "--help")
			require.Equal(t, exitOK, run(args, surroundings{stdout: &out, stderr: &out, lang: reports.LangEN}))
			require.Contains(t, out.String(), c.Example)
		})
	}
	for _, path := range []string{"mynalab", "mynalab run", "mynalab report merge", "mynalab card show", "mynalab completion", "mynalab help"} {
		require.True(t, paths[path], "%s was not checked", path)
	}
}

func TestEveryFlagWithAListOfValuesIsCompleted(t *testing.T) {
	root := rootCommand(surroundings{})
	for _, row := range completedFlags() {
		found := 0
		for _, c := range commandsBelow(root) {
			if _, ok := c.GetFlagCompletionFunc(row.flag); ok && c.LocalFlags().Lookup(row.flag) != nil {
				found++
			}
		}
		require.Positive(t, found, "no command has --%s", row.flag)
		require.NotEmpty(t, row.values(), row.flag)
	}
}

package main

import (
	"bytes"
	"slices"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports"
)

// TestNoFlagTakesAnEmptyValue gives every flag of every command that takes text an empty value, a blank one, and a list one with an
// empty part: each is a usage error of one line that names the flag, and nothing runs.
func TestNoFlagTakesAnEmptyValue(t *testing.T) {
	flags := 0
	var try func(c *cobra.Command, path []string)
	try = func(c *cobra.Command, path []string) {
		for _, sub := range c.Commands() {
			try(sub, append(slices.Clone(path), sub.Name()))
		}
		if !c.Runnable() {
			return
		}
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			values := map[string][]string{"string": {"", " "}, "stringSlice": {"", " ", "CHK-01,", "CHK-01,,CHK-02"}}[f.Value.Type()]
			for _, value := range values {
				flags++
				requireEmptyRefused(t, c, append(slices.Clone(path), "--"+f.Name, value), f.Name)
			}
		})
	}
	try(rootCommand(surroundings{stdout: &bytes.Buffer{}, stderr: &bytes.Buffer{}}), nil)
	require.GreaterOrEqual(t, flags, 60)
}

func requireEmptyRefused(t *testing.T, c *cobra.Command, args []string, flag string) {
	t.Helper()
	for n := 0; c.ValidateArgs(slices.Repeat([]string{"x"}, n)) != nil; n++ {
		args = append(args, "x")
		require.Less(t, n, 3, "%s takes no number of arguments", c.CommandPath())
	}
	var stderr bytes.Buffer
	code := run(args, surroundings{stdout: &bytes.Buffer{}, stderr: &stderr, lang: reports.LangEN})
	require.Equal(t, exitUsage, code, "%q: %s", args, stderr.String())
	require.Regexp(t, `\Amynalab: --`+flag+`\b[^\n]*\n\z`, stderr.String(), "%q", args)
}

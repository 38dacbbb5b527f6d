package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/reports"
	"github.com/mynalab/mynalab/sim/people"
	"github.com/mynalab/mynalab/virtualcard"
)

// completed is a row of the table of flags: the values that the shell offers. With orFile it offers files if no value fits.
type completed struct {
	flag   string
	values func() []string
	orFile bool
}

func completedFlags() []completed {
	return []completed{
		{"lang", func() []string { return []string{string(reports.LangJA), string(reports.LangEN)} }, false},
		{"card", cardNames, false},
		{"format", formats, false},
		{"tags", func() []string { return named(func(s features.Scenario) []string { return s.Tags }) }, false},
		{"req", func() []string { return named(func(s features.Scenario) []string { return s.Requirements }) }, false},
		{"profile", virtualcard.ProfileNames, true},
		{"person", personIDs, false},
		{"mode", serviceModes, false},
	}
}

// complete registers the values of flags on c and all commands below it that have the flag.
func complete(c *cobra.Command) {
	for _, row := range completedFlags() {
		completeFlag(c, row)
	}
	for _, flag := range []string{"features", "out"} {
		if c.Flags().Lookup(flag) != nil {
			_ = c.MarkFlagDirname(flag) // no error, since the flag exists
		}
	}
	for _, below := range c.Commands() {
		complete(below)
	}
}

// completeFlag skips commands that do not have the flag or that complete it themselves.
func completeFlag(c *cobra.Command, row completed) {
	if c.Flags().Lookup(row.flag) == nil && c.PersistentFlags().Lookup(row.flag) == nil {
		return
	}
	if _, done := c.GetFlagCompletionFunc(row.flag); done {
		return
	}
	directive := cobra.ShellCompDirectiveNoFileComp
	if row.orFile {
		directive = cobra.ShellCompDirectiveDefault
	}
	err := c.RegisterFlagCompletionFunc(row.flag, func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return row.values(), directive
	})
	if err != nil {
		panic("mynalab: completing an existing flag: " + err.Error())
	}
}

// cardNames returns virtual and the connected readers. An error is dropped, since a shell does not show it.
func cardNames() []string {
	names := []string{"virtual"}
	readers, err := plugged()
	if err != nil {
		return names
	}
	for _, name := range readers {
		names = append(names, "pcsc:"+name)
	}
	return names
}

// personIDs returns the ids of the cast's people, each with the name for shells that show descriptions.
func personIDs() []string {
	cast, err := people.Load()
	if err != nil {
		return nil
	}
	ids := make([]string, 0, len(cast.Persons))
	for _, p := range cast.Persons {
		ids = append(ids, cobra.CompletionWithDesc(p.ID, p.Name))
	}
	return ids
}

// named returns what `of` takes from the embedded scenarios, sorted and without duplicates.
func named(of func(features.Scenario) []string) []string {
	suite, err := features.Load(features.Embedded())
	if err != nil {
		return nil
	}
	var all []string
	for _, s := range suite.Scenarios {
		all = append(all, of(s)...)
	}
	slices.SortFunc(all, strings.Compare)
	return slices.Compact(all)
}

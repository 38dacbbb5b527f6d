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

// completed is a row of the table of flags: the values that the shell offers. With orFile it offers files where none fits.
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

// complete hands the shell the values that flags take, in each command below that has the flag.
func complete(c *cobra.Command) {
	for _, row := range completedFlags() {
		completeFlag(c, row)
	}
	for _, flag := range []string{"features", "out"} {
		if c.Flags().Lookup(flag) != nil {
			_ = c.MarkFlagDirname(flag) // the flag is there
		}
	}
	for _, below := range c.Commands() {
		complete(below)
	}
}

// completeFlag leaves commands alone that lack the flag or complete it in a way of their own.
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
		panic("mynalab: completing a flag that is there: " + err.Error())
	}
}

// cardNames are virtual and the readers that are plugged in. A shell shows no error, so none is kept.
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

// personIDs are the people of the cast, each with the name for the shells that show one.
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

// named are what the embedded scenarios bear, each once, in order.
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

package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/reports"
)

// complete hands the shell the values that flags take, in each command that has the flag.
func complete(root *cobra.Command) {
	values := map[string]func() []string{
		"lang":   func() []string { return []string{string(reports.LangJA), string(reports.LangEN)} },
		"card":   cardNames,
		"format": formats,
		"tags":   func() []string { return named(func(s features.Scenario) []string { return s.Tags }) },
		"req":    func() []string { return named(func(s features.Scenario) []string { return s.Requirements }) },
	}
	for _, c := range append(root.Commands(), root) {
		for flag, list := range values {
			completeFlag(c, flag, list)
		}
		for _, flag := range []string{"features", "out"} {
			if c.Flags().Lookup(flag) != nil {
				_ = c.MarkFlagDirname(flag) // the flag is there
			}
		}
	}
}

// completeFlag leaves commands alone that lack the flag or complete it in a way of their own.
func completeFlag(c *cobra.Command, flag string, list func() []string) {
	if c.Flags().Lookup(flag) == nil && c.PersistentFlags().Lookup(flag) == nil {
		return
	}
	if _, done := c.GetFlagCompletionFunc(flag); done {
		return
	}
	err := c.RegisterFlagCompletionFunc(flag, func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return list(), cobra.ShellCompDirectiveNoFileComp
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

package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/mynalab/mynalab/reports"
)

// checkFlags refuses what no command can use: a flag with an empty value, and an unknown language. A command would take an empty
// value for a flag that is not given, so that a script with a misspelled variable gets another run than it asked for.
func checkFlags(c *cobra.Command, _ []string) error {
	if err := checkLang(c); err != nil {
		return err
	}
	var empty []string
	c.Flags().Visit(func(f *pflag.Flag) {
		if isEmptyFlag(f) {
			empty = append(empty, f.Name)
		}
	})
	if len(empty) == 0 {
		return nil
	}
	return usage(errorOf(msgEmptyFlag, empty[0], c.CommandPath()))
}

// isEmptyFlag reports whether the value of a flag, or one of several values, is empty or blank.
func isEmptyFlag(f *pflag.Flag) bool {
	values := []string{f.Value.String()}
	if list, ok := f.Value.(pflag.SliceValue); ok {
		values = list.GetSlice()
	}
	return len(values) == 0 || slices.ContainsFunc(values, func(v string) bool { return strings.TrimSpace(v) == "" })
}

// checkLang refuses an unknown language. The message itself is in the language that language chose.
func checkLang(c *cobra.Command) error {
	flag := c.Flags().Lookup("lang")
	if v := flag.Value.String(); flag.Changed && v != string(reports.LangJA) && v != string(reports.LangEN) {
		return usage(errorOf(msgBadLang, v))
	}
	return nil
}

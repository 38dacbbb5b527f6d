package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/reports"
)

func reportCommand(s surroundings) *cobra.Command {
	c := &cobra.Command{
		Use:   "report",
		Short: "renders reports again, joins the parts of a run, compares two runs",
		Long: `実行結果からレポートを作り直し、分割した実行を一つにまとめ、二つの実行を比べます。何も実行しません。

Works on output directories of mynalab run, without running anything.`,
		Example: `  mynalab report render out
  mynalab report merge part1 part2 --out whole
  mynalab report diff out.previous out`,
		Args:                       knownCommand,
		RunE:                       func(c *cobra.Command, _ []string) error { return c.Help() },
		SuggestionsMinimumDistance: suggestionDistance,
	}
	c.AddCommand(renderCommand(s), mergeCommand(s), diffCommand(s))
	return c
}

func renderCommand(s surroundings) *cobra.Command {
	dir := ""
	c := &cobra.Command{
		Use:   "render DIR",
		Short: "renders the reports of an output directory again from its results and record",
		Long: `results.json と trace.ndjson から、ほかのレポートを作り直します。

Renders report.html, junit.xml, messages.ndjson and summary.md again from results.json and trace.ndjson.`,
		Example: `  mynalab report render out
  mynalab report render out --lang en`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: directories,
		RunE: func(_ *cobra.Command, args []string) error {
			suite, err := ownSuite(dir)
			if err != nil {
				return err
			}
			run, err := reports.ReadRun(args[0], suite)
			if err != nil {
				return unreadable(args[0], err)
			}
			run.Lang = s.lang
			if err := reports.Render(args[0], run); err != nil {
				return broken(err)
			}
			fmt.Fprintln(s.stdout, filepath.Join(args[0], reports.HTMLFile))
			return nil
		},
	}
	c.Flags().StringVar(&dir, "features", "", "directory with the feature files of that run, if they were your own")
	return c
}

func mergeCommand(s surroundings) *cobra.Command {
	dir, out := "", ""
	c := &cobra.Command{
		Use:   "merge DIR…",
		Short: "joins the parts of a run that was sharded",
		Long: `--shard で分割した実行の結果を一つにまとめます。まとめた結果は、分割しない実行と同じになります。終了コードは run と同じです。

Joins the outputs of run --shard into the output that one run would have. Exit codes are those of run.`,
		Example:           `  mynalab report merge part1 part2 part3 --out whole`,
		Args:              cobra.MinimumNArgs(1),
		ValidArgsFunction: directories,
		RunE:              func(_ *cobra.Command, args []string) error { return merge(s, args, dir, out) },
	}
	c.Flags().StringVar(&out, "out", "out", "directory for the joined reports")
	c.Flags().StringVar(&dir, "features", "", "directory with the feature files of that run, if they were your own")
	return c
}

func merge(s surroundings, parts []string, dir, out string) error {
	suite, err := ownSuite(dir)
	if err != nil {
		return err
	}
	var runs []reports.Run
	for _, part := range parts {
		run, err := reports.ReadRun(part, suite)
		if err != nil {
			return unreadable(part, err)
		}
		runs = append(runs, run)
	}
	whole, err := reports.Merge(runs...)
	if err != nil {
		return usage(errorOf(msgMerge, err))
	}
	prepared, err := reports.Prepare(out)
	if err != nil {
		return usage(errorOf(msgOut, err))
	}
	return writeOutput(s, runOutput{prepared, out, dir, whole})
}

// unreadable returns the error for an output directory that can't be read. If its files do not belong together, the error
// already says so in full.
func unreadable(dir string, err error) error {
	if mismatch := (*reports.MismatchError)(nil); errors.As(err, &mismatch) {
		return usage(mismatch)
	}
	return usage(errorOf(msgResults, dir, err))
}

func diffCommand(s surroundings) *cobra.Command {
	return &cobra.Command{
		Use:   "diff BEFORE AFTER",
		Short: "shows what changed from one run to another",
		Long: `二つの実行結果で、判定の変わったシナリオを示します。後の実行で悪くなったものがあれば終了コードは 1 です。

Shows the scenarios whose verdict changed. Exit code 1: something got worse.`,
		Example:           `  mynalab report diff out.previous out`,
		Args:              cobra.ExactArgs(2),
		ValidArgsFunction: directories,
		RunE:              func(_ *cobra.Command, args []string) error { return diff(s, args[0], args[1]) },
	}
}

func diff(s surroundings, before, after string) error {
	a, err := resultsIn(before)
	if err != nil {
		return err
	}
	b, err := resultsIn(after)
	if err != nil {
		return err
	}
	changes := reports.Diff(a, b)
	fmt.Fprint(s.stdout, reports.DiffText(changes, s.lang))
	worse := 0
	for _, c := range changes {
		if c.Worse() {
			worse++
		}
	}
	if worse > 0 {
		return &exitError{exitFail, errorOf(msgWorse, worse)}
	}
	return nil
}

// resultsIn reads the results of an output directory. It does not read the record, which a comparison does not need.
func resultsIn(dir string) (results reports.Results, err error) {
	f, err := os.Open(filepath.Join(dir, reports.ResultsFile))
	if err == nil {
		defer f.Close() //nolint:errcheck // only read
		results, err = reports.ReadResults(f)
	}
	if mismatch := (*reports.MismatchError)(nil); errors.As(err, &mismatch) {
		mismatch.Dir = dir
		return results, usage(mismatch)
	}
	if err != nil {
		return results, usage(errorOf(msgResults, dir, fmt.Errorf("%w; name the output directory of a run (--out)", err)))
	}
	return results, nil
}

// ownSuite returns the suite of a directory; if dir is empty it returns the zero Suite, which stands for the embedded one.
func ownSuite(dir string) (features.Suite, error) {
	if dir == "" {
		return features.Suite{}, nil
	}
	return loadSuite(dir)
}

// directories completes directories only.
func directories(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveFilterDirs
}

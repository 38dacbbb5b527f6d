package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/reports"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/runner"
	"github.com/mynalab/mynalab/runner/judge"
)

// runFlags are the flags of `run`.
type runFlags struct {
	tags, card, out, lang string
	req                   []string
	seed                  uint64
	jobs                  int
	timeLimit             time.Duration
}

func runCommand(s surroundings) *cobra.Command {
	f := runFlags{}
	c := &cobra.Command{
		Use:   "run",
		Short: "stages the scenarios and judges the record",
		Long: `シナリオを実行し、記録から判定して、レポートを書き出します。

Stages the scenarios in random order (by --seed), judges each record as it was written, and leaves the reports in --out.
Exit code 0: something passed and nothing failed; 1: a claim failed; 2: what was typed or handed in; 3: an error, or
something did not run.`,
		Example: `  mynalab run
  mynalab run --tags "@card-any or (@CHK-07 and not @SVC-285)"
  mynalab run --req "DER-*,INI-03" --jobs 0 --seed 7 --out results
  mynalab run --card pcsc:"Virtual PCD 00 00"`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return f.run(c.Context(), s) },
	}
	c.Flags().StringVar(&f.tags, "tags", "", "tag expression with and, or, not and parentheses")
	c.Flags().StringSliceVar(&f.req, "req", nil, "requirement or fact ids, patterns allowed (DER-*)")
	c.Flags().StringVar(&f.card, "card", "virtual", "virtual, or pcsc:NAME for the card in a real reader")
	c.Flags().Uint64Var(&f.seed, "seed", 1, "seed of the order and of every draw")
	c.Flags().IntVar(&f.jobs, "jobs", 1, "slots at work at the same time; 0: one per core")
	c.Flags().StringVar(&f.out, "out", "out", "directory for the reports")
	c.Flags().StringVar(&f.lang, "lang", "ja", "language of the summary: ja or en")
	c.Flags().DurationVar(&f.timeLimit, "time-limit", runner.DefaultTimeLimit, "for one scenario, in real time")
	return c
}

// check refuses flags before anything is opened.
func (f runFlags) check() error {
	switch {
	case f.lang != string(reports.LangJA) && f.lang != string(reports.LangEN):
		return fmt.Errorf("--lang %q: write ja or en", f.lang)
	case f.jobs < 0:
		return fmt.Errorf("--jobs %d: write a number of slots, or 0 for one per core", f.jobs)
	case f.timeLimit <= 0:
		return fmt.Errorf("--time-limit %v: write a duration above zero, e.g. 30s", f.timeLimit)
	}
	return nil
}

func (f runFlags) run(ctx context.Context, s surroundings) error {
	if err := f.check(); err != nil {
		return usage(err)
	}
	suite, err := features.Load(features.Embedded())
	if err != nil {
		return broken(fmt.Errorf("loading the scenarios: %w", err))
	}
	slots, err := openBench(ctx, f.card, s)
	if err != nil {
		return err
	}
	defer slots.close()
	out, err := reports.Prepare(f.out)
	if err != nil {
		return usage(err)
	}
	result, err := runner.Run(ctx, f.config(s, suite, slots, out))
	var slip *runner.UsageError
	if errors.As(err, &slip) {
		return usage(err)
	}
	if err != nil {
		return broken(err)
	}
	return f.report(s, out, result)
}

func (f runFlags) config(s surroundings, suite features.Suite, b *bench, out reports.Out) runner.Config {
	return runner.Config{
		Suite:     suite,
		Selection: reports.Selection{Tags: f.tags, Req: f.req},
		Header:    b.header(f.seed, s.version),
		Jobs:      b.jobs(f.jobs),
		Slots:     b.slot,
		Judge:     judge.Judge,
		Rules:     runner.DefaultRules(),
		TimeLimit: f.timeLimit,
		Grace:     runner.DefaultGrace,
		Dir:       out.Records(),
		Now:       s.now,
		Progress:  f.progress(s),
	}
}

// progress shows where the run is, on a terminal only.
func (f runFlags) progress(s surroundings) func(runner.Progress) {
	if !s.terminal {
		return nil
	}
	return func(p runner.Progress) {
		fmt.Fprintf(s.stderr, "\r\x1b[K%d/%d %s", p.Done, p.Total, p.Scenario.ID)
		if p.Done == p.Total {
			fmt.Fprint(s.stderr, "\r\x1b[K")
		}
	}
}

// report writes the files, tells the outcome and turns it into an exit code.
func (f runFlags) report(s surroundings, out reports.Out, result reports.Run) error {
	if err := out.WriteAll(result); err != nil {
		return broken(err)
	}
	fmt.Fprint(s.stdout, reports.Summary(result.Results, reports.Lang(f.lang)))
	fmt.Fprintln(s.stdout, filepath.Join(f.out, reports.HTMLFile))
	if code := runner.ExitCode(result.Results); code != exitOK {
		return &exitError{code: code, err: hint(code, result.Results)}
	}
	return nil
}

// hint says what a code means where the summary does not show it.
func hint(code int, r reports.Results) error {
	if code != exitUsage || len(r.Scenarios) == 0 {
		return nil
	}
	return fmt.Errorf("nothing passed: all %d scenarios are %s here; choose others with --tags, or another --card",
		len(r.Scenarios), trace.Unsupported)
}

// jobs is the number of slots: what was asked for, one per core for 0, one where a real reader is the slot.
func (b *bench) jobs(asked int) int {
	switch {
	case b.lying != nil:
		return 1
	case asked == 0:
		return runtime.NumCPU()
	default:
		return asked
	}
}

// readerName is NAME of pcsc:NAME.
func readerName(card string) (name string, ok bool) { return strings.CutPrefix(card, "pcsc:") }

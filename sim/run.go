package main

import (
	"context"
	"errors"
	"os"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"github.com/mynalab/mynalab/reports"
	"github.com/mynalab/mynalab/runner"
	"github.com/mynalab/mynalab/runner/judge"
	"github.com/mynalab/mynalab/sim/slot"
)

// runFlags are the flags of `run`.
type runFlags struct {
	tags, card, out, features, known, shard string
	req                                     []string
	seed                                    uint64
	jobs                                    int
	timeLimit, settle                       time.Duration
	link                                    linkFlags
}

func runCommand(s surroundings) *cobra.Command {
	f := runFlags{}
	c := &cobra.Command{
		Use:   "run",
		Short: "runs the scenarios and judges the record",
		Long: `シナリオを実行し、記録から判定して、レポートを書き出します。

--features のディレクトリに自分のシナリオを置けます。要件のID（@CHK-03 など）か、独自のID（@OWN- で始める）をタグで付けます。
--known のファイルには、既知の不合格を1行に一つ「シナリオのID | 理由 | until 2026-12-31」と書きます（# はコメント、* は任意の
文字列、until は省略できます）。合格した項目と、どのシナリオにも合わない項目は、実行を失敗させます。

--service URL では、サービスを別のプロセス（mynalab serve など）に置きます。--control も指定すると、時計・人・障害がシナリオに従い、
判定は組み込みのサービスと同じになります。指定しなければ、やり取りだけを判定し、ほかは対象外になります。

Runs the scenarios in random order (by --seed), judges each record as written, and writes the reports to --out.
Scenarios of your own (--features) have as a tag the id of a requirement, or an id of your own that begins with @OWN-. A
file of known failures (--known) holds one "SCENARIO-ID | REASON | until 2026-12-31" per line; # begins a comment, * stands
for any text, and until may be left out. An entry whose scenario passes, or that matches no scenario, makes the run fail.
With --service URL the service is in another process, e.g. mynalab serve. With --control its clock, people and faults follow the
scenarios, and the verdicts are those of the embedded service; without it only the exchange is judged and the rest is unsupported.
Exit code 0: something passed and nothing failed; 1: a claim failed; 2: a usage error in flags or files; 3: an error, or
something did not run.`,
		Example: `  mynalab run
  mynalab run --tags "@card-any or (@CHK-07 and not @SVC-285)"
  mynalab run --req "DER-*,INI-03" --jobs 0 --seed 7 --out results
  mynalab run --known known.txt --shard 2/4
  mynalab run --features my-features --tags @OWN-1
  mynalab run --card pcsc:"Virtual PCD 00 00"
  mynalab run --service https://127.0.0.1:8443 --control http://127.0.0.1:8081 --ca ca.pem`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return f.run(c.Context(), s) },
	}
	c.Flags().StringVar(&f.tags, "tags", "", "tag expression with and, or, not and parentheses")
	c.Flags().StringSliceVar(&f.req, "req", nil, "requirement or fact ids, with patterns such as DER-*")
	c.Flags().StringVar(&f.card, "card", "virtual", "virtual, or pcsc:NAME for the card in a real reader")
	f.link.add(c)
	c.Flags().StringVar(&f.features, "features", "", "directory with your own *.feature files; own ids are tags @OWN-…")
	c.Flags().StringVar(&f.known, "known", "", "file of known failures: SCENARIO-ID | REASON | until 2026-12-31, one per line")
	c.Flags().StringVar(&f.shard, "shard", "", "I/N: runs only part I of N, chosen by scenario id; report merge joins the parts")
	c.Flags().Uint64Var(&f.seed, "seed", 1, "seed of the order and of all random values")
	c.Flags().IntVar(&f.jobs, "jobs", 1, "scenarios that run at the same time; 0: one per core")
	c.Flags().StringVar(&f.out, "out", "out", "directory for the reports")
	c.Flags().DurationVar(&f.timeLimit, "time-limit", runner.DefaultTimeLimit, "limit for one scenario, in real time")
	c.Flags().DurationVar(&f.settle, "settle", slot.DefaultSettle, "how long the product must stay still before a claim that something did not happen is judged; use more for a slow product")
	return c
}

func (f runFlags) run(ctx context.Context, s surroundings) error {
	config, err := f.config(s)
	if err != nil {
		return err
	}
	b, err := planSlots(f.card, f.link, s)
	if err != nil {
		return err
	}
	b.setSettle(f.settle)
	first, err := b.slot(ctx, 0) // a missing reader or service is reported before the output directory is touched
	if err != nil {
		return err
	}
	out, err := reports.Prepare(f.out)
	if err != nil {
		return errors.Join(usage(errorOf(msgOut, err)), first.Close(ctx))
	}
	config.Header, config.Slots, config.Dir = b.header(f.seed, s.version), b.slotsAfter(first), out.Records()
	config.Jobs, config.Turns = b.jobs(config.Jobs, s), b.slotsPerJob()
	result, err := runner.Run(ctx, config)
	return errors.Join(settle(s, runOutput{out, f.out, f.features, result}, err), out.Close())
}

// config returns the configuration of the run except for what has to be opened. It refuses wrong flags and files before a
// reader, a port or the output directory is touched.
func (f runFlags) config(s surroundings) (runner.Config, error) {
	c := runner.Config{
		Selection: reports.Selection{Tags: f.tags, Req: f.req, Shard: f.shard}, Jobs: f.slots(), Judge: judge.Judge,
		Rules: runner.DefaultRules(), TimeLimit: f.timeLimit, Grace: runner.DefaultGrace, Now: s.now, Progress: progress(s),
	}
	if f.timeLimit <= 0 {
		return c, usage(errorOf(msgBadTimeLimit, f.timeLimit))
	}
	if f.settle < 0 {
		return c, usage(errorOf(msgBadSettle, f.settle))
	}
	if f.jobs < 0 {
		return c, usage(errorOf(msgBadJobs, f.jobs))
	}
	var err error
	if c.Suite, err = loadSuite(f.features); err != nil {
		return c, err
	}
	if c.Known, err = loadKnown(f.known); err != nil {
		return c, err
	}
	if err := c.Check(); err != nil {
		return c, usage(err)
	}
	return c, nil
}

// slots returns the requested number of slots; 0 stands for one per core.
func (f runFlags) slots() int {
	if f.jobs == 0 {
		return runtime.NumCPU()
	}
	return f.jobs
}

// loadKnown reads the file of --known; without a path there are no entries.
func loadKnown(path string) ([]runner.Known, error) {
	if path == "" {
		return nil, nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, usage(errorOf(msgKnown, err))
	}
	known, err := runner.ParseKnown(path, string(text))
	if err != nil {
		return nil, usage(err)
	}
	return known, nil
}

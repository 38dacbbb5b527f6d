package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/reports"
	"github.com/mynalab/mynalab/runner"
)

// listFlags are the flags of `list`.
type listFlags struct {
	features, tags, shard, format string
	req                           []string
	requirements, coverage, steps bool
	pins                          bool
	people                        peopleFlags
}

func listCommand(s surroundings) *cobra.Command {
	f := listFlags{}
	c := &cobra.Command{
		Use:   "list [--pins FILE…]",
		Short: "lists scenarios, requirements, coverage, steps or what a new edition touches, without running anything",
		Long: `シナリオの一覧を表示します。--requirements は要件、--coverage は要件ごとのシナリオ、--steps は手順の書き方の一覧です。
--pins に出典の文書の新しい版（UTF-8 のテキスト）を指定すると、文言が変わった要件と、その要件に関わるシナリオ、判定、
編集行を示します。変わった要件があれば終了コードは 1 です。改行、空白、太字だけの違いは変更とせず、場所だけが変わった文言は
移動とします。--format tsv の最初の7列は、新しい版に合わせた pins.tsv の行です。ファイルの名前は文書のID（000 など）で始めます。
--features DIR の DIR に pins.tsv、sources.tsv、requirements.tsv があれば、それを使います。

Lists the scenarios; with --requirements the sentences of the source documents, with --coverage which scenario names each
of them, with --steps the manual of the steps. --tags, --req and --shard choose scenarios as in run.
With --pins FILE… it compares new editions of source documents (text in UTF-8) with the words that the requirements rest on,
and names the requirements whose words changed or are gone, with their scenarios, checks and edited rows. Exit code 1: there
is one. Line breaks, white space and bold type change nothing; words that stand elsewhere have moved. The first seven
columns of --format tsv are the rows of pins.tsv for the new edition. A file's name begins with the id of its document
(000), or its text shows which one it is. A pins.tsv, sources.tsv and requirements.tsv in --features DIR replace ours.
With --people DIR it writes the cast, its certificates and, with --crowd, further persons for another service to load.`,
		Example: `  mynalab list
  mynalab list --tags @card-any --format tsv
  mynalab list --coverage --format json
  mynalab list --steps
  mynalab list --pins 000_new.txt 002_new.txt
  mynalab list --people cast --crowd 1000 --seed 7`,
		Args: func(c *cobra.Command, args []string) error {
			if f.pins {
				return nil
			}
			return cobra.NoArgs(c, args)
		},
		RunE: func(_ *cobra.Command, args []string) error { return f.list(s, args) },
	}
	c.Flags().BoolVar(&f.requirements, "requirements", false, "lists the requirements instead")
	c.Flags().BoolVar(&f.coverage, "coverage", false, "lists the scenarios of each requirement and fact instead")
	c.Flags().BoolVar(&f.steps, "steps", false, "lists the steps that a feature file may use instead")
	c.Flags().BoolVar(&f.pins, "pins", false, "lists what new editions of source documents, the FILEs, touch instead")
	c.Flags().StringVar(&f.people.dir, "people", "", "new directory for the cast in the form that another service can load")
	c.Flags().IntVar(&f.people.crowd, "crowd", 0, "with --people: number of further persons")
	c.Flags().Uint64Var(&f.people.seed, "seed", 1, "with --people: seed of crowd and certificates")
	c.Flags().BoolVar(&f.people.myNumbers, "my-numbers", false, "with --people: includes the 12-digit numbers of the cast, which belong to nobody")
	c.MarkFlagsMutuallyExclusive("requirements", "coverage", "steps", "pins", "people")
	c.Flags().StringVar(&f.format, "format", "text", "text, tsv or json")
	c.Flags().StringVar(&f.tags, "tags", "", "tag expression with and, or, not and parentheses")
	c.Flags().StringSliceVar(&f.req, "req", nil, "requirement or fact ids, with patterns such as DER-*")
	c.Flags().StringVar(&f.shard, "shard", "", "I/N: lists only part I of N, chosen by scenario id")
	c.Flags().StringVar(&f.features, "features", "", "directory with your own *.feature files")
	return c
}

// formats returns the values of --format.
func formats() []string { return []string{"text", "tsv", "json"} }

func (f listFlags) list(s surroundings, files []string) error {
	if f.people.dir != "" {
		return f.people.write(s)
	}
	if f.people.crowd != 0 || f.people.myNumbers {
		return usage(errorOf(msgCrowdWhere))
	}
	if !slices.Contains(formats(), f.format) {
		return usage(errorOf(msgBadFormat, f.format, strings.Join(formats(), ", ")))
	}
	suite, err := loadSuite(f.features)
	if err != nil {
		return err
	}
	scenarios, err := runner.Select(suite, reports.Selection{Tags: f.tags, Req: f.req, Shard: f.shard})
	if err != nil {
		return usage(err)
	}
	suite.Scenarios = scenarios
	if f.pins {
		return f.listPins(s, suite, files)
	}
	return f.listing(suite).write(s.stdout, f.format, s.lang)
}

func (f listFlags) listing(suite features.Suite) listing {
	switch {
	case f.requirements:
		return requirementListing(suite)
	case f.coverage:
		return coverageListing(suite)
	case f.steps:
		return stepListing()
	default:
		return scenarioListing(suite)
	}
}

// loadSuite reads the features of a directory, or the embedded ones if dir is empty.
func loadSuite(dir string) (features.Suite, error) {
	if dir == "" {
		suite, err := features.Load(features.Embedded())
		if err != nil {
			return suite, broken(fmt.Errorf("loading the scenarios: %w", err))
		}
		return suite, nil
	}
	if _, err := os.ReadDir(dir); err != nil {
		return features.Suite{}, usage(errorOf(msgFeatures, dir, err))
	}
	suite, err := features.Load(os.DirFS(dir))
	if err != nil {
		return suite, usage(errorOf(msgFeatures, dir, err))
	}
	if problems := runner.Lint(suite); len(problems) > 0 {
		return suite, usage(errorOf(msgFeatures, dir, problems))
	}
	return suite, nil
}

// listing is a table for people and programs. Its entries are encoded to JSON unchanged.
type listing struct {
	columns []string
	entries []entry
}

// entry is one row.
type entry interface {
	// rows returns one row or more of values of the columns; text returns one line or more for people.
	rows() [][]string
	text(lang reports.Lang) string
}

func (l listing) write(w io.Writer, format string, lang reports.Lang) error {
	var err error
	switch format {
	case "json":
		err = encodeJSON(w, l.entries)
	case "tsv":
		rows := []string{strings.Join(l.columns, "\t")}
		for _, e := range l.entries {
			for _, row := range e.rows() {
				rows = append(rows, strings.Join(row, "\t"))
			}
		}
		_, err = fmt.Fprintln(w, strings.Join(rows, "\n"))
	default:
		for _, e := range l.entries {
			if _, err = fmt.Fprintln(w, e.text(lang)); err != nil {
				break
			}
		}
	}
	if err != nil {
		return broken(fmt.Errorf("writing the list: %w", err))
	}
	return nil
}

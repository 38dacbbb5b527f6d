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
	people                        peopleFlags
}

func listCommand(s surroundings) *cobra.Command {
	f := listFlags{}
	c := &cobra.Command{
		Use:   "list",
		Short: "lists scenarios, requirements, coverage or steps without running anything",
		Long: `シナリオの一覧を表示します。--requirements は要件、--coverage は要件ごとのシナリオ、--steps は手順の書き方の一覧です。

Lists the scenarios; with --requirements the sentences of the source documents, with --coverage which scenario names each
of them, with --steps the manual of the step table. --tags, --req and --shard choose scenarios as in run.
With --people DIR it writes the cast, its certificates and, with --crowd, further persons for another service to load.`,
		Example: `  mynalab list
  mynalab list --tags @card-any --format tsv
  mynalab list --coverage --format json
  mynalab list --steps
  mynalab list --people cast --crowd 1000 --seed 7`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return f.list(s) },
	}
	c.Flags().BoolVar(&f.requirements, "requirements", false, "the requirements instead")
	c.Flags().BoolVar(&f.coverage, "coverage", false, "the scenarios of each requirement and fact instead")
	c.Flags().BoolVar(&f.steps, "steps", false, "what a feature file may say instead")
	c.Flags().StringVar(&f.people.dir, "people", "", "directory, made anew, for the cast as another service loads it")
	c.Flags().IntVar(&f.people.crowd, "crowd", 0, "with --people: so many further persons")
	c.Flags().Uint64Var(&f.people.seed, "seed", 1, "with --people: seed of crowd and certificates")
	c.Flags().BoolVar(&f.people.myNumbers, "my-numbers", false, "with --people: with the 12-digit numbers of the cast, which are nobody's")
	c.MarkFlagsMutuallyExclusive("requirements", "coverage", "steps", "people")
	c.Flags().StringVar(&f.format, "format", "text", "text, tsv or json")
	c.Flags().StringVar(&f.tags, "tags", "", "tag expression with and, or, not and parentheses")
	c.Flags().StringSliceVar(&f.req, "req", nil, "requirement or fact ids, patterns allowed (DER-*)")
	c.Flags().StringVar(&f.shard, "shard", "", "I/N: only part I of N parts, chosen by scenario id")
	c.Flags().StringVar(&f.features, "features", "", "directory with your own *.feature files")
	return c
}

// formats are the values of --format.
func formats() []string { return []string{"text", "tsv", "json"} }

func (f listFlags) list(s surroundings) error {
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

// loadSuite reads the features of a directory, or the embedded ones where none is named.
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

// listing is a table for people and programs. Entries encode to JSON as they are.
type listing struct {
	columns []string
	entries []entry
}

// entry is one row.
type entry interface {
	// cells are the values of the columns; text is what a person reads, one line or more.
	cells() []string
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
			rows = append(rows, strings.Join(e.cells(), "\t"))
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

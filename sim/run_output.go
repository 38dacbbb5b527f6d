package main

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/mynalab/mynalab/reports"
	"github.com/mynalab/mynalab/runner"
)

// ciServer is a CI server that shows annotations beside the lines of the feature files.
type ciServer string

// The servers; outside of them nobody reads annotations.
const (
	ciNone   ciServer = ""
	ciGitHub ciServer = "github"
	ciGitLab ciServer = "gitlab"
)

// ciServerOf recognises the server by the variables that it documents.
func ciServerOf(environment func(string) string) ciServer {
	switch {
	case environment("GITHUB_ACTIONS") == "true":
		return ciGitHub
	case environment("GITLAB_CI") == "true":
		return ciGitLab
	default:
		return ciNone
	}
}

// embeddedDir is where the embedded feature files stand in their repository.
const embeddedDir = "features"

// runOutput is what a run, or the parts of one, leave behind.
type runOutput struct {
	out reports.Out
	// dir is the output directory as it was named, features that of one's own feature files or empty.
	dir, features string
	run           reports.Run
}

// settle ends a run. What could not be closed is told only once the results are safe.
func settle(s surroundings, h runOutput, err error) error {
	if told := (*exitError)(nil); len(h.run.Results.Scenarios) == 0 && errors.As(err, &told) {
		return told
	}
	if len(h.run.Results.Scenarios) == 0 {
		return broken(err)
	}
	outcome := writeOutput(s, h)
	if err == nil {
		return outcome
	}
	if told := (*exitError)(nil); errors.As(outcome, &told) {
		err = errors.Join(err, told.err)
	}
	return broken(err)
}

// writeOutput writes the files, tells the outcome and turns it into an exit code.
func writeOutput(s surroundings, h runOutput) error {
	h.run.Lang = s.lang
	if err := h.out.WriteAll(h.run); err != nil {
		return broken(err)
	}
	if err := h.annotate(s); err != nil {
		return broken(fmt.Errorf("writing annotations: %w", err))
	}
	fmt.Fprint(s.stdout, reports.Summary(h.run.Results, s.lang))
	fmt.Fprintln(s.stdout, filepath.Join(h.dir, reports.HTMLFile))
	switch code := runner.ExitCode(h.run.Results); code {
	case exitOK:
		return nil
	case exitUsage:
		return usage(errorOf(msgNothingPassed, len(h.run.Results.Scenarios)))
	default:
		return &exitError{code: code}
	}
}

// annotate hands the CI server what went wrong: GitHub reads it from the output, GitLab from a file among the reports.
func (h runOutput) annotate(s surroundings) error {
	dir := cmp.Or(h.features, embeddedDir)
	switch s.ci {
	case ciGitHub:
		return reports.WriteGitHub(s.stdout, h.run.Results, dir, s.lang)
	case ciGitLab:
		f, err := os.Create(filepath.Join(h.dir, reports.GitLabFile))
		if err != nil {
			return err
		}
		buffered := bufio.NewWriter(f)
		return errors.Join(reports.WriteGitLab(buffered, h.run.Results, dir, s.lang), buffered.Flush(), f.Close())
	default:
		return nil
	}
}

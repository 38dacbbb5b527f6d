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

// ciServer is a CI server that can show annotations at the lines of the feature files.
type ciServer string

// The CI servers. Without one of them no annotations are written.
const (
	ciNone   ciServer = ""
	ciGitHub ciServer = "github"
	ciGitLab ciServer = "gitlab"
)

// ciServerOf recognizes the server by the environment variables that it documents.
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

// embeddedDir is the directory of the embedded feature files in their repository.
const embeddedDir = "features"

// runOutput is the output of a run, or of the joined parts of one.
type runOutput struct {
	out reports.Out
	// dir is the output directory as the user named it; features is the directory of the user's own feature files, or empty.
	dir, features string
	run           reports.Run
}

// settle ends a run. Errors of closing are reported only after the results are written.
func settle(s surroundings, h runOutput, err error) error {
	if early := (*exitError)(nil); len(h.run.Results.Scenarios) == 0 && errors.As(err, &early) {
		return early
	}
	if len(h.run.Results.Scenarios) == 0 {
		return broken(err)
	}
	outcome := writeOutput(s, h)
	if err == nil {
		return outcome
	}
	if reported := (*exitError)(nil); errors.As(outcome, &reported) {
		err = errors.Join(err, reported.err)
	}
	return broken(err)
}

// writeOutput writes the files, prints the summary and returns the exit code as an error.
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

// annotate passes the failures to the CI server: GitHub reads them from stdout, GitLab from a file among the reports.
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

package main

import (
	"bytes"
	"errors"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/reports"
	"github.com/mynalab/mynalab/reports/trace"
)

// passedRun returns the output of a run with one passed scenario, ready to be written.
func passedRun(t *testing.T) runOutput {
	t.Helper()
	suite, err := features.Load(features.Embedded())
	require.NoError(t, err)
	dir := filepath.Join(t.TempDir(), "out")
	out, err := reports.Prepare(dir)
	require.NoError(t, err)
	s := suite.Scenarios[0]
	var steps []reports.Step
	for i, step := range s.Steps {
		steps = append(steps, reports.Step{Number: i + 1, Keyword: step.Keyword, Text: step.Text, Line: step.Line, Status: "passed"})
	}
	results := reports.New(trace.Header{Version: "test"}, reports.Selection{}, suite, []reports.Scenario{
		{ID: s.ID, Feature: s.Feature, Name: s.Name, Line: s.Line, Steps: steps, Verdict: trace.Pass, Counts: reports.CountsSelfCheck},
	})
	return runOutput{out: out, dir: dir, run: reports.Run{Results: results}}
}

func TestSettleWritesTheResultsFirst(t *testing.T) {
	var stdout, stderr bytes.Buffer
	s := surroundings{stdout: &stdout, stderr: &stderr, lang: reports.LangEN}
	h := passedRun(t)
	err := settle(s, h, errors.New("closing slot 0: the reader is stuck"))
	require.Equal(t, exitHarness, exitCode(err, "mynalab run", s))
	require.Equal(t, "mynalab: closing slot 0: the reader is stuck\n", stderr.String())
	require.Contains(t, stdout.String(), "pass 1 ")
	require.FileExists(t, filepath.Join(h.dir, reports.ResultsFile))

	require.NoError(t, settle(s, passedRun(t), nil))
}

func TestSettleWithoutResults(t *testing.T) {
	var stdout, stderr bytes.Buffer
	s := surroundings{stdout: &stdout, stderr: &stderr}
	err := settle(s, runOutput{}, errors.New("opening slot 0: no reader"))
	require.Equal(t, exitHarness, exitCode(err, "mynalab run", s))
	require.Empty(t, stdout.String())
}

func TestCIServer(t *testing.T) {
	cases := map[string]struct {
		environment map[string]string
		want        ciServer
	}{
		"none":   {nil, ciNone},
		"github": {map[string]string{"GITHUB_ACTIONS": "true"}, ciGitHub},
		"gitlab": {map[string]string{"GITLAB_CI": "true"}, ciGitLab},
		"off":    {map[string]string{"GITHUB_ACTIONS": "false", "GITLAB_CI": ""}, ciNone},
	}
	for name, c := range cases {
		require.Equal(t, c.want, ciServerOf(func(key string) string { return c.environment[key] }), name)
	}
}

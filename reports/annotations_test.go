package reports

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports/bilingual"
	"github.com/mynalab/mynalab/reports/trace"
)

func TestGitHubAnnotations(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, WriteGitHub(&b, fixture(t).Results, "features", LangEN))
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	require.Len(t, lines, 3, "error, fail and not-run")
	require.Equal(t, "::error file=features/z.feature,line=9,title=error%3A 壊れた::no step%0A  next: this is a defect of mynalab; report it with trace.ndjson.", lines[0])
	require.True(t, strings.HasPrefix(lines[1], "::error file=features/pin.feature,line=11,title=fail%3A ロックされる::two tries left are shown%0A"), "the line of the step")
	require.Contains(t, lines[1], "got: <1> left%0A")

	run := fixture(t)
	run.Results.Scenarios = slices.DeleteFunc(run.Results.Scenarios, func(s Scenario) bool { return s.Verdict != trace.Pass })
	b.Reset()
	require.NoError(t, WriteGitHub(&b, run.Results, "features", LangJA))
	require.Empty(t, b.String())
	require.NoError(t, WriteGitLab(&b, run.Results, "features", LangJA))
	require.JSONEq(t, "[]", b.String())
}

func TestGitLabCodeQuality(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, WriteGitLab(&b, fixture(t).Results, ".", LangJA))
	var issues []gitLabIssue
	require.NoError(t, json.Unmarshal(b.Bytes(), &issues))
	require.Len(t, issues, 3)
	prints := map[string]bool{}
	for _, issue := range issues {
		prints[issue.Fingerprint] = true
		require.Contains(t, []string{"info", "minor", "major", "critical", "blocker"}, issue.Severity)
		require.NotEmpty(t, issue.Description)
		require.Positive(t, issue.Location.Lines.Begin)
	}
	require.Len(t, prints, 3, "each issue has a fingerprint of its own")
	require.Equal(t, gitLabLocation{"pin.feature", gitLabLines{11}}, issues[1].Location)
	require.Equal(t, "mynalab fail", issues[1].CheckName)
	require.Equal(t, "減る [1]", scenario(passedID, trace.Pass).Label(), "the rows of an outline have different titles")
}

func TestMarkdownFitsAScreen(t *testing.T) {
	r := fixture(t).Results
	bad := r.Scenarios[find(&r, failedID)]
	for range 100 {
		r.Scenarios = append(r.Scenarios, bad)
	}
	for _, lang := range []Lang{LangJA, LangEN} {
		var b bytes.Buffer
		require.NoError(t, WriteMarkdown(&b, r, lang))
		require.LessOrEqual(t, strings.Count(b.String(), "\n"), markdownLines)
		require.Contains(t, b.String(), next(trace.BlameProduct).In(lang))
		require.Contains(t, b.String(), "&lt;1>", "the text of a finding is not markup")
		require.Contains(t, b.String(), bilingual.Of("ほかに95件", "95 more").In(lang))
	}
}

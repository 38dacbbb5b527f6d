package runner

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/reports"
	"github.com/mynalab/mynalab/reports/trace"
)

func sound() Case {
	return Case{
		Scenario: features.Scenario{ID: "a#b", Requirements: []string{"CHK-03"}},
		Outcome:  Outcome{Status: StatusPassed},
		Claims:   []trace.Judged{{Finding: trace.Finding{OK: true, Evidence: []int{1}}}},
	}
}

func finding(ok bool, blame trace.Blame, evidence ...int) trace.Judged {
	return trace.Judged{Finding: trace.Finding{OK: ok, Blame: blame, Evidence: evidence}}
}

func invariant(ok bool, blame trace.Blame, evidence ...int) trace.Judged {
	j := finding(ok, blame, evidence...)
	j.Invariant = true
	return j
}

func TestRules(t *testing.T) {
	cases := map[string]struct {
		change  func(*Case)
		verdict trace.Verdict
		blame   trace.Blame
	}{
		"sound":                            {func(*Case) {}, trace.Pass, ""},
		"invariant holds without evidence": {func(c *Case) { c.Claims = append(c.Claims, invariant(true, "")) }, trace.Pass, ""},
		"claim fails": {func(c *Case) { c.Claims = append(c.Claims, finding(false, trace.BlameProduct, 1)) },
			trace.Fail, trace.BlameProduct},
		"invariant fails": {func(c *Case) { c.Claims = append(c.Claims, invariant(false, trace.BlameProduct, 1)) },
			trace.Fail, trace.BlameProduct},
		"the product outweighs the environment": {func(c *Case) {
			c.Claims = append(c.Claims, finding(false, trace.BlameProduct, 1), finding(false, trace.BlameEnvironment, 1))
		}, trace.Fail, trace.BlameProduct},
		"configuration outweighs the harness": {func(c *Case) {
			c.Claims = append(c.Claims, finding(false, trace.BlameHarness, 1), finding(false, trace.BlameConfiguration, 1))
		}, trace.Fail, trace.BlameConfiguration},
		"claim without evidence":            {func(c *Case) { c.Claims[0].Evidence = nil }, trace.Error, trace.BlameHarness},
		"failed invariant without evidence": {func(c *Case) { c.Claims = append(c.Claims, invariant(false, trace.BlameProduct)) }, trace.Error, trace.BlameHarness},
		"invariants alone":                  {func(c *Case) { c.Claims = []trace.Judged{invariant(true, "", 1)} }, trace.Error, trace.BlameHarness},
		"no id":                             {func(c *Case) { c.Scenario.Requirements = nil }, trace.Error, trace.BlameHarness},
		"undefined step":                    {func(c *Case) { c.Outcome.Status = "undefined" }, trace.Error, trace.BlameHarness},
		"never begun":                       {func(c *Case) { c.Outcome = Outcome{} }, trace.Error, trace.BlameHarness},
		"trouble":                           {func(c *Case) { c.Harness = errors.New("x") }, trace.Error, trace.BlameHarness},
		"error outweighs a failed claim": {func(c *Case) {
			c.Claims[0].OK, c.Harness = false, errors.New("x")
		}, trace.Error, trace.BlameHarness},
		"unsupported":              {func(c *Case) { c.Unsupported = &trace.Sentence{} }, trace.Unsupported, ""},
		"stopped, whatever it saw": {func(c *Case) { c.Stopped, c.Claims[0].OK = errTimeLimit, false }, trace.NotRun, ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			found := sound()
			c.change(&found)
			s := Config{Rules: DefaultRules()}.conclude(found)
			require.Equal(t, c.verdict, s.Verdict)
			require.Equal(t, c.blame, s.Blame)
			require.Equal(t, c.verdict != trace.Pass && c.verdict != trace.Fail, s.Reason != nil)
			require.Equal(t, s.Reason == nil, s.Counts != reports.CountsNothing)
		})
	}
}

func TestEveryRuleIsNamedAndCited(t *testing.T) {
	names := map[string]bool{}
	for _, r := range DefaultRules() {
		require.NotEmpty(t, r.Source, r.Name)
		require.False(t, names[r.Name], r.Name)
		require.NotEqual(t, trace.Pass, r.Verdict, "no rule makes a pass: it is what no rule speaks against")
		names[r.Name] = true
	}
	require.NotEmpty(t, names)
}

func TestExitCode(t *testing.T) {
	cases := map[string]struct {
		verdicts []trace.Verdict
		want     int
	}{
		"nothing":                    {nil, ExitUsage},
		"pass":                       {[]trace.Verdict{trace.Pass}, ExitGood},
		"pass and unsupported":       {[]trace.Verdict{trace.Pass, trace.Unsupported, trace.KnownFail}, ExitGood},
		"nothing passed":             {[]trace.Verdict{trace.Unsupported}, ExitUsage},
		"only known to fail":         {[]trace.Verdict{trace.KnownFail}, ExitUsage},
		"fail":                       {[]trace.Verdict{trace.Pass, trace.Fail}, ExitFailed},
		"unexpected pass":            {[]trace.Verdict{trace.Pass, trace.UnexpectedPass}, ExitFailed},
		"not run":                    {[]trace.Verdict{trace.Pass, trace.NotRun}, ExitTrouble},
		"fail outweighs not run":     {[]trace.Verdict{trace.NotRun, trace.Fail}, ExitFailed},
		"error outweighs everything": {[]trace.Verdict{trace.Pass, trace.Fail, trace.Error}, ExitTrouble},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			var scenarios []reports.Scenario
			for _, v := range c.verdicts {
				scenarios = append(scenarios, reports.Scenario{ID: "a#b", Verdict: v})
			}
			r := reports.New(trace.Header{}, reports.Selection{}, features.Suite{}, scenarios)
			require.Equal(t, c.want, ExitCode(r))
		})
	}
}

package runner

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/reports"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/world"
)

// passing is a scenario to which no rule applies.
func passing() Played {
	return Played{
		Scenario: features.Scenario{ID: "a#b", Requirements: []string{"CHK-03"}},
		Outcome:  Outcome{Status: StatusPassed},
		Claims:   []trace.Judged{{Finding: trace.Finding{OK: true, Evidence: []int{1}}}},
	}
}

func finding(ok bool, blame trace.Blame, evidence ...int) trace.Judged {
	return trace.Judged{Finding: trace.Finding{OK: ok, Blame: blame, Evidence: evidence}}
}

// stateMissing is the outcome of a step that lacked the state that it needs.
func stateMissing() Outcome {
	return Outcome{Status: "failed", Step: 4, Err: trouble{&world.BlamedError{Blame: trace.BlameConfiguration}}}
}

func invariant(ok bool, blame trace.Blame, evidence ...int) trace.Judged {
	j := finding(ok, blame, evidence...)
	j.Invariant = true
	return j
}

func TestRules(t *testing.T) {
	cases := map[string]struct {
		change  func(*Played)
		verdict trace.Verdict
		blame   trace.Blame
	}{
		"nothing wrong":                    {func(*Played) {}, trace.Pass, ""},
		"invariant holds without evidence": {func(c *Played) { c.Claims = append(c.Claims, invariant(true, "")) }, trace.Pass, ""},
		"claim fails": {func(c *Played) { c.Claims = append(c.Claims, finding(false, trace.BlameProduct, 1)) },
			trace.Fail, trace.BlameProduct},
		"invariant fails": {func(c *Played) { c.Claims = append(c.Claims, invariant(false, trace.BlameProduct, 1)) },
			trace.Fail, trace.BlameProduct},
		"the product outweighs the environment": {func(c *Played) {
			c.Claims = append(c.Claims, finding(false, trace.BlameProduct, 1), finding(false, trace.BlameEnvironment, 1))
		}, trace.Fail, trace.BlameProduct},
		"configuration outweighs the harness": {func(c *Played) {
			c.Claims = append(c.Claims, finding(false, trace.BlameHarness, 1), finding(false, trace.BlameConfiguration, 1))
		}, trace.Fail, trace.BlameConfiguration},
		"claim without evidence":            {func(c *Played) { c.Claims[0].Evidence = nil }, trace.Error, trace.BlameHarness},
		"failed invariant without evidence": {func(c *Played) { c.Claims = append(c.Claims, invariant(false, trace.BlameProduct)) }, trace.Error, trace.BlameHarness},
		"invariants alone":                  {func(c *Played) { c.Claims = []trace.Judged{invariant(true, "", 1)} }, trace.Error, trace.BlameHarness},
		"no id":                             {func(c *Played) { c.Scenario.Requirements = nil }, trace.Error, trace.BlameHarness},
		"undefined step":                    {func(c *Played) { c.Outcome.Status = "undefined" }, trace.Error, trace.BlameHarness},
		"never begun":                       {func(c *Played) { c.Outcome = Outcome{} }, trace.Error, trace.BlameHarness},
		"error outside of the steps":        {func(c *Played) { c.Harness = errors.New("x") }, trace.Error, trace.BlameHarness},
		"error outweighs a failed claim": {func(c *Played) {
			c.Claims[0].OK, c.Harness = false, errors.New("x")
		}, trace.Error, trace.BlameHarness},
		"step without its state after a failed claim": {func(c *Played) {
			c.Claims[0], c.Outcome = finding(false, trace.BlameProduct, 1), stateMissing()
		}, trace.Fail, trace.BlameProduct},
		"step without its state after a claim without its plane": {func(c *Played) {
			c.Claims[0], c.Outcome = finding(false, trace.BlameConfiguration, 1), stateMissing()
		}, trace.Fail, trace.BlameConfiguration},
		"step without its state after a claim that holds": {func(c *Played) { c.Outcome = stateMissing() }, trace.Error, trace.BlameConfiguration},
		"step without its state after a claim that the harness failed": {func(c *Played) {
			c.Claims[0], c.Outcome = finding(false, trace.BlameHarness, 1), stateMissing()
		}, trace.Error, trace.BlameConfiguration},
		"step without its state after a failed invariant": {func(c *Played) {
			c.Claims, c.Outcome = append(c.Claims, invariant(false, trace.BlameProduct, 1)), stateMissing()
		}, trace.Error, trace.BlameConfiguration},
		"broken step after a failed claim": {func(c *Played) {
			c.Claims[0], c.Outcome = finding(false, trace.BlameProduct, 1), Outcome{Status: "failed", Err: errors.New("x")}
		}, trace.Error, trace.BlameHarness},
		"undefined step after a failed claim": {func(c *Played) {
			c.Claims[0], c.Outcome = finding(false, trace.BlameProduct, 1), Outcome{Status: "undefined"}
		}, trace.Error, trace.BlameHarness},
		"uncontrolled": {func(c *Played) {
			c.Outcome = Outcome{Status: "failed", Step: 1, Err: trouble{&world.BlamedError{Uncontrolled: true}}}
		}, trace.Unsupported, ""},
		"uncontrolled outside of the steps": {func(c *Played) { c.Harness = trouble{&world.BlamedError{Uncontrolled: true}} }, trace.Unsupported, ""},
		"unsupported":                       {func(c *Played) { c.Unsupported = &trace.Sentence{} }, trace.Unsupported, ""},
		"stopped, whatever was found":       {func(c *Played) { c.Stopped, c.Claims[0].OK = errTimeLimit, false }, trace.NotRun, ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			found := passing()
			c.change(&found)
			s := Config{Rules: DefaultRules()}.conclude(found)
			require.Equal(t, c.verdict, s.Verdict)
			require.Equal(t, c.blame, s.Blame)
			require.Equal(t, c.verdict != trace.Pass && c.verdict != trace.Fail, s.Reason != nil)
			require.Equal(t, s.Reason == nil, s.Counts != reports.CountsNothing)
		})
	}
}

func TestKnownFailureHoldsForAStepWithoutGroundToo(t *testing.T) {
	found := passing()
	found.Claims[0], found.Outcome = finding(false, trace.BlameProduct, 1), stateMissing()
	s := Config{Rules: DefaultRules(), Known: []Known{{Pattern: "a#b", Reason: "slow"}}}.conclude(found)
	require.Equal(t, trace.KnownFail, s.Verdict)
}

// TestStopsSayWhatToDoNext: a Japanese reason contains no English but the name of the flag.
func TestStopsSayWhatToDoNext(t *testing.T) {
	cases := map[string]struct {
		change func(*Played)
		want   trace.Sentence
	}{
		"time limit": {func(c *Played) { c.Stopped = errTimeLimit }, trace.Sentence{
			JA: "終わる前に止められた（シナリオの制限時間を超えた）。--time-limit を長くするか、応答しない製品を調べてから、もう一度実行する",
			EN: "stopped before its end (the time limit of the scenario was exceeded); raise --time-limit, or find out why the product does not answer, then run again"}},
		"no slot left": {func(c *Played) { c.Stopped = errSlotLost }, trace.Sentence{
			JA: "終わる前に止められた（戻らない手順がスロットを占めている）。その手順で固まった製品を調べてから、もう一度実行する",
			EN: "stopped before its end (a step does not return and blocks the slot); find out why the product hangs in that step, then run again"}},
		"slot lost": {func(c *Played) { c.Harness = errSlotLost }, trace.Sentence{
			JA: "試験を実施できなかった（戻らない手順がスロットを占めている）。その手順で固まった製品を調べてから、もう一度実行する",
			EN: "could not be carried out (a step does not return and blocks the slot); find out why the product hangs in that step, then run again"}},
		"cancelled": {func(c *Played) { c.Stopped = context.Canceled }, trace.Sentence{
			JA: "終わる前に実行が中断された。もう一度実行する", EN: "stopped before its end (context canceled); run again"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			found := passing()
			c.change(&found)
			require.Equal(t, &c.want, Config{Rules: DefaultRules()}.conclude(found).Reason)
		})
	}
}

func TestEveryRuleIsNamedAndCited(t *testing.T) {
	names := map[string]bool{}
	for _, r := range DefaultRules() {
		require.NotEmpty(t, r.Source, r.Name)
		require.False(t, names[r.Name], r.Name)
		require.NotEqual(t, trace.Pass, r.Verdict, "no rule gives a pass: a scenario passes if no rule applies")
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

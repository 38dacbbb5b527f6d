package runner

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports/trace"
)

func TestParseKnown(t *testing.T) {
	known, err := ParseKnown("known.txt", "# why\n\n a.feature#一 [2] | it is slow \npin.feature#*|the vendor knows| until 2026-12-31\n")
	require.NoError(t, err)
	require.Equal(t, []Known{
		{Pattern: "a.feature#一 [2]", Reason: "it is slow", Line: 3},
		{Pattern: "pin.feature#*", Reason: "the vendor knows", Until: time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC), Line: 4},
	}, known)
}

func TestParseKnownRefuses(t *testing.T) {
	cases := map[string]struct{ text, want string }{
		"no reason":      {"a.feature#一", "known.txt:1: cannot be read"},
		"empty reason":   {"# x\na.feature#一 | ", "known.txt:2: cannot be read"},
		"empty pattern":  {"| why", "known.txt:1: cannot be read"},
		"no date":        {"a | b | 2026-12-31", "known.txt:1: cannot be read"},
		"no such day":    {"a | b | until 2026-02-30", "known.txt:1: cannot be read"},
		"too many parts": {"a | b | until 2026-12-31 | c", "known.txt:1: cannot be read"},
		"no entry":       {"# only words\n", "known.txt has no entry"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := ParseKnown("known.txt", c.text)
			var usage *UsageError
			require.ErrorAs(t, err, &usage)
			require.ErrorContains(t, err, c.want)
			require.NotEmpty(t, usage.Sentence().JA)
		})
	}
}

func TestKnownPatterns(t *testing.T) {
	cases := []struct {
		pattern, id string
		matches     bool
	}{
		{"a#一", "a#一", true},
		{"a#一", "a#一 [1]", false},
		{"a#一*", "a#一 [1]", true},
		{"a#一 [1]", "a#一 [1]", true},
		{"*", "a#一", true},
		{"a#*二*四", "a#一二三四", true},
		{"a#*四*二", "a#一二三四", false},
		{"a*a", "a", false},
		{"*a*", "bab", true},
	}
	for _, c := range cases {
		require.Equal(t, c.matches, Known{Pattern: c.pattern}.matches(c.id), "%s on %s", c.pattern, c.id)
	}
}

// TestKnownFailures runs a failing and a passing scenario with entries that match one, the other or neither, or have
// expired.
func TestKnownFailures(t *testing.T) {
	suite := suiteOf(t, oneScenario("落ちる", "もし 押す", "ならば 出ない")+oneScenario("通る", "もし 押す", "ならば 製品が出す")+
		oneScenario("壊れる", "もし 壊れる", "ならば 出る"))
	yesterday := time.Date(2025, 12, 31, 0, 0, 0, 0, time.UTC)
	cases := map[string]struct {
		known []Known
		want  map[string]trace.Verdict
	}{
		"none": {nil, map[string]trace.Verdict{"落ちる": trace.Fail, "通る": trace.Pass, "壊れる": trace.Error}},
		"the failing one": {[]Known{{Pattern: "*落ちる", Reason: "slow"}},
			map[string]trace.Verdict{"落ちる": trace.KnownFail, "通る": trace.Pass, "壊れる": trace.Error}},
		"all of them": {[]Known{{Pattern: "a.feature#*", Reason: "slow"}},
			map[string]trace.Verdict{"落ちる": trace.KnownFail, "通る": trace.UnexpectedPass, "壊れる": trace.Error}},
		"on its last day": {[]Known{{Pattern: "*落ちる", Reason: "slow", Until: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}},
			map[string]trace.Verdict{"落ちる": trace.KnownFail, "通る": trace.Pass, "壊れる": trace.Error}},
		"expired": {[]Known{{Pattern: "*落ちる", Reason: "slow", Until: yesterday}},
			map[string]trace.Verdict{"落ちる": trace.Fail, "通る": trace.Pass, "壊れる": trace.Error}},
		"expired, and passes": {[]Known{{Pattern: "*通る", Reason: "slow", Until: yesterday, Line: 4}},
			map[string]trace.Verdict{"落ちる": trace.Fail, "通る": trace.UnexpectedPass, "壊れる": trace.Error}},
		"expired, and renewed below": {[]Known{{Pattern: "*落ちる", Reason: "old", Until: yesterday}, {Pattern: "*落ちる", Reason: "slow"}},
			map[string]trace.Verdict{"落ちる": trace.KnownFail, "通る": trace.Pass, "壊れる": trace.Error}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			cfg := config(t, suite, &fakeSlot{})
			cfg.Known = c.known
			run, err := Run(t.Context(), cfg)
			require.NoError(t, err)
			require.Equal(t, c.want, verdicts(run.Results))
			for _, s := range run.Results.Scenarios {
				if name == "expired, and passes" && s.Verdict == trace.UnexpectedPass {
					require.Equal(t, "passes, and the known failure has expired; remove line 4 of the known failures", s.Reason.EN)
				}
				if s.Verdict == trace.KnownFail {
					require.Equal(t, "known failure: slow", s.Reason.EN)
					require.Equal(t, trace.BlameProduct, s.Blame)
				}
			}
		})
	}
}

func TestKnownFailureThatFitsNothingBreaksTheRun(t *testing.T) {
	cfg := config(t, suiteOf(t, oneScenario("一", "もし 押す", "ならば 出る")), &fakeSlot{})
	cfg.Known = []Known{{Pattern: "a.feature#二", Reason: "x", Line: 7}}
	_, err := Run(t.Context(), cfg)
	var usage *UsageError
	require.ErrorAs(t, err, &usage)
	require.ErrorContains(t, err, `line 7 of the known failures, "a.feature#二", matches no scenario`)
}

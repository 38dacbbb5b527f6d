package runner

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/world"
)

// TestVerdictOfWhatTheEngineLetsPass proves that no scenario passes without all its steps, a claim and evidence.
func TestVerdictOfWhatTheEngineLetsPass(t *testing.T) {
	cases := []struct {
		name    string
		steps   []string
		verdict trace.Verdict
		blame   trace.Blame
		reason  string
		status  []string
	}{
		{"合格", []string{"もし 押す", "ならば 製品が出す"}, trace.Pass, "", "", []string{"passed", "passed"}},
		{"自己点検", []string{"もし 押す", "ならば 出る"}, trace.Pass, "", "", []string{"passed", "passed"}},
		{"不合格", []string{"もし 押す", "ならば 出ない"}, trace.Fail, trace.BlameProduct, "", []string{"passed", "passed"}},
		{"未定義", []string{"もし 知らない", "ならば 出る"}, trace.Error, trace.BlameHarness,
			"(a.feature:4 知らない, undefined: ", []string{"undefined", "skipped"}},
		{"保留", []string{"もし まだ書いていない", "ならば 出る"}, trace.Error, trace.BlameHarness,
			"(a.feature:4 まだ書いていない, pending: ", []string{"pending", "skipped"}},
		{"二義", []string{"もし 二通り", "ならば 出る"}, trace.Error, trace.BlameHarness,
			"(a.feature:4 二通り, ambiguous: ", []string{"ambiguous", "ambiguous"}},
		{"飛ばし", []string{"もし 飛ばす", "ならば 出る"}, trace.Error, trace.BlameHarness, "(a.feature:4 飛ばす, skipped: ", nil},
		{"失敗", []string{"もし 壊れる", "ならば 出る"}, trace.Error, trace.BlameHarness,
			"(a.feature:4 壊れる, failed: breaking on two lines)", []string{"failed", "skipped"}},
		{"恐慌", []string{"もし あわてる", "ならば 出る"}, trace.Error, trace.BlameHarness, "failed: raised on purpose)", nil},
		{"登録できない", []string{"もし 登録が壊れている", "ならば 出る"}, trace.Error, trace.BlameHarness, "panicked: panic: binding)", nil},
		{"環境", []string{"もし 環境が悪い", "ならば 出る"}, trace.Error, trace.BlameEnvironment, "(a.feature:4 環境が悪い", nil},
		{"非対応", []string{"もし 製品にない", "ならば 出る"}, trace.Unsupported, "", "the product does not support this verb", nil},
		{"主張なし", []string{"もし 押す", "ならば 黙る"}, trace.Error, trace.BlameHarness, "the scenario states no claim", nil},
		{"証拠なし", []string{"もし 押す", "ならば 証拠がない"}, trace.Error, trace.BlameHarness, "a finding has no evidence", nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			run, err := Run(t.Context(), config(t, suiteOf(t, oneScenario(c.name, c.steps...)), &fakeSlot{}))
			require.NoError(t, err)
			require.Len(t, run.Results.Scenarios, 1)
			s := run.Results.Scenarios[0]
			require.Equal(t, c.verdict, s.Verdict, "%+v", s.Reason)
			require.Equal(t, c.blame, s.Blame)
			if c.reason == "" {
				require.Nil(t, s.Reason)
			} else {
				require.Contains(t, s.Reason.EN, c.reason)
				require.NotContains(t, s.Reason.EN, "\n")
			}
			require.Len(t, s.Steps, len(c.steps))
			for i, status := range c.status {
				if c.verdict != trace.Error || i == 0 {
					require.Equal(t, status, s.Steps[i].Status)
				}
			}
		})
	}
}

func TestCountsForTheProductOnlyByItsOwnEvidence(t *testing.T) {
	run, err := Run(t.Context(), config(t, suiteOf(t,
		oneScenario("製品", "もし 押す", "ならば 製品が出す")+oneScenario("自己", "もし 押す", "ならば 出る")), &fakeSlot{}))
	require.NoError(t, err)
	require.Equal(t, 1, run.Results.Product)
	require.Equal(t, 1, run.Results.SelfCheck)
}

func TestTroubleAroundTheSteps(t *testing.T) {
	suite := suiteOf(t, oneScenario("一", "もし 押す", "ならば 出る"))
	cases := map[string]struct {
		slot   *fakeSlot
		change func(*Config)
		want   string
		blame  trace.Blame
	}{
		"entering": {
			&fakeSlot{enter: func(world.Scene) error { return trouble{&world.BlamedError{Blame: trace.BlameEnvironment}} }}, func(*Config) {},
			"starting the scenario: ", trace.BlameEnvironment,
		},
		"judging": {
			&fakeSlot{}, func(c *Config) {
				c.Judge = func([]trace.Event) ([]trace.Judged, error) { return nil, errors.New("no table") }
			}, "judging the record: no table", trace.BlameHarness,
		},
		"record directory": {&fakeSlot{}, func(c *Config) { c.Dir += "/none" }, "opening the record: ", trace.BlameHarness},
		"record": {
			&fakeSlot{enter: func(s world.Scene) error {
				_, err := fmt.Fprintln(s.Sink, "no event")
				return err
			}}, func(*Config) {}, "reading record: ", trace.BlameHarness,
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			cfg := config(t, suite, c.slot)
			c.change(&cfg)
			run, err := Run(t.Context(), cfg)
			require.NoError(t, err)
			s := run.Results.Scenarios[0]
			require.Equal(t, trace.Error, s.Verdict)
			require.Equal(t, c.blame, s.Blame)
			require.Contains(t, s.Reason.EN, c.want)
			require.Equal(t, ExitTrouble, ExitCode(run.Results))
			for _, record := range run.Records {
				require.FileExists(t, record.Path)
			}
		})
	}
}

func TestUnsupportedIsNotStaged(t *testing.T) {
	slot := &fakeSlot{runs: func(tags []string) (trace.Sentence, bool) {
		return trace.Sentence{JA: "行えない", EN: "cannot"}, !strings.Contains(strings.Join(tags, " "), "@実機")
	}}
	run, err := Run(t.Context(), config(t, suiteOf(t, oneScenario("一", "もし 押す", "ならば 出る")+
		"@実機\n"+oneScenario("二", "もし 押す", "ならば 出る")), slot))
	require.NoError(t, err)
	require.Equal(t, map[string]trace.Verdict{"一": trace.Pass, "二": trace.Unsupported}, verdicts(run.Results))
	require.Equal(t, []string{"a.feature#一"}, slot.entered)
	require.Len(t, run.Records, 1)
	require.Equal(t, "cannot", run.Results.Scenarios[1].Reason.EN)
	require.Equal(t, reports.CountsNothing, run.Results.Scenarios[1].Counts)
	require.Equal(t, ExitGood, ExitCode(run.Results))
}

func TestTimeLimitEndsOneScenarioOnly(t *testing.T) {
	cfg := config(t, suiteOf(t, oneScenario("長い", "もし 待つ", "ならば 出る")+oneScenario("短い", "もし 押す", "ならば 出る")), &fakeSlot{})
	cfg.TimeLimit = 500 * time.Millisecond
	run, err := Run(t.Context(), cfg)
	require.NoError(t, err)
	require.Equal(t, map[string]trace.Verdict{"長い": trace.NotRun, "短い": trace.Pass}, verdicts(run.Results))
	require.Contains(t, run.Results.Scenarios[1].Reason.EN, "time limit")
	require.Equal(t, ExitTrouble, ExitCode(run.Results))
}

func TestHangingStepCostsItsSlotAndNotTheRun(t *testing.T) {
	slot := &fakeSlot{hang: make(chan struct{})}
	t.Cleanup(func() { close(slot.hang) })
	cfg := config(t, suiteOf(t, oneScenario("一", "もし 固まる", "ならば 出る")+oneScenario("二", "もし 固まる", "ならば 出る")), slot)
	cfg.TimeLimit, cfg.Grace = 500*time.Millisecond, time.Millisecond
	run, err := Run(t.Context(), cfg)
	require.NoError(t, err)
	require.Equal(t, 1, run.Results.Counts[trace.Error])
	require.Equal(t, 1, run.Results.Counts[trace.NotRun])
	require.Len(t, slot.entered, 1)
	events, err := run.Events(slot.entered[0])
	require.NoError(t, err)
	require.NotEmpty(t, events, "what was written before the step hung is in the record, though it was not judged")
}

func TestCancelledRun(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	var text strings.Builder
	for i := range 5 {
		text.WriteString(oneScenario(fmt.Sprintf("第%d", i), "もし 待つ", "ならば 出る"))
	}
	slot := &fakeSlot{enter: func(world.Scene) error { cancel(errors.New("Ctrl-C")); return nil }}
	run, err := Run(ctx, config(t, suiteOf(t, text.String()), slot))
	require.NoError(t, err)
	require.Equal(t, 5, run.Results.Counts[trace.NotRun])
	require.Len(t, slot.entered, 1, "the other scenarios did not begin")
	for _, s := range run.Results.Scenarios {
		require.Contains(t, s.Reason.EN, "Ctrl-C")
	}
}

func TestJobsAndOrderDoNotShow(t *testing.T) {
	var text strings.Builder
	for i := range 12 {
		text.WriteString(oneScenario(fmt.Sprintf("第%d", i), "もし 押す", "ならば 製品が出す"))
	}
	suite := suiteOf(t, text.String())
	var first string
	for _, jobs := range []int{1, 4, 99} {
		cfg := config(t, suite, &fakeSlot{})
		cfg.Jobs = jobs
		calls := 0
		cfg.Progress = func(p Progress) {
			calls++
			require.Equal(t, calls, p.Done)
			require.Equal(t, 12, p.Total)
		}
		run, err := Run(t.Context(), cfg)
		require.NoError(t, err)
		require.Equal(t, 12, calls)
		require.Equal(t, 12, run.Results.Counts[trace.Pass])
		require.Len(t, run.Timing.Scenarios, 12)
		require.Positive(t, run.Timing.Total)
		var b bytes.Buffer
		require.NoError(t, reports.WriteResults(&b, run.Results))
		require.NoError(t, reports.WriteTrace(&b, run.Results, run.Records))
		if first == "" {
			first = b.String()
		}
		require.Equal(t, first, b.String())
	}
}

func TestJudgeReadsTheFileAsWritten(t *testing.T) {
	cfg := config(t, suiteOf(t, oneScenario("一", "もし 押す", "ならば 製品が出す")), &fakeSlot{})
	var judged []trace.Event
	cfg.Judge = func(events []trace.Event) ([]trace.Judged, error) {
		judged = events
		return fakeJudge(events)
	}
	run, err := Run(t.Context(), cfg)
	require.NoError(t, err)
	f, err := os.Open(run.Records[0].Path)
	require.NoError(t, err)
	defer f.Close() //nolint:errcheck // only read
	record, err := trace.ReadAll(f, trace.Strict)
	require.NoError(t, err)
	require.Equal(t, record.Events, judged)
	events, err := run.Events("a.feature#一")
	require.NoError(t, err)
	require.Equal(t, record.Events, events, "the reports get the events that the judge got")
	require.Equal(t, trace.KindOutcome, judged[len(judged)-1].Kind, "the outcome of the step engine is the last event")
}

func TestSlotsThatDoNotOpenOrClose(t *testing.T) {
	suite := suiteOf(t, oneScenario("一", "もし 押す", "ならば 出る")+oneScenario("二", "もし 押す", "ならば 出る"))
	closed := 0
	slot := &fakeSlot{close: func() error { closed++; return errors.New("stuck") }}
	cfg := config(t, suite, slot)
	cfg.Jobs = 2
	cfg.Slots = func(_ context.Context, i int) (Slot, error) {
		if i == 1 {
			return nil, errors.New("no reader")
		}
		return slot, nil
	}
	_, err := Run(t.Context(), cfg)
	require.ErrorContains(t, err, "opening slot 1: no reader")
	require.ErrorContains(t, err, "closing slot 0: stuck")
	require.Equal(t, 1, closed)

	cfg = config(t, suite, slot)
	run, err := Run(t.Context(), cfg)
	require.ErrorContains(t, err, "closing slot 0: stuck")
	require.Equal(t, 2, run.Results.Counts[trace.Pass], "the results are returned in spite of the error")

	cfg.Jobs = 0
	_, err = Run(t.Context(), cfg)
	var usage *UsageError
	require.ErrorAs(t, err, &usage)

	cfg.Jobs, cfg.Rules = 1, nil
	_, err = Run(t.Context(), cfg)
	require.ErrorContains(t, err, "running without rules")
}

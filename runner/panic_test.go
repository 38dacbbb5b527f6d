package runner

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/world"
)

// panicIf panics if the text contains a word.
func panicIf(text, word string) {
	if strings.Contains(text, word) {
		panic("raised on purpose")
	}
}

// TestAPanicIsAnErrorOfOneScenario: wherever a panic is raised, the other scenarios keep their verdicts, and the report has
// it in one line without a path of this machine.
func TestAPanicIsAnErrorOfOneScenario(t *testing.T) {
	suite := suiteOf(t, oneScenario("一", "もし 押す", "ならば 出る")+"@二番\n"+oneScenario("二", "もし 押す", "ならば 出る")+oneScenario("三", "もし 押す", "ならば 出る"))
	for name, raise := range map[string]func(*Config, *fakeSlot){
		"in Slot.Runs": func(_ *Config, s *fakeSlot) {
			s.runs = func(tags []string) (trace.Sentence, bool) {
				panicIf(strings.Join(tags, " "), "@二番")
				return trace.Sentence{}, true
			}
		},
		"in Slot.Enter": func(_ *Config, s *fakeSlot) {
			s.enter = func(scene world.Scene) error { panicIf(scene.ID, "二"); return nil }
		},
		"in the judge": func(c *Config, _ *fakeSlot) {
			judge := c.Judge
			c.Judge = func(events []trace.Event) ([]trace.Judged, error) {
				panicIf(events[0].Scenario, "二")
				return judge(events)
			}
		},
		"in a rule": func(c *Config, _ *fakeSlot) {
			c.Rules = append([]Rule{{Name: "panics", Applies: func(found Played) *Ruling { panicIf(found.Scenario.Name, "二"); return nil }}}, c.Rules...)
		},
	} {
		t.Run(name, func(t *testing.T) {
			slot := &fakeSlot{}
			cfg := config(t, suite, slot)
			raise(&cfg, slot)
			run, err := Run(t.Context(), cfg)
			require.NoError(t, err)
			require.Equal(t, map[string]trace.Verdict{"一": trace.Pass, "二": trace.Error, "三": trace.Pass}, verdicts(run.Results))
			for _, s := range run.Results.Scenarios {
				if s.Verdict == trace.Error {
					require.Equal(t, trace.BlameHarness, s.Blame)
					require.Regexp(t, `raised on purpose.*panic_test\.go:\d+\)`, s.Reason.EN)
					require.NotContains(t, s.Reason.EN, "\n")
					require.NotContains(t, s.Reason.EN, "/")
				}
			}
		})
	}
	t.Run("in Slot.Close", func(t *testing.T) {
		run, err := Run(t.Context(), config(t, suite, &fakeSlot{close: func() error { panic("raised on purpose") }}))
		require.ErrorContains(t, err, "closing slot 0: panic: raised on purpose")
		require.Len(t, verdicts(run.Results), 3)
		require.Equal(t, 3, run.Results.Counts[trace.Pass])
	})
}

// TestWhatComesAfterTheRecordAmendsTheResult: what the product does after its record is complete is known once the slot is
// closed, and changes the verdict then.
func TestWhatComesAfterTheRecordAmendsTheResult(t *testing.T) {
	suite := suiteOf(t, oneScenario("一", "もし 押す", "ならば 製品が出す")+oneScenario("二", "もし 押す", "ならば 出る"))
	run, err := Run(t.Context(), config(t, suite, &fakeSlot{late: []string{"a.feature#一"}}))
	require.NoError(t, err)
	require.Equal(t, map[string]trace.Verdict{"一": trace.Error, "二": trace.Pass}, verdicts(run.Results))
	require.Equal(t, trace.BlameProduct, run.Results.Scenarios[0].Blame)
	require.Zero(t, run.Results.Product)
	require.Equal(t, ExitTrouble, ExitCode(run.Results))
}

// TestAProductThatEndsWithUnrestIsAnError: the verdict is error though the scenario's own steps passed.
func TestAProductThatEndsWithUnrestIsAnError(t *testing.T) {
	suite := suiteOf(t, oneScenario("一", "もし 押す", "ならば 出る"))
	unrest := trouble{&world.BlamedError{Blame: trace.BlameProduct}}
	run, err := Run(t.Context(), config(t, suite, &fakeSlot{end: func() error { return unrest }}))
	require.NoError(t, err)
	require.Equal(t, trace.Error, run.Results.Scenarios[0].Verdict)
	require.Equal(t, trace.BlameProduct, run.Results.Scenarios[0].Blame)
}

// namedSlot returns a slot that appends its name to played for each scenario.
func namedSlot(played *[]string, name string) *fakeSlot {
	return &fakeSlot{enter: func(scene world.Scene) error { *played = append(*played, name); return nil }}
}

// TestSlotsTakeTurns: with two turns per job, no scenario is played in the slot of the scenario before, and no more slots
// are opened than jobs times turns.
func TestSlotsTakeTurns(t *testing.T) {
	suite := suiteOf(t, oneScenario("一", "もし 押す", "ならば 出る")+oneScenario("二", "もし 押す", "ならば 出る")+oneScenario("三", "もし 押す", "ならば 出る")+oneScenario("四", "もし 押す", "ならば 出る"))
	var played []string
	slots := []*fakeSlot{namedSlot(&played, "a"), namedSlot(&played, "b")}
	cfg := config(t, suite, nil)
	cfg.Turns = 2
	cfg.Slots = func(_ context.Context, i int) (Slot, error) { return slots[i], nil }
	run, err := Run(t.Context(), cfg)
	require.NoError(t, err)
	require.Equal(t, []string{"a", "b", "a", "b"}, played)
	require.Equal(t, 4, run.Results.Counts[trace.Pass])

	cfg = config(t, suite, nil)
	cfg.Turns = 2
	cfg.Slots = func(_ context.Context, i int) (Slot, error) {
		if i > 1 {
			return nil, errors.New("one job with two turns must open two slots only")
		}
		return slots[i], nil
	}
	_, err = Run(t.Context(), cfg)
	require.NoError(t, err)
}

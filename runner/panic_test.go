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

// raises panics where the text holds a word.
func raises(text, word string) {
	if strings.Contains(text, word) {
		panic("at the disco")
	}
}

// TestAPanicIsAnErrorOfOneScenario: wherever it is raised, no other scenario loses its verdict, and it is told in one line
// without a path of this machine.
func TestAPanicIsAnErrorOfOneScenario(t *testing.T) {
	suite := suiteOf(t, one("一", "もし 押す", "ならば 出る")+"@二番\n"+one("二", "もし 押す", "ならば 出る")+one("三", "もし 押す", "ならば 出る"))
	for name, raise := range map[string]func(*Config, *fakeSlot){
		"as a slot is asked": func(_ *Config, s *fakeSlot) {
			s.runs = func(tags []string) (trace.Sentence, bool) {
				raises(strings.Join(tags, " "), "@二番")
				return trace.Sentence{}, true
			}
		},
		"as it is staged": func(_ *Config, s *fakeSlot) {
			s.enter = func(scene world.Scene) error { raises(scene.ID, "二"); return nil }
		},
		"in the judge": func(c *Config, _ *fakeSlot) {
			judge := c.Judge
			c.Judge = func(events []trace.Event) ([]trace.Judged, error) {
				raises(events[0].Scenario, "二")
				return judge(events)
			}
		},
		"in a rule": func(c *Config, _ *fakeSlot) {
			c.Rules = append([]Rule{{Name: "panics", Applies: func(found Played) *Ruling { raises(found.Scenario.Name, "二"); return nil }}}, c.Rules...)
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
					require.Regexp(t, `at the disco.*panic_test\.go:\d+\)`, s.Reason.EN)
					require.NotContains(t, s.Reason.EN, "\n")
					require.NotContains(t, s.Reason.EN, "/")
				}
			}
		})
	}
	t.Run("as a slot is closed", func(t *testing.T) {
		run, err := Run(t.Context(), config(t, suite, &fakeSlot{close: func() error { panic("at the disco") }}))
		require.ErrorContains(t, err, "closing slot 0: panic: at the disco")
		require.Len(t, verdicts(run.Results), 3)
		require.Equal(t, 3, run.Results.Counts[trace.Pass])
	})
}

// TestWhatComesAfterTheRecordAmendsTheResult: the slot tells it once it is closed.
func TestWhatComesAfterTheRecordAmendsTheResult(t *testing.T) {
	suite := suiteOf(t, one("一", "もし 押す", "ならば 製品が出す")+one("二", "もし 押す", "ならば 出る"))
	run, err := Run(t.Context(), config(t, suite, &fakeSlot{late: []string{"a.feature#一"}}))
	require.NoError(t, err)
	require.Equal(t, map[string]trace.Verdict{"一": trace.Error, "二": trace.Pass}, verdicts(run.Results))
	require.Equal(t, trace.BlameProduct, run.Results.Scenarios[0].Blame)
	require.Zero(t, run.Results.Product)
	require.Equal(t, ExitTrouble, ExitCode(run.Results))
}

// TestAProductThatEndsWithUnrestIsAnError: the scenario's own steps had passed.
func TestAProductThatEndsWithUnrestIsAnError(t *testing.T) {
	suite := suiteOf(t, one("一", "もし 押す", "ならば 出る"))
	unrest := trouble{&world.BlamedError{Blame: trace.BlameProduct}}
	run, err := Run(t.Context(), config(t, suite, &fakeSlot{end: func() error { return unrest }}))
	require.NoError(t, err)
	require.Equal(t, trace.Error, run.Results.Scenarios[0].Verdict)
	require.Equal(t, trace.BlameProduct, run.Results.Scenarios[0].Blame)
}

// turns is a slot that notes what is played in it.
func turns(all *[]string, name string) *fakeSlot {
	return &fakeSlot{enter: func(scene world.Scene) error { *all = append(*all, name); return nil }}
}

// TestSlotsTakeTurns: with two turns a job, no scenario is played where the one before was, and a lost slot leaves the other.
func TestSlotsTakeTurns(t *testing.T) {
	suite := suiteOf(t, one("一", "もし 押す", "ならば 出る")+one("二", "もし 押す", "ならば 出る")+one("三", "もし 押す", "ならば 出る")+one("四", "もし 押す", "ならば 出る"))
	var played []string
	slots := []*fakeSlot{turns(&played, "a"), turns(&played, "b")}
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
			return nil, errors.New("two are enough for two turns of one job")
		}
		return slots[i], nil
	}
	_, err = Run(t.Context(), cfg)
	require.NoError(t, err)
}

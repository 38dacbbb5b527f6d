package world_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice"
	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/driver"
	"github.com/mynalab/mynalab/sim/slot"
	"github.com/mynalab/mynalab/sim/world"
)

// shown returns the last screen of a record.
func shown(t *testing.T, events []trace.Event) trace.Fields {
	t.Helper()
	for i := len(events) - 1; i >= 0; i-- {
		if _, ok := events[i].Fields["screen"]; ok {
			return events[i].Fields
		}
	}
	t.Fatal("no screen was shown")
	return nil
}

// TestReferenceAppBearsEachAilment proves that with any fault of the service the reference app shows no result but the
// problem, and continues once the service has recovered.
func TestReferenceAppBearsEachAilment(t *testing.T) {
	for fault, want := range map[world.ServiceFault]driver.Outcome{
		world.BreaksOff: driver.OutcomeUnreachable, world.AnswersHalf: driver.OutcomeUnreachable,
		world.AnswersMalformed: driver.OutcomeServiceFailed, world.Fails: driver.OutcomeServiceFailed,
		world.FailsTwice: driver.OutcomeServiceFailed, world.Closed: driver.OutcomeServiceFailed,
		world.Throttles: driver.OutcomeServiceFailed, world.RevocationForged: driver.OutcomeServiceFailed,
		world.Fast:      driver.OutcomeServiceFailed,
		world.OtherName: driver.OutcomeUnreachable, world.Expired: driver.OutcomeUnreachable, world.Late: driver.OutcomeNone,
	} {
		t.Run(string(fault), func(t *testing.T) {
			w, sink := stage(t, config(t))
			require.NoError(t, w.Service().Suffers(fault))
			require.NoError(t, w.Patient().ChecksInByFace())
			first := sink.String()
			require.NoError(t, w.Service().Recovers())
			if want != driver.OutcomeNone {
				require.NoError(t, w.Patient().ChecksInByFace())
			}
			events := recorded(t, w, sink)
			require.Equal(t, string(driver.ScreenResult), shown(t, events)["screen"], "the app continues")
			require.Contains(t, first, `"deed":"`+string(fault)+`"`)
			if want != driver.OutcomeNone {
				require.Contains(t, first, `"outcome":"`+string(want)+`"`)
				require.NotContains(t, first, `"screen":"`+string(driver.ScreenResult)+`"`)
			}
		})
	}
	t.Run("an unknown fault", func(t *testing.T) {
		w, _ := stage(t, config(t))
		require.ErrorContains(t, w.Service().Suffers("hiccups"), `no fault "hiccups"`)
	})
}

// TestReferenceAppBearsAnAwkwardService proves that the reference app works as usual with a service in mode awkward: at worst
// the patient is asked once more.
func TestReferenceAppBearsAnAwkwardService(t *testing.T) {
	c := config(t)
	c.Service = slot.Embedded(func() mockservice.Config {
		cfg := mockservice.Default(world.DefaultStart)
		cfg.Mode = control.Awkward
		return cfg
	})
	w, sink := stage(t, c)
	results, again := 0, 0
	for range 24 {
		before := sink.Len()
		require.NoError(t, w.Patient().ChecksInByFace())
		if text := sink.String()[before:]; strings.Contains(text, `"screen":"`+string(driver.ScreenResult)+`"`) {
			results++
		} else {
			require.Contains(t, text, `"outcome":"`+string(driver.OutcomeServiceFailed)+`"`)
			again++
		}
	}
	require.Greater(t, results, 12)
	require.Positive(t, again, "no patient was asked once more, so that case was not tested")
	recorded(t, w, sink)
}

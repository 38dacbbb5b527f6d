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

// shown is the last screen of a record.
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

// Whatever the service suffers from, the reference app shows no result but says what is the matter, and goes on once the
// service has recovered.
func TestReferenceAppBearsEachAilment(t *testing.T) {
	for ailment, want := range map[world.ServiceFault]driver.Outcome{
		world.BreaksOff: driver.OutcomeUnreachable, world.AnswersHalf: driver.OutcomeUnreachable,
		world.AnswersMalformed: driver.OutcomeServiceFailed, world.Fails: driver.OutcomeServiceFailed,
		world.FailsTwice: driver.OutcomeServiceFailed, world.Closed: driver.OutcomeServiceFailed,
		world.Throttles: driver.OutcomeServiceFailed, world.RevocationForged: driver.OutcomeServiceFailed,
		world.Fast:      driver.OutcomeServiceFailed,
		world.OtherName: driver.OutcomeUnreachable, world.Expired: driver.OutcomeUnreachable, world.Late: driver.OutcomeNone,
	} {
		t.Run(string(ailment), func(t *testing.T) {
			w, sink := stage(t, config(t))
			require.NoError(t, w.Service().Suffers(ailment))
			require.NoError(t, w.Patient().ChecksInByFace())
			first := sink.String()
			require.NoError(t, w.Service().Recovers())
			if want != driver.OutcomeNone {
				require.NoError(t, w.Patient().ChecksInByFace())
			}
			events := recorded(t, w, sink)
			require.Equal(t, string(driver.ScreenResult), shown(t, events)["screen"], "it goes on")
			require.Contains(t, first, `"deed":"`+string(ailment)+`"`)
			if want != driver.OutcomeNone {
				require.Contains(t, first, `"outcome":"`+string(want)+`"`)
				require.NotContains(t, first, `"screen":"`+string(driver.ScreenResult)+`"`)
			}
		})
	}
	t.Run("an ailment that there is not", func(t *testing.T) {
		w, _ := stage(t, config(t))
		require.ErrorContains(t, w.Service().Suffers("hiccups"), `no ailment "hiccups"`)
	})
}

// In mode awkward the reference app works as ever: at worst the person is asked once more.
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
	require.Positive(t, again, "nobody was ever asked once more, so nothing was proven of that")
	recorded(t, w, sink)
}

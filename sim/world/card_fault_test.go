package world_test

import (
	"bytes"
	"net/http"
	"slices"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/driver"
	"github.com/mynalab/mynalab/sim/world"
	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/apdu"
)

// faultCase is a card fault, the outcome that the reference app shows for it, and a text by which the record shows the fault.
type faultCase struct {
	fault   string
	options virtualcard.FaultOptions
	outcome driver.Outcome
	shows   string
}

// during returns options for a fault at one instruction.
func during(ins byte) virtualcard.FaultOptions { return virtualcard.FaultOptions{INS: []byte{ins}} }

// late returns options for an answer to the signature command that is late by the given number of minutes.
func late(minutes int) virtualcard.FaultOptions {
	return virtualcard.FaultOptions{INS: []byte{apdu.INSSign}, Delay: time.Duration(minutes) * time.Minute}
}

// faultCases returns one entry for each row of the card's table of faults, in its order.
func faultCases() []faultCase {
	const refused = `"status":"422"`
	return []faultCase{
		{"removed", during(apdu.INSSign), driver.OutcomeCardRemoved, `"error":"removed"`},
		{"silent", during(apdu.INSReadBinary), driver.OutcomeCardFailed, `"error":"timeout"`},
		{"garbage", virtualcard.FaultOptions{}, driver.OutcomeCardFailed, `"meaning":"unknown status word"`},
		{"altered", during(apdu.INSSign), driver.OutcomeCardInvalid, refused},
		{"short", during(apdu.INSSign), driver.OutcomeCardInvalid, refused},
		{"long", during(apdu.INSSign), driver.OutcomeCardInvalid, refused},
		{"late", late(4), driver.OutcomeConfirmed, `"now":"2025-06-02T09:04:00+09:00"`},
		{"late", late(6), driver.OutcomeServiceFailed, `"now":"2025-06-02T09:06:00+09:00"`}, // SVC-290
		{"weak-field", virtualcard.FaultOptions{Probability: 1}, driver.OutcomeCardRemoved, `"error":"removed"`},
		{"reader-gone", during(apdu.INSVerify), driver.OutcomeCardFailed, `"error":"reader"`},
		{"first-6f00", virtualcard.FaultOptions{}, driver.OutcomeCardFailed, `"sw":"6F00"`},
		{"other-kind", virtualcard.FaultOptions{}, driver.OutcomeCardFailed, `"atr":"3B00"`},
	}
}

func TestEveryFaultOfTheCardIsOrdered(t *testing.T) {
	var ordered, table []string
	for _, s := range faultCases() {
		ordered = append(ordered, s.fault)
	}
	for _, row := range virtualcard.Faults() {
		table = append(table, row.Name)
	}
	require.Equal(t, table, slices.Compact(ordered))
}

// checkedIn returns the events of one check with PIN after the card was disturbed, and the text of the record. The card must
// work again at the next check.
func checkedIn(t *testing.T, disturb func(*world.Patient) error) (events []trace.Event, text string) {
	t.Helper()
	w, sink := stage(t, config(t))
	require.NoError(t, w.Terminal().ChooseMode("暗証番号"))
	require.NoError(t, disturb(w.Patient()))
	before := sink.Len()
	require.NoError(t, w.Patient().ChecksInByPIN())
	after := sink.Len()
	text = sink.String()[before:after]
	require.NoError(t, w.Patient().ChecksInByPIN())
	events = recorded(t, w, bytes.NewBuffer(bytes.Clone(sink.Bytes())))
	require.Equal(t, string(driver.OutcomeConfirmed), lastScreen(t, events)["outcome"], "the fault is gone with the card")
	return events, text
}

func withCardFault(s faultCase) func(*world.Patient) error {
	return func(p *world.Patient) error { return p.CardSuffers(s.fault, s.options) }
}

func sound(*world.Patient) error { return nil }

// seam returns the part of the record about card and clock.
func seam(events []trace.Event) []trace.Event {
	return slices.DeleteFunc(events, func(e trace.Event) bool { return e.Plane != trace.Card && e.Kind != trace.KindClock })
}

// TestReferenceAppBearsEachFaultOfTheCard proves that the app shows the problem and continues, and that the record shows the
// fault. A fault that never happens must leave no trace, so that a row without an effect is noticed.
func TestReferenceAppBearsEachFaultOfTheCard(t *testing.T) {
	for _, s := range faultCases() {
		t.Run(s.fault, func(t *testing.T) {
			events, text := checkedIn(t, withCardFault(s))
			require.Contains(t, text, `"outcome":"`+string(s.outcome)+`"`)
			require.Contains(t, text, s.shows)
			healthy, text := checkedIn(t, sound)
			require.NotContains(t, text, s.shows)
			require.NotEqual(t, seam(healthy), seam(events))
		})
	}
	t.Run("none", func(t *testing.T) {
		healthy, _ := checkedIn(t, sound)
		idle, _ := checkedIn(t, withCardFault(faultCase{fault: "removed", options: during(apdu.INSGetChallenge)}))
		require.Equal(t, seam(healthy), seam(idle))
	})
}

// garbled returns the record of a check with a card that answers garbage. The sources of chance and time in the options must
// not matter.
func garbled(t *testing.T, seed uint64) string {
	t.Helper()
	sink := &bytes.Buffer{}
	w, err := world.Enter(t.Context(), opened(t, config(t)), world.Scene{ID: "garbled", Seed: seed, Sink: sink})
	require.NoError(t, err)
	require.NoError(t, w.Terminal().RegisterAndLogin())
	require.NoError(t, w.Patient().Arrives("佐藤 花子"))
	require.NoError(t, w.Patient().CardSuffers("garbage", virtualcard.FaultOptions{Chance: iotest.ErrReader(http.ErrAbortHandler)}))
	require.NoError(t, w.Patient().ChecksInByFace())
	for _, e := range recorded(t, w, sink) {
		if e.Kind == trace.KindResponse {
			return e.Fields["sw"]
		}
	}
	t.Fatal("the card gave no answer")
	return ""
}

func TestTheChanceOfACardFaultIsTheScenarios(t *testing.T) {
	require.Equal(t, garbled(t, 7), garbled(t, 7))
	require.NotEqual(t, garbled(t, 7), garbled(t, 8))
}

// TestACardFaultThatCannotBeMadeDisturbsNothing proves that a fault that was set before still happens.
func TestACardFaultThatCannotBeMadeDisturbsNothing(t *testing.T) {
	for _, row := range []struct {
		faultCase
		want string
	}{
		{faultCase{fault: "magnet"}, `no card fault "magnet"; choose one of ["removed" "silent"`},
		{faultCase{fault: "weak-field", options: virtualcard.FaultOptions{Probability: 1.5}}, "probability 1.5 is out of range (0 to 1)"},
	} {
		t.Run(row.fault, func(t *testing.T) {
			_, text := checkedIn(t, func(p *world.Patient) error {
				require.NoError(t, p.CardSuffers("removed", during(apdu.INSSign)))
				err := p.CardSuffers(row.fault, row.options)
				blamesConfiguration(t, err)
				require.ErrorContains(t, err, row.want)
				return nil
			})
			require.Contains(t, text, `"outcome":"`+string(driver.OutcomeCardRemoved)+`"`)
		})
	}
}

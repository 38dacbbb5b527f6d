package capture_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports/capture"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/driver"
)

// TestAnEventThatTheVocabularyDoesNotKnowIsAnError: it is not written and takes no number, and the error names what is
// unknown but never the value.
func TestAnEventThatTheVocabularyDoesNotKnowIsAnError(t *testing.T) {
	const value = "what nobody may read"
	for _, row := range []struct {
		name   string
		plane  trace.Plane
		dir    trace.Dir
		kind   trace.Kind
		fields trace.Fields
		want   string
	}{
		{"a mistyped kind", trace.World, trace.Stimulus, "lime", trace.Fields{"state": value}, `kind "lime"`},
		{"an unknown plane", "moon", trace.Stimulus, trace.KindLine, nil, `plane of kind "line"`},
		{"a plane of another kind", trace.Card, trace.Stimulus, trace.KindLine, nil, `plane of kind "line"`},
		{"an unknown direction", trace.World, "up", trace.KindLine, nil, `direction of kind "line"`},
		{"a mistyped field", trace.World, trace.Stimulus, trace.KindLine, trace.Fields{"stat": value}, `field "stat" of kind "line"`},
		{"a field of another kind", trace.World, trace.Stimulus, trace.KindLine, trace.Fields{"screen": value}, `field "screen" of kind "line"`},
		{"an unknown state", trace.World, trace.Stimulus, trace.KindLine, trace.Fields{"state": value}, `value of field "state" of kind "line"`},
		{"an unknown verb", trace.Control, trace.Stimulus, trace.KindCall, trace.Fields{"verb": value}, `value of field "verb" of kind "call"`},
	} {
		t.Run(row.name, func(t *testing.T) {
			rec := record(capture.Config{})
			for range 2 {
				require.Zero(t, rec.Add(row.plane, trace.Harness, row.dir, row.kind, row.fields))
			}
			note(rec, "deed", "a")
			require.Equal(t, 1, rec.events(t)[0].Seq)
			require.Len(t, rec.events(t), 1)
			require.ErrorIs(t, rec.Err(), capture.ErrVocabulary)
			require.ErrorIs(t, rec.Err(), trace.ErrUnknown)
			require.Equal(t, 1, strings.Count(rec.Err().Error(), row.want), "%v: reported once, however often it happens", rec.Err())
			require.NotContains(t, rec.Err().Error(), value)
		})
	}
}

func TestAnActorOfNoneIsAnError(t *testing.T) {
	rec := record(capture.Config{})
	require.Zero(t, rec.Add(trace.World, "nobody", trace.Stimulus, trace.KindLine, trace.Fields{"state": "cut"}))
	require.ErrorContains(t, rec.Err(), `actor of kind "line"`)
}

// TestAProductsOwnScreenIsNoErrorOfCapture: a screen that the product invented is left to the judge.
func TestAProductsOwnScreenIsNoErrorOfCapture(t *testing.T) {
	rec := record(capture.Config{})
	product := capture.Product(rec.Recorder, hooks{do: func(driver.Call) (driver.Screen, error) {
		return driver.Screen{Screen: "made-up", Outcome: "so-so", Fields: []driver.Field{{Label: "", Value: "x"}, {Label: "a\nb.c", Value: "y"}},
			Files: []driver.File{{Name: "result.csv", Content: "x"}}}, nil
	}})
	_, err := product.Do(t.Context(), driver.Call{Verb: driver.ReadCard})
	require.NoError(t, err)
	require.NoError(t, rec.Err())
	require.Equal(t, trace.Screen("made-up"), rec.events(t)[1].Screen())
}

// TestTheQuietIsKnown: an event of the kind quiet is written.
func TestTheQuietIsKnown(t *testing.T) {
	rec := record(capture.Config{})
	rec.Add(trace.World, trace.Harness, trace.Observation, trace.KindQuiet, trace.Fields{"state": string(trace.QuietBusy), "requests": "1"})
	require.NoError(t, rec.Err())
	require.Equal(t, trace.QuietBusy, rec.events(t)[0].Quiet())
}

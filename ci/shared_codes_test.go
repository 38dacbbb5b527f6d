package ci

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/wire"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/driver"
)

// TestTheJudgeAndTheServiceCallRefusalsAlike: the record's vocabulary has its own list of codes, because judge and service
// share no code. Each code in it must be one of the service.
func TestTheJudgeAndTheServiceCallRefusalsAlike(t *testing.T) {
	known := []string{wire.NoteGrace, wire.NoteExpiry}
	for _, p := range wire.Problems() {
		known = append(known, string(p.Code))
	}
	for _, code := range trace.Codes() {
		require.Contains(t, known, string(code))
	}
}

// TestTheRecordKnowsEachVerbOfTheDriver: the recorder would refuse a call with any other verb.
func TestTheRecordKnowsEachVerbOfTheDriver(t *testing.T) {
	for _, usage := range driver.Usages() {
		e := trace.Event{Plane: trace.Control, By: trace.PersonActor, Dir: trace.Stimulus, Kind: trace.KindCall,
			Fields: trace.Fields{"verb": string(usage.Verb)}}
		require.NoError(t, trace.Check(e), usage.Verb)
	}
	require.True(t, slices.ContainsFunc(driver.Usages(), func(u driver.Usage) bool { return trace.Verb(u.Verb) == trace.VerbReadCard }))
}

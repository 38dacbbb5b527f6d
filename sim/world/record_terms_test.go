package world_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/world"
)

// TestTheWorldAndTheRecordCallFaultsAlike: the judge relies on the names in the record.
func TestTheWorldAndTheRecordCallFaultsAlike(t *testing.T) {
	for state, fault := range map[trace.LineState]world.LineFault{
		trace.LineAnswersLost: world.AnswersLost, trace.LineRubbish: world.Rubbish, trace.LineUnavailable: world.Unavailable,
		trace.LineCutAfterChallenge: world.CutAfterChallenge,
	} {
		require.Equal(t, string(state), string(fault))
	}
	for deed, fault := range map[trace.ServiceFault]world.ServiceFault{
		trace.ServiceBreaksOff: world.BreaksOff, trace.ServiceAnswersHalf: world.AnswersHalf, trace.ServiceOtherName: world.OtherName,
		trace.ServiceExpired: world.Expired,
	} {
		require.Equal(t, string(deed), string(fault))
	}
}

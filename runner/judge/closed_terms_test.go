package judge

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports/trace"
)

// TestTheTablesNameClosedSets requires that the published lists have each code and outcome of the tables: another one would never
// be in a record.
func TestTheTablesNameClosedSets(t *testing.T) {
	for _, r := range refusals() {
		require.Contains(t, trace.Codes(), trace.Code(r.code), r.check)
		require.True(t, isOutcome(r.outcome), r.check)
	}
	for _, n := range notes() {
		require.Contains(t, trace.Codes(), trace.Code(n.code), n.check)
	}
	require.False(t, isOutcome("certificate-expried"))
}

func isOutcome(id string) bool {
	return slices.ContainsFunc(trace.Outcomes(), func(w trace.Term) bool { return w.Term == id })
}

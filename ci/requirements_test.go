package ci

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/features"
)

// TestServiceRequirements compares the requirements of the chapters that portals and service can break with the tests that
// name them. Requirements that only an app, a facility or a support desk can break are counted by the report.
func TestServiceRequirements(t *testing.T) {
	list, err := features.Requirements()
	require.NoError(t, err)
	found := namedIn(t, "..")
	rows, open := 0, 0
	for _, r := range list {
		chapter, _, _ := strings.Cut(r.ID, "-")
		ours := strings.Contains(r.Product, "service") || strings.Contains(r.Product, "portal")
		if !r.Open() || !ours || !slices.Contains([]string{"REG", "APP", "INI", "DER", "DUT", "SUB"}, chapter) {
			continue
		}
		rows++
		if where := found.keeping(r.ID, byTest); len(where) > 0 {
			t.Logf("%s\t%s", r.ID, strings.Join(where, ", "))
			continue
		}
		open++
		t.Errorf("%s\topen: %s", r.ID, r.Statement)
	}
	require.NotZero(t, rows, "requirements.tsv has no requirement that the service can break")
	t.Logf("requirements of portals and service: %d rows, %d covered, %d open", rows, rows-open, open)
}

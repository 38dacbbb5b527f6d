package reports

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports/trace"
)

func TestWhatToDoNext(t *testing.T) {
	results := func(product, open int, list ...Scenario) Results {
		r := New(trace.Header{}, Selection{}, fixtureSuite(t), list)
		r.Product = product
		for i := range r.Coverage.Kinds {
			r.Coverage.Kinds[i].Open = open
		}
		return r
	}
	pass, unsupported := scenario("a#p", trace.Pass), scenario("a#u", trace.Unsupported)
	fail, notRun := scenario("a#f", trace.Fail), scenario("a#n", trace.NotRun)
	fail.Blame = trace.BlameEnvironment
	for name, c := range map[string]struct {
		results    Results
		line, next string
		good       bool
	}{
		"all passed":           {results(1, 0, pass), "All 1 scenarios passed.", "nothing to do.", true},
		"some unsupported":     {results(1, 0, pass, unsupported), "1 of 2 scenarios passed, none failed.", "nothing to do.", true},
		"open requirements":    {results(1, 5, pass), "All 1 scenarios passed.", "check by other means the 5 requirements that a product can break and that are still open.", true},
		"no product took part": {results(0, 0, pass), "All 1 scenarios passed.", "the record has no action of a product: select scenarios in which the product acts.", true},
		"nothing passed":       {results(0, 0, unsupported), "No scenario passed.", "select scenarios that can run here with --tags or --card.", false},
		"stopped":              {results(1, 0, pass, notRun), "1 of 2 scenarios need action.", "remove the cause that stopped the run, and run again.", false},
		"the worst decides":    {results(1, 0, notRun, fail), "2 of 2 scenarios need action.", next(trace.BlameEnvironment).EN, false},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, c.line, verdictLine(c.results).EN)
			require.Equal(t, c.next, runNext(c.results).EN)
			require.Equal(t, c.good, c.results.Good())
		})
	}
}

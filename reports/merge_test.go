package reports

import (
	"bytes"
	"fmt"
	"maps"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mynalab/mynalab/reports/trace"
)

// reportsOf returns all reports of a run, by file name.
func reportsOf(t require.TestingT, run Run) map[string]string {
	run, err := run.remembered()
	require.NoError(t, err)
	all := map[string]string{}
	for _, file := range reportFiles() {
		var b bytes.Buffer
		require.NoError(t, file.write(&b, run), file.name)
		all[file.name] = b.String()
	}
	return all
}

// part returns the run with only those scenarios that keep selects.
func part(run Run, keep func(id string) bool) Run {
	var scenarios []Scenario
	for _, s := range run.Results.Scenarios {
		if keep(s.ID) {
			scenarios = append(scenarios, s)
		}
	}
	p := Run{Results: New(run.Results.Run, run.Results.Selection, run.Results.suite, scenarios), Lang: run.Lang}
	p.Timing = Timing{Total: run.Timing.Total, Scenarios: maps.Clone(run.Timing.Scenarios)}
	maps.DeleteFunc(p.Timing.Scenarios, func(id string, _ time.Duration) bool { return !keep(id) })
	for _, record := range run.Records {
		if keep(record.Scenario) {
			p.Records = append(p.Records, record)
		}
	}
	return p
}

func TestAnySplitOfARunMergesToTheSameBytes(t *testing.T) {
	run := fixture(t)
	whole := reportsOf(t, run)
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 4).Draw(rt, "parts")
		home := map[string]int{}
		for _, s := range run.Results.Scenarios {
			home[s.ID] = rapid.IntRange(0, n-1).Draw(rt, s.ID)
		}
		var parts []Run
		for _, i := range rapid.Permutation([]int{0, 1, 2, 3}[:n]).Draw(rt, "order") {
			p := part(run, func(id string) bool { return home[id] == i })
			p.Results.Selection.Shard = fmt.Sprintf("%d/%d", i+1, n)
			parts = append(parts, p)
		}
		merged, err := Merge(parts...)
		require.NoError(rt, err)
		require.Equal(rt, whole, reportsOf(rt, merged))
	})
}

func TestMergeRefuses(t *testing.T) {
	run := fixture(t)
	first := func() Run { return part(run, func(id string) bool { return id == passedID }) }
	rest := func() Run { return part(run, func(id string) bool { return id != passedID }) }
	for name, c := range map[string]struct {
		change func(a, b *Run)
		want   string
	}{
		"a scenario in two parts":     {func(a, b *Run) { *b = *a }, "is in two of them"},
		"another seed":                {func(_, b *Run) { b.Results.Run.Seed++ }, "seeds 7 and 8"},
		"another version":             {func(_, b *Run) { b.Results.Run.Version = "other" }, "mynalab test and other"},
		"another card":                {func(_, b *Run) { b.Results.Run.Adapters = map[trace.Plane]string{} }, "different adapters"},
		"another selection":           {func(_, b *Run) { b.Results.Selection.Tags = "" }, "different --tags or --req"},
		"a lost shard":                {func(a, b *Run) { a.Results.Selection.Shard, b.Results.Selection.Shard = "1/3", "2/3" }, "2 of 3 shards"},
		"a shard beside a whole run":  {func(a, _ *Run) { a.Results.Selection.Shard = "1/1" }, "1 of 1 shards"},
		"a shard twice":               {func(a, b *Run) { a.Results.Selection.Shard, b.Results.Selection.Shard = "1/2", "1/2" }, "1/2 twice"},
		"shards of different numbers": {func(a, b *Run) { a.Results.Selection.Shard, b.Results.Selection.Shard = "1/2", "2/3" }, "shard 2/3"},
	} {
		t.Run(name, func(t *testing.T) {
			a, b := first(), rest()
			c.change(&a, &b)
			_, err := Merge(a, b)
			require.ErrorContains(t, err, c.want)
		})
	}
	_, err := Merge()
	require.ErrorContains(t, err, "no runs to merge")
}

func TestRenderMakesTheSameReportsAgain(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	run := fixture(t)
	out, err := Prepare(dir)
	require.NoError(t, err)
	require.NoError(t, out.WriteAll(run))
	read, err := ReadRun(dir, run.Results.suite)
	require.NoError(t, err)
	before := reportsOf(t, read)
	require.NoError(t, Render(dir, read))
	again, err := ReadRun(dir, run.Results.suite)
	require.NoError(t, err)
	require.Equal(t, before, reportsOf(t, again))
	require.Equal(t, []string{JUnitFile, MessagesFile, HTMLFile, ResultsFile, SummaryFile, TimingFile, TraceFile}, names(t, dir))
}

func TestDiff(t *testing.T) {
	a, b := fixture(t).Results, fixture(t).Results
	require.Empty(t, Diff(a, b))
	require.Equal(t, "no difference\n", DiffText(nil, LangEN))

	b.Scenarios[find(&b, failedID)].Verdict = trace.Pass
	b.Scenarios[find(&b, failedID)].Claims = nil
	b.Scenarios[find(&b, passedID)].Verdict = trace.Fail
	b.Scenarios = b.Scenarios[1:] // card.feature#実機
	require.Equal(t, "× unsupported → absent  card.feature#実機\n"+
		"× pass → fail  pin.feature#減る [1]\n"+
		"○ fail → pass  pin.feature#ロックされる\n", DiffText(Diff(a, b), LangEN))
	require.Contains(t, DiffText(Diff(b, a), LangJA), "不合格 → 合格")
}

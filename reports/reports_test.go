package reports

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/reports/trace"
)

func TestResultsFitTheSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("results.schema.json")
	require.NoError(t, err)
	validate := func(r Results) error {
		var b bytes.Buffer
		require.NoError(t, WriteResults(&b, r))
		value, err := jsonschema.UnmarshalJSON(&b)
		require.NoError(t, err)
		return schema.Validate(value)
	}
	run := fixture(t)
	require.NoError(t, validate(run.Results))

	defects := map[string]func(*Results){
		"schema of another version": func(r *Results) { r.Schema = "mynalab.results/2" },
		"pass without a claim":      func(r *Results) { r.Scenarios[find(r, passedID)].Claims = []trace.Judged{} },
		"pass with a failed claim":  func(r *Results) { r.Scenarios[find(r, passedID)].Claims[0].OK = false },
		"fail without blame":        func(r *Results) { r.Scenarios[find(r, failedID)].Blame = "" },
		"unknown blame":             func(r *Results) { r.Scenarios[find(r, failedID)].Blame = "nobody" },
		"list of steps missing":     func(r *Results) { r.Scenarios[0].Steps = nil },
	}
	for name, defect := range defects {
		t.Run(name, func(t *testing.T) {
			r := fixture(t).Results
			defect(&r)
			require.Error(t, validate(r))
		})
	}
}

func find(r *Results, id string) int {
	return slices.IndexFunc(r.Scenarios, func(s Scenario) bool { return s.ID == id })
}

func TestResultsDoNotShowTheOrder(t *testing.T) {
	run := fixture(t)
	reversed := slices.Clone(run.Results.Scenarios)
	slices.Reverse(reversed)
	again := New(run.Results.Run, run.Results.Selection, fixtureSuite(t), reversed)
	var a, b bytes.Buffer
	require.NoError(t, WriteResults(&a, run.Results))
	require.NoError(t, WriteResults(&b, again))
	require.Equal(t, a.String(), b.String())

	read, err := ReadResults(&a)
	require.NoError(t, err)
	read.suite = run.Results.suite
	require.Equal(t, run.Results, read)
	_, err = ReadResults(strings.NewReader(`{"schema":"other/1"}`))
	require.ErrorContains(t, err, "other/1")
}

func TestCounts(t *testing.T) {
	r := fixture(t).Results
	require.Equal(t, trace.Error, r.Verdict)
	require.Equal(t, map[trace.Verdict]int{
		trace.Pass: 1, trace.KnownFail: 0, trace.Unsupported: 1, trace.NotRun: 1, trace.UnexpectedPass: 0, trace.Fail: 1, trace.Error: 1,
	}, r.Counts)
	require.Equal(t, 2, r.Product)
}

func TestItemState(t *testing.T) {
	cases := map[string]struct {
		verdicts []trace.Verdict
		want     State
	}{
		"no scenario":            {nil, StateOpen},
		"passed":                 {[]trace.Verdict{trace.Pass}, StateCovered},
		"passed and unsupported": {[]trace.Verdict{trace.Pass, trace.Unsupported}, StateCovered},
		"only unsupported":       {[]trace.Verdict{trace.Unsupported}, StateOpen},
		"only known to fail":     {[]trace.Verdict{trace.KnownFail}, StateOpen},
		"passed, one not run":    {[]trace.Verdict{trace.Pass, trace.NotRun}, StateOpen},
		"passed and failed":      {[]trace.Verdict{trace.Pass, trace.Fail}, StateFailed},
		"error":                  {[]trace.Verdict{trace.Error}, StateFailed},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			var scenarios []Scenario
			for _, v := range c.verdicts {
				scenarios = append(scenarios, Scenario{ID: "a#b", Verdict: v})
			}
			item := Item{Kind: KindProduct}
			item.fill(scenarios)
			require.Equal(t, c.want, item.State)
			require.Len(t, item.Scenarios, len(c.verdicts))
		})
	}
	item := Item{Kind: KindAttested}
	item.fill(nil)
	require.Equal(t, StateExcused, item.State, "attested requirements need no scenario")
}

func TestCoverageCountsEverySentenceByKind(t *testing.T) {
	run := fixture(t)
	want, facts := map[Kind]int{}, 0
	requirements, err := features.Requirements()
	require.NoError(t, err)
	for _, r := range requirements {
		want[kindOf(r)]++
	}
	all, err := features.Facts()
	require.NoError(t, err)
	for _, f := range all {
		if f.Open() {
			facts++
		}
	}
	c := run.Results.Coverage
	require.Equal(t, Tally{Covered: 1, Failed: 1, Open: facts - 2}, c.Facts)
	got, chapters := map[Kind]int{}, map[Kind]int{}
	for _, k := range c.Kinds {
		got[k.Kind] = k.Covered + k.Failed + k.Open + k.Excused
	}
	for _, chapter := range c.Chapters {
		require.NotEmpty(t, chapter.Name.JA, chapter.ID)
		for _, k := range chapter.Kinds {
			chapters[k.Kind] += k.Covered + k.Failed + k.Open + k.Excused
		}
	}
	require.Equal(t, want, got)
	require.Equal(t, want, chapters)
	require.Len(t, want, len(DefaultKinds()), "every kind has requirements")
}

func TestKindOfARequirement(t *testing.T) {
	for name, c := range map[string]struct {
		product, testable string
		want              Kind
	}{
		"the app":                      {"app", "yes", KindProduct},
		"the app among others":         {"service, app", "yes", KindProduct},
		"the service alone":            {"service, card", "yes", KindSimulator},
		"what a person attests":        {"app, facility", "attest", KindAttested},
		"an explanation":               {"app", "info", KindUnbreakable},
		"an unknown value of a column": {"app", "maybe", KindUnbreakable},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, c.want, kindOf(features.Requirement{Product: c.product, Testable: c.testable}))
		})
	}
}

func TestTraceJoinsByScenario(t *testing.T) {
	run := fixture(t)
	var b bytes.Buffer
	require.NoError(t, WriteTrace(&b, run.Results, run.Records))
	record, err := trace.ReadAll(bytes.NewReader(b.Bytes()), trace.Strict)
	require.NoError(t, err)
	require.Equal(t, run.Results.Run, *record.Header)
	require.Equal(t, slices.Concat(events(failedID), events(passedID)), record.Events, "the order of the results, not that of the records")

	split := eventsIn(record)
	for _, id := range []string{passedID, failedID} {
		got, err := split(id)
		require.NoError(t, err)
		require.Equal(t, events(id), got)
	}
}

func TestTiming(t *testing.T) {
	run := fixture(t)
	var b bytes.Buffer
	require.NoError(t, WriteTiming(&b, run.Timing))
	var file timingFile
	require.NoError(t, json.Unmarshal(b.Bytes(), &file))
	require.Equal(t, timingFile{TimingSchema, 2, map[string]float64{passedID: 1.5}}, file)

	b.Reset()
	require.NoError(t, WriteTiming(&b, run.Timing))
	read, err := ReadTiming(&b)
	require.NoError(t, err)
	require.Equal(t, run.Timing, read)
	_, err = ReadTiming(strings.NewReader(`{"schema":"other/1"}`))
	require.ErrorContains(t, err, "other/1")
}

func TestSummary(t *testing.T) {
	r := fixture(t).Results
	for _, lang := range []Lang{LangJA, LangEN} {
		t.Run(string(lang), func(t *testing.T) {
			golden, err := os.ReadFile("testdata/summary_" + string(lang) + ".golden")
			require.NoError(t, err)
			require.Equal(t, string(golden), Summary(r, lang))
		})
	}
}

func TestEveryVerdictAndBlameHasItsWords(t *testing.T) {
	for _, v := range trace.Verdicts() {
		require.NotEmpty(t, verdictName(v, LangJA), v)
	}
	for _, b := range []trace.Blame{
		trace.BlameConfiguration, trace.BlameHarness, trace.BlameEnvironment, trace.BlameProduct, trace.BlameSpecification,
	} {
		require.NotEmpty(t, blameName(b, LangJA), b)
		require.NotEmpty(t, next(b).EN, b)
	}
}

package reports

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/reports/trace"
)

// The directories v1 and v2 in testdata are the output of the mynalab version of each record schema for two scenarios, one
// that passes and one that does not (run --features testdata/own --seed 7). Their coverage lists only requirements with a
// scenario.

// versioned returns a copy of the output of that version.
func versioned(t *testing.T, version string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), version)
	require.NoError(t, os.CopyFS(dir, os.DirFS(filepath.Join("testdata", version))))
	return dir
}

func ownFeatures(t *testing.T) features.Suite {
	t.Helper()
	suite, err := features.Load(os.DirFS("testdata/own"))
	require.NoError(t, err)
	return suite
}

func readVersion(t *testing.T, version string) Run {
	t.Helper()
	run, err := ReadRun(versioned(t, version), ownFeatures(t))
	require.NoError(t, err)
	return run
}

func TestEveryVersionOfARecordIsRendered(t *testing.T) {
	for version, schema := range map[string]string{"v1": trace.FormerSchema, "v2": trace.Schema} {
		t.Run(version, func(t *testing.T) {
			dir := versioned(t, version)
			run, err := ReadRun(dir, ownFeatures(t))
			require.NoError(t, err)
			require.Equal(t, schema, run.Results.Run.Schema)
			require.NoError(t, Render(dir, run))
			page, err := os.ReadFile(filepath.Join(dir, HTMLFile))
			require.NoError(t, err)
			for _, s := range run.Results.Scenarios {
				require.Contains(t, string(page), s.Name)
			}
			require.Contains(t, string(page), "利用者証明用電子証明書", "the record was read too")
			for _, source := range []string{ResultsFile, TraceFile} {
				left, err := os.ReadFile(filepath.Join(dir, source))
				require.NoError(t, err)
				former, err := os.ReadFile(filepath.Join("testdata", version, source))
				require.NoError(t, err)
				require.Equal(t, string(former), string(left), "rendering does not change the evidence")
			}
		})
	}
}

// TestTheFixturesFitTheirSchemas: trace.schema.json describes version 2 only, results.schema.json both versions.
func TestTheFixturesFitTheirSchemas(t *testing.T) {
	results, err := jsonschema.NewCompiler().Compile("results.schema.json")
	require.NoError(t, err)
	for _, version := range []string{"v1", "v2"} {
		text, err := os.ReadFile(filepath.Join("testdata", version, ResultsFile))
		require.NoError(t, err)
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		require.NoError(t, err)
		require.NoError(t, results.Validate(value), version)
	}
	validate := traceSchema(t)
	for version, wanted := range map[string]bool{"v1": false, "v2": true} {
		text, err := os.ReadFile(filepath.Join("testdata", version, TraceFile))
		require.NoError(t, err)
		header, events, _ := strings.Cut(strings.TrimSpace(string(text)), "\n")
		require.Equal(t, wanted, validate(header) == nil, version)
		for line := range strings.Lines(events) {
			require.NoError(t, validate(line), line)
		}
	}
}

func TestAnUnknownVersionIsRefusedByName(t *testing.T) {
	spoil := func(dir, file string) {
		path := filepath.Join(dir, file)
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		later := bytes.Replace(text, []byte(trace.Schema), []byte("mynalab.trace/9"), 1)
		require.NotEqual(t, string(text), string(later))
		require.NoError(t, os.WriteFile(path, later, 0o600))
	}
	for _, file := range []string{ResultsFile, TraceFile} {
		dir := versioned(t, "v2")
		spoil(dir, file)
		_, err := ReadRun(dir, ownFeatures(t))
		refused(t, err, dir, `schema "mynalab.trace/9" is not one of mynalab.trace/1, mynalab.trace/2, which this mynalab reads; use the mynalab version that wrote it`)
	}
	_, err := ReadResults(strings.NewReader(`{"schema":"mynalab.results/9"}`))
	require.ErrorContains(t, err, `schema "mynalab.results/9" is not one of mynalab.results/1`)
}

// TestPartsOfOneVersionMergeAndKeepIt: parts of either version merge, parts of different versions do not.
func TestPartsOfOneVersionMergeAndKeepIt(t *testing.T) {
	for _, version := range []string{"v1", "v2"} {
		whole := readVersion(t, version)
		one, other := whole, whole
		one.Results.Scenarios, other.Results.Scenarios = whole.Results.Scenarios[:1], whole.Results.Scenarios[1:]
		merged, err := Merge(other, one)
		require.NoError(t, err)
		require.Equal(t, whole.Results.Run, merged.Results.Run)
		var written bytes.Buffer
		require.NoError(t, writeTrace(&written, merged.Results, merged.Events))
		want, err := os.ReadFile(filepath.Join("testdata", version, TraceFile))
		require.NoError(t, err)
		require.Equal(t, string(want), written.String())
	}
	_, err := Merge(readVersion(t, "v1"), readVersion(t, "v2"))
	require.EqualError(t, err, "merging records of the schemas mynalab.trace/1 and mynalab.trace/2; merge parts of one run only")
}

func TestRunsOfTwoVersionsCompare(t *testing.T) {
	before, after := readVersion(t, "v1").Results, readVersion(t, "v2").Results
	require.Empty(t, Diff(before, after))
	after.Scenarios[0].Verdict = trace.Error
	require.Len(t, Diff(before, after), 1)
}

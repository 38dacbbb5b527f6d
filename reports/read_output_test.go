package reports

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/reports/trace"
)

// written returns the output directory of a run.
func written(t *testing.T, run Run) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "out")
	out, err := Prepare(dir)
	require.NoError(t, err)
	require.NoError(t, out.WriteAll(run))
	return dir
}

// TestReadRunRefusesARecordThatIsNotWhole damages the record of the fixture: a header, then six lines for each of the two scenarios.
func TestReadRunRefusesARecordThatIsNotWhole(t *testing.T) {
	run := fixture(t)
	whole, err := os.ReadFile(filepath.Join(written(t, run), TraceFile))
	require.NoError(t, err)
	lines := bytes.SplitAfter(whole, []byte("\n"))
	join := func(parts ...[][]byte) []byte { return bytes.Join(bytesOf(parts...), nil) }
	replaced := func(old, with string) []byte { return bytes.ReplaceAll(whole, []byte(old), []byte(with)) }
	for name, c := range map[string]struct {
		record []byte
		want   string
	}{
		"nothing":                        {nil, "trace.ndjson has no header line"},
		"the header is lost":             {join(lines[1:]), "trace.ndjson has no header line"},
		"only the header":                {join(lines[:1]), "lacks the record of " + failedID},
		"a line in the middle is lost":   {join(lines[:3], lines[4:]), "lacks event 3 of " + failedID},
		"a scenario's last line is lost": {join(lines[:6], lines[7:]), "ends within " + failedID + ", after event 5"},
		"the last three lines are lost":  {join(lines[:10]), "ends within " + passedID + ", after event 3"},
		"a scenario is lost":             {join(lines[:7]), "lacks the record of " + passedID},
		"two lines changed places":       {join(lines[:2], lines[3:4], lines[2:3], lines[4:]), "lacks event 2 of " + failedID},
		"a line is there twice":          {join(lines[:3], lines[2:]), "lacks event 3 of " + failedID},
		"another seed":                   {replaced(`"seed":7`, `"seed":8`), "are from different runs"},
		"another card":                   {replaced(`"card":"virtual"`, `"card":"other"`), "are from different runs"},
		"another scenario":               {replaced(passedID, "z.feature#a"), "lacks the record of " + passedID},
		"a scenario too many": {append(bytes.Clone(whole), bytes.ReplaceAll(join(lines[1:7]), []byte(failedID), []byte("z.feature#a"))...),
			"contains z.feature#a, which is not in results.json"},
		"another claim": {replaced(`"arg.n":"2"`, `"arg.n":"3"`), "event 4 of " + failedID + " in trace.ndjson is not the claim"},
		"no claim":      {replaced(`"kind":"claim"`, `"kind":"person"`), "event 4 of " + failedID + " in trace.ndjson is not the claim"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := written(t, run)
			require.NoError(t, os.WriteFile(filepath.Join(dir, TraceFile), c.record, 0o600))
			_, err := ReadRun(dir, run.Results.suite)
			refused(t, err, dir, c.want)
		})
	}
}

func bytesOf(parts ...[][]byte) [][]byte {
	var all [][]byte
	for _, p := range parts {
		all = append(all, p...)
	}
	return all
}

// refused checks that the error is one line in each language, with the directory, the reason and what to do.
func refused(t *testing.T, err error, dir, want string) {
	t.Helper()
	var mismatch *MismatchError
	require.ErrorAs(t, err, &mismatch)
	require.ErrorContains(t, err, "reading the output in "+dir+": ")
	require.ErrorContains(t, err, want)
	for _, text := range []string{mismatch.Sentence().JA, mismatch.Sentence().EN} {
		require.NotContains(t, text, "\n")
		require.NotContains(t, text, "%!")
		require.Contains(t, text, dir)
		require.NotEmpty(t, mismatch.Move.JA)
	}
	require.Contains(t, mismatch.Sentence().JA, "ください")
}

func TestReadRunRefusesEvidenceThatIsNotThere(t *testing.T) {
	run := fixture(t)
	run.Results.Scenarios[find(&run.Results, passedID)].Claims[0].Evidence = []int{2, 7}
	dir := written(t, run)
	_, err := ReadRun(dir, run.Results.suite)
	refused(t, err, dir, "lacks event 7 of "+passedID+", which a finding names as evidence")
}

func TestReadRunRefusesTheFeaturesOfAnotherRun(t *testing.T) {
	run := fixture(t)
	dir := written(t, run)
	_, err := ReadRun(dir, features.Suite{})
	refused(t, err, dir, "use the mynalab version and the --features of the run")
	_, err = ReadRun(t.TempDir(), features.Suite{})
	require.ErrorContains(t, err, "name the output directory of a run")
}

// TestReadRunTakesWhatWasStopped: the record of a scenario that was stopped or had an error may end anywhere.
func TestReadRunTakesWhatWasStopped(t *testing.T) {
	for _, v := range []trace.Verdict{trace.NotRun, trace.Error} {
		run := fixture(t)
		s := &run.Results.Scenarios[find(&run.Results, passedID)]
		s.Verdict, s.Claims = v, []trace.Judged{}
		run.Events = func(id string) ([]trace.Event, error) {
			switch id {
			case passedID:
				return events(id)[:2], nil
			case failedID:
				return events(id), nil
			default:
				return nil, nil
			}
		}
		_, err := ReadRun(written(t, run), run.Results.suite)
		require.NoError(t, err)
	}
}

func TestRenderLeavesTheFormerReportsWhereOneCannotBeWritten(t *testing.T) {
	run := fixture(t)
	dir := written(t, run)
	before := contents(t, dir)
	read, err := ReadRun(dir, run.Results.suite)
	require.NoError(t, err)
	read.Lang = LangEN
	// The page is the last to be written.
	inTheWay := filepath.Join(dir, partial(HTMLFile), "x")
	require.NoError(t, os.MkdirAll(inTheWay, 0o750))
	require.ErrorContains(t, Render(dir, read), "the former reports are unchanged")
	require.NoError(t, os.RemoveAll(filepath.Dir(inTheWay)))
	require.Equal(t, before, contents(t, dir))

	read.Events = func(string) ([]trace.Event, error) { return nil, errors.New("gone") }
	require.ErrorContains(t, Render(dir, read), "gone")
	require.Equal(t, before, contents(t, dir))
}

// contents returns the contents of the files of a directory by name.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, name := range names(t, dir) {
		text, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		all[name] = strings.TrimSpace(string(text))
	}
	return all
}

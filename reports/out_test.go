package reports

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	list := make([]string, 0, len(entries))
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return list
}

func TestOutSwapsAndKeepsTheFormer(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "out")
	run := fixture(t)
	for seed := range uint64(3) {
		run.Results.Run.Seed = seed
		out, err := Prepare(dir)
		require.NoError(t, err)
		require.DirExists(t, out.Records())
		require.NoError(t, out.WriteAll(run))
		require.NoDirExists(t, out.Partial())
	}
	require.Equal(t, []string{JUnitFile, MessagesFile, HTMLFile, ResultsFile, SummaryFile, TimingFile, TraceFile}, names(t, dir))
	require.Equal(t, []string{"out", "out.previous"}, names(t, filepath.Dir(dir)))
	for sub, seed := range map[string]uint64{"out": 2, "out.previous": 1} {
		f, err := os.Open(filepath.Join(filepath.Dir(dir), sub, ResultsFile))
		require.NoError(t, err)
		r, err := ReadResults(f)
		require.NoError(t, err)
		require.NoError(t, f.Close())
		require.Equal(t, seed, r.Run.Seed)
	}
}

func TestPrepareRefuses(t *testing.T) {
	root := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(root, "file"), nil, 0o600))
	require.NoError(t, os.MkdirAll(filepath.Join(root, "work", "src"), 0o750))
	require.NoError(t, os.MkdirAll(filepath.Join(root, "b.previous", "photos"), 0o750))
	for name, dir := range map[string]string{
		"a file in the way":            filepath.Join(root, "file"),
		"below a file":                 filepath.Join(root, "file", "out"),
		"a directory with other files": filepath.Join(root, "work"),
		"other files in dir.previous":  filepath.Join(root, "b"),
		"the working directory":        ".",
		"its parent":                   "..",
		"the root":                     "/",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Prepare(dir)
			require.ErrorContains(t, err, "preparing output: ")
			require.ErrorContains(t, err, "; choose another directory with --out")
			require.NotContains(t, err.Error(), "\n")
		})
	}
	require.DirExists(t, filepath.Join(root, "work", "src"))
	require.DirExists(t, filepath.Join(root, "b.previous", "photos"))
}

func TestFailedWriteLeavesTheFormerInPlace(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	run := fixture(t)
	out, err := Prepare(dir)
	require.NoError(t, err)
	require.NoError(t, out.WriteAll(run))
	before, err := os.ReadFile(filepath.Join(dir, ResultsFile))
	require.NoError(t, err)

	out, err = Prepare(dir)
	require.NoError(t, err)
	run.Records[0].Path += ".gone"
	require.ErrorContains(t, out.WriteAll(run), "writing ")
	after, err := os.ReadFile(filepath.Join(dir, ResultsFile))
	require.NoError(t, err)
	require.Equal(t, before, after)
	require.DirExists(t, out.Partial())
}

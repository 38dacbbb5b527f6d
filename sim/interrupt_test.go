//go:build unix

package main

import (
	"bytes"
	"crypto/rand"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports"
	"github.com/mynalab/mynalab/reports/trace"
)

// ctrlC is a terminal on which somebody presses Ctrl-C when the progress line appears.
type ctrlC struct {
	bytes.Buffer
	once sync.Once
}

func (c *ctrlC) Write(p []byte) (int, error) {
	c.once.Do(func() { _ = syscall.Kill(os.Getpid(), syscall.SIGINT) })
	return c.Buffer.Write(p)
}

// TestCtrlC: scenarios that have ended keep their verdicts, the others are not-run, and the reports are written.
func TestCtrlC(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	var stdout bytes.Buffer
	s := surroundings{stdout: &stdout, stderr: &ctrlC{}, terminal: true, lang: reports.LangEN, now: time.Now,
		random: rand.Reader, version: "test"}
	require.Equal(t, exitHarness, run([]string{"run", "--jobs", "1", "--out", dir}, s))

	f, err := os.Open(filepath.Join(dir, reports.ResultsFile))
	require.NoError(t, err)
	defer f.Close() //nolint:errcheck // only read
	results, err := reports.ReadResults(f)
	require.NoError(t, err)
	require.Equal(t, trace.NotRun, results.Verdict)
	require.Positive(t, results.Counts[trace.Pass])
	require.Positive(t, results.Counts[trace.NotRun])
	require.Contains(t, stdout.String(), "stopped before its end")
	for _, name := range []string{reports.TraceFile, reports.JUnitFile, reports.HTMLFile, reports.TimingFile} {
		require.FileExists(t, filepath.Join(dir, name))
	}
	require.NoDirExists(t, dir+".partial")
}

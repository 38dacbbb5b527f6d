package main

import (
	"bytes"
	"crypto/rand"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	gherkin "github.com/cucumber/gherkin/go/v26"
	messages "github.com/cucumber/messages/go/v21"
	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/reports"
)

// BenchmarkFirstVerdict measures the time from the start of `mynalab run` to its first verdict. The floor is a bare program
// that parses the same features; both are processes of this binary.
func BenchmarkFirstVerdict(b *testing.B) {
	var times beside
	for b.Loop() {
		times.work = append(times.work, timed(b, "first-verdict", filepath.Join(b.TempDir(), "out")))
		times.floor = append(times.floor, timed(b, "parse-bare"))
	}
	times.within(b, startLimit)
}

func timed(b *testing.B, program string, args ...string) time.Duration {
	b.Helper()
	start := time.Now()
	output, err := exec.Command(program, args...).CombinedOutput()
	took := time.Since(start)
	require.NoError(b, err, string(output))
	return took
}

// firstVerdict is `mynalab run` on a terminal that ends the process at its first output: the progress line with the first
// verdict. It exits with an error if that never comes.
func firstVerdict() {
	run([]string{"run", "--out", os.Args[1]}, surroundings{stdout: io.Discard, stderr: ending{}, terminal: true,
		lang: reports.LangEN, now: time.Now, random: rand.Reader, version: "bench"})
	os.Exit(exitHarness)
}

// ending is a terminal that ends the process at its first output.
type ending struct{}

func (ending) Write([]byte) (int, error) {
	os.Exit(exitOK)
	return 0, nil
}

// parseBare parses the embedded features and makes their pickles, and nothing else.
func parseBare() {
	names, err := fs.Glob(features.Embedded(), "*.feature")
	if err != nil || len(names) == 0 {
		os.Exit(exitHarness)
	}
	ids := &messages.Incrementing{}
	for _, name := range names {
		content, err := fs.ReadFile(features.Embedded(), name)
		if err != nil {
			os.Exit(exitHarness)
		}
		tree, err := gherkin.ParseGherkinDocumentForLanguage(bytes.NewReader(content), "ja", ids.NewId)
		if err != nil || len(gherkin.Pickles(*tree, name, ids.NewId)) == 0 {
			os.Exit(exitHarness)
		}
	}
}

package main

import (
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// peakLimit is the resident memory in MB that a whole run may need at its peak: our choice, some room above what it needs.
const peakLimit = 200

// BenchmarkMemory measures the peak of the resident memory of a whole run.
func BenchmarkMemory(b *testing.B) {
	peak := int64(0)
	for b.Loop() {
		command := exec.Command("mynalab", "run", "--jobs", strconv.Itoa(benchedJobs), "--out", filepath.Join(b.TempDir(), "out"))
		output, err := command.CombinedOutput()
		require.NoError(b, err, string(output))
		usage, ok := command.ProcessState.SysUsage().(*syscall.Rusage)
		require.True(b, ok)
		peak = max(peak, usage.Maxrss>>10)
	}
	b.ReportMetric(float64(peak), "MB-peak")
	if peak > peakLimit {
		b.Errorf("%d MB at the peak, at most %d are allowed", peak, peakLimit)
	}
}

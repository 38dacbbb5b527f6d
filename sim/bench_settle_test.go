package main

import (
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// settleLimit is how many times as long a run with the default settle may take as the same run without one. Our choice:
// waiting for quiet moments should cost no more than a few percent.
const settleLimit = 1.05

// BenchmarkSettle measures `mynalab run`, which waits for a quiet moment of the product before each claim of absence and at
// its end. The floor is the same run without a settle, which waits only for what is under way.
func BenchmarkSettle(b *testing.B) {
	var times beside
	for b.Loop() {
		times.work = append(times.work, suiteTime(b))
		times.floor = append(times.floor, suiteTime(b, "--settle", "0"))
	}
	times.within(b, settleLimit)
}

// suiteTime returns how long one run of the suite takes.
func suiteTime(b *testing.B, flags ...string) time.Duration {
	b.Helper()
	args := append([]string{"run", "--jobs", strconv.Itoa(benchedJobs), "--out", filepath.Join(b.TempDir(), "out")}, flags...)
	start := time.Now()
	output, err := exec.Command("mynalab", args...).CombinedOutput()
	require.NoError(b, err, string(output))
	return time.Since(start)
}

package reports

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// errOutFull is the error of a step of brokenOut that fails.
var errOutFull = &os.PathError{Op: "write", Path: "there", Err: syscall.ENOSPC}

// brokenOut is the real disk with steps that fail. A step is the name of the operation and the base name of its path. Syncs
// do nothing, since no test cuts the power.
type brokenOut struct {
	localDisk
	fails func(step string) bool
}

func wholeOut() brokenOut { return brokenOut{fails: func(string) bool { return false }} }

func (b brokenOut) step(name, path string, do func() error) error {
	if b.fails(name + " " + filepath.Base(path)) {
		return errOutFull
	}
	return do()
}

func (b brokenOut) Lock(dir string) (lock io.Closer, err error) {
	err = b.step("lock", dir, func() error { lock, err = b.localDisk.Lock(dir); return err })
	return lock, err
}

func (b brokenOut) MakeAll(dir string) error {
	return b.step("make", dir, func() error { return b.localDisk.MakeAll(dir) })
}

func (b brokenOut) Create(path string) (f outFile, err error) {
	err = b.step("create", path, func() error { f, err = b.localDisk.Create(path); return err })
	return brokenOutFile{b, path, f}, err
}

func (b brokenOut) Rename(from, to string) error {
	return b.step("rename to", to, func() error { return b.localDisk.Rename(from, to) })
}

func (b brokenOut) RemoveAll(path string) error {
	return b.step("remove", path, func() error { return b.localDisk.RemoveAll(path) })
}

func (b brokenOut) SyncDirectory(path string) error {
	return b.step("sync", path, func() error { return nil })
}

type brokenOutFile struct {
	brokenOut
	path string
	outFile
}

func (f brokenOutFile) Write(p []byte) (n int, err error) {
	if f.fails("short write " + filepath.Base(f.path)) {
		return f.outFile.Write(p[:len(p)/2])
	}
	err = f.step("write", f.path, func() error { n, err = f.outFile.Write(p); return err })
	return n, err
}

func (f brokenOutFile) Sync() error { return f.step("sync", f.path, func() error { return nil }) }

// Close closes the file in any case, so that no test leaves files open.
func (f brokenOutFile) Close() error {
	err := f.outFile.Close()
	return f.step("close", f.path, func() error { return err })
}

// outStage is a directory with the outputs of two former runs, with the seeds 1 and 2, and the fixture as the third run.
type outStage struct {
	t   *testing.T
	dir string
	run Run
}

func newOutStage(t *testing.T) outStage {
	t.Helper()
	s := outStage{t: t, dir: filepath.Join(t.TempDir(), "a", "out"), run: fixture(t)}
	for seed := range uint64(2) {
		require.NoError(t, s.write(wholeOut(), seed+1))
	}
	return s
}

// write makes a whole run with a seed.
func (s outStage) write(disk outDisk, seed uint64) error {
	out, err := prepareOn(disk, s.dir)
	if err != nil {
		return err
	}
	for i, file := range out.files {
		if file.name != ResultsFile { // the content of the others does not matter
			out.files[i].write = func(w io.Writer, _ Run) error { _, err := io.WriteString(w, file.name); return err }
		}
	}
	if err := os.WriteFile(filepath.Join(out.Records(), "001.ndjson"), []byte("recorded"), 0o600); err != nil {
		return err
	}
	s.run.Results.Run.Seed = seed
	return out.WriteAll(s.run)
}

// seed returns the seed of an output, which must be complete; 0 if there isn't one.
func (s outStage) seed(dir string) uint64 {
	s.t.Helper()
	f, err := os.Open(filepath.Join(dir, ResultsFile))
	if err != nil {
		return 0
	}
	defer f.Close() //nolint:errcheck // only read
	require.True(s.t, isWhole(dir))
	results, err := ReadResults(f)
	require.NoError(s.t, err)
	return results.Run.Seed
}

// heals checks that the next run works as if nothing had failed: its output is in place, the one before is kept, and
// nothing else is left.
func (s outStage) heals(before uint64) {
	s.t.Helper()
	require.NoError(s.t, s.write(wholeOut(), 4))
	require.EqualValues(s.t, 4, s.seed(s.dir))
	require.Equal(s.t, before, s.seed(s.dir+".previous"))
	require.Equal(s.t, []string{"out", "out.previous"}, names(s.t, filepath.Dir(s.dir)))
	require.Len(s.t, names(s.t, s.dir), len(reportFiles()))
}

// failing makes a step fail the first times that it is taken.
func failing(step string, times int) func(string) bool {
	var one sync.Mutex
	return func(taken string) bool {
		one.Lock()
		defer one.Unlock()
		if taken != step {
			return false
		}
		times--
		return times >= 0
	}
}

// TestBrokenOut makes one step fail. The error names file and cause, the former output is where it was, what was recorded
// is kept, and the next run works as if nothing had failed.
func TestBrokenOut(t *testing.T) {
	const nothing, records, whole = "nothing", "records", "whole"
	for _, row := range []struct {
		step string
		// kept is what must be in out.partial: the records or the complete output, or nothing if the run never began.
		kept string
		// older is true if out.previous must be unchanged.
		older bool
	}{
		{"make out.partial", nothing, true},
		{"lock out.partial", nothing, true},
		{"make records", nothing, true},
		{"create trace.ndjson", records, true},
		{"write trace.ndjson", records, true},
		{"short write report.html", records, true},
		{"sync results.json", records, true},
		{"close junit.xml", records, true},
		{"sync out.partial", records, true},
		{"remove records", records, true},
		{"remove trace.ndjson", whole, false}, // from here on out.previous is removed
		{"remove results.json", whole, false},
		{"remove out.previous", whole, false},
		{"rename to out.previous", whole, false},
		{"rename to out", whole, false},
	} {
		t.Run(row.step, func(t *testing.T) {
			s := newOutStage(t)
			err := s.write(brokenOut{fails: failing(row.step, 1)}, 3)
			require.Error(t, err)
			if !strings.HasPrefix(row.step, "short") {
				require.ErrorIs(t, err, syscall.ENOSPC)
			}
			require.NotContains(t, err.Error(), "\n")
			require.Contains(t, err.Error(), "choose another directory with --out", "the next move")
			require.EqualValues(t, 2, s.seed(s.dir), "dir is unchanged")
			switch row.kept {
			case records:
				require.ErrorContains(t, err, "what was written is in "+s.dir+".partial, the former output in "+s.dir+":")
				text, err := os.ReadFile(filepath.Join(s.dir+".partial", recordsDir, "001.ndjson"))
				require.NoError(t, err)
				require.Equal(t, "recorded", string(text))
			case whole:
				require.EqualValues(t, 3, s.seed(s.dir+".partial"))
			}
			if row.older {
				require.EqualValues(t, 1, s.seed(s.dir+".previous"))
			}
			s.heals(2)
		})
	}
}

// TestAnOutputThatCannotGoBack: neither rename is possible. The error says where the former output is, and the next run
// puts the new one in place.
func TestAnOutputThatCannotGoBack(t *testing.T) {
	s := newOutStage(t)
	err := s.write(brokenOut{fails: failing("rename to out", 2)}, 3)
	require.ErrorContains(t, err, "putting output in place: write there: no space left on device, and restoring the former one: ")
	require.ErrorContains(t, err, "what was written is in "+s.dir+".partial, the former output in "+s.dir+".previous:")
	require.EqualValues(t, 2, s.seed(s.dir+".previous"))
	s.heals(3)
}

// TestAnOutputThatMayNotLastIsTold: the last fsync fails. The output is in place but may not survive a power cut, and the
// error says so.
func TestAnOutputThatMayNotLastIsTold(t *testing.T) {
	s := newOutStage(t)
	err := s.write(brokenOut{fails: failing("sync a", 1)}, 3)
	require.ErrorIs(t, err, syscall.ENOSPC)
	require.ErrorContains(t, err, "out is in place, but a power cut may undo that")
	require.EqualValues(t, 3, s.seed(s.dir))
	require.EqualValues(t, 2, s.seed(s.dir+".previous"))
	s.heals(3)
}

// TestOutKilledAtEveryStep stops a run after each of its steps. There is always a complete output: the former one, or the
// new one, in place or to be put there by the next run. Whatever is left, the next run works.
func TestOutKilledAtEveryStep(t *testing.T) {
	between := 0
	for last := 0; ; last++ {
		s := newOutStage(t)
		var taken atomic.Int64
		err := s.write(brokenOut{fails: func(string) bool { return taken.Add(1) > int64(last) }}, 3)
		if taken.Load() <= int64(last) {
			require.NoError(t, err)
			break
		}
		before := s.seed(s.dir)
		if before == 0 {
			between++
			require.EqualValues(t, 2, s.seed(s.dir+".previous"))
			require.EqualValues(t, 3, s.seed(s.dir+".partial"), "after %d steps", last)
			before = 3
		}
		require.Contains(t, []uint64{2, 3}, before)
		s.heals(before)
	}
	require.Equal(t, 1, between, "there is exactly one step after which no output is in place")
}

// TestAFullDiskIsToldOnce and not once for each file.
func TestAFullDiskIsToldOnce(t *testing.T) {
	s := newOutStage(t)
	err := s.write(brokenOut{fails: func(step string) bool { return strings.HasPrefix(step, "write ") }}, 3)
	require.ErrorContains(t, err, "writing "+filepath.Join(s.dir+".partial", ResultsFile)+": write there: no space left on device, and 6 more files; what was")
	s.heals(2)
}

// TestTwoRunsDoNotShareADirectory: the second gets an error, and the first is not disturbed.
func TestTwoRunsDoNotShareADirectory(t *testing.T) {
	s := newOutStage(t)
	first, err := Prepare(s.dir)
	require.NoError(t, err)
	_, err = Prepare(s.dir)
	require.EqualError(t, err, fmt.Sprintf("preparing output: locking %s.partial: another mynalab is writing to it; choose another directory with --out", s.dir))
	require.DirExists(t, first.Records())
	require.NoError(t, first.Close())
	require.NoError(t, first.Close(), "a second call does nothing")
	s.heals(2)
}

// TestALinkIsNotFollowedToBeCleared: the target of a symbolic link is not removed.
func TestALinkIsNotFollowedToBeCleared(t *testing.T) {
	for _, name := range []string{"out", "out.previous", "out.partial"} {
		t.Run(name, func(t *testing.T) {
			s := newOutStage(t)
			elsewhere, link := filepath.Join(t.TempDir(), "elsewhere"), filepath.Join(filepath.Dir(s.dir), name)
			require.NoError(t, s.write(wholeOut(), 3))
			require.NoError(t, os.Rename(s.dir, elsewhere))
			require.NoError(t, s.write(wholeOut(), 3))
			require.NoError(t, os.RemoveAll(link))
			require.NoError(t, os.Symlink(elsewhere, link))
			for range 2 {
				require.NoError(t, s.write(wholeOut(), 4))
			}
			require.EqualValues(t, 3, s.seed(elsewhere))
			require.EqualValues(t, 4, s.seed(s.dir))
		})
	}
}

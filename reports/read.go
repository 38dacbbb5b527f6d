package reports

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/mynalab/mynalab/features"
)

// ReadRun reads an output directory back: results.json, trace.ndjson and, where it is there, timing.json. suite is what
// the scenarios were taken from; its zero value stands for the embedded suite.
func ReadRun(dir string, suite features.Suite) (Run, error) {
	var run Run
	if err := readFile(dir, ResultsFile, func(r io.Reader) (err error) {
		run.Results, err = ReadResults(r)
		return err
	}); err != nil {
		return Run{}, err
	}
	if err := readFile(dir, TraceFile, func(r io.Reader) (err error) {
		run.Events, err = EventsIn(r)
		return err
	}); err != nil {
		return Run{}, err
	}
	err := readFile(dir, TimingFile, func(r io.Reader) (err error) {
		run.Timing, err = ReadTiming(r)
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Run{}, err
	}
	run.Results.suite = suite
	return run, nil
}

func readFile(dir, name string, read func(io.Reader) error) error {
	const hint = "name the directory that a run has left behind (--out)"
	f, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		return fmt.Errorf("opening output of a run: %w; %s", err, hint)
	}
	defer f.Close() //nolint:errcheck // only read
	if err := read(bufio.NewReader(f)); err != nil {
		return fmt.Errorf("%s: %w; %s", f.Name(), err, hint)
	}
	return nil
}

// Render makes the reports of an output directory again from what ReadRun reads there. Each file is swapped in when it is
// whole.
func Render(dir string, suite features.Suite, lang Lang) error {
	run, err := ReadRun(dir, suite)
	if err != nil {
		return err
	}
	run.Lang = lang
	if run, err = run.remembered(); err != nil {
		return fmt.Errorf("loading the scenarios: %w", err)
	}
	for _, file := range reportFiles() {
		if file.source {
			continue
		}
		partial := file
		partial.name += ".partial"
		if err := writeFile(dir, partial, run); err != nil {
			return fmt.Errorf("writing %s: %w", filepath.Join(dir, file.name), err)
		}
		if err := os.Rename(filepath.Join(dir, partial.name), filepath.Join(dir, file.name)); err != nil {
			return fmt.Errorf("putting %s in place: %w", file.name, err)
		}
	}
	return nil
}

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
	"github.com/mynalab/mynalab/reports/trace"
)

// ReadRun reads an output directory: results.json, trace.ndjson and, if it exists, timing.json. suite is where the
// scenarios were taken from; its zero value stands for the embedded suite. If record, results and suite do not belong to
// the same complete run, the error is a MismatchError. A record of a former schema can be read; one of an unknown schema is
// refused, and the error names the schema.
func ReadRun(dir string, suite features.Suite) (Run, error) {
	var run Run
	if err := readFile(dir, ResultsFile, func(r io.Reader) (err error) {
		run.Results, err = ReadResults(r)
		return err
	}); err != nil {
		return Run{}, err
	}
	var record trace.Record
	if err := readFile(dir, TraceFile, func(r io.Reader) (err error) {
		record, err = trace.ReadAll(r, trace.Strict)
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
	if run.Results.suite, err = suiteOf(run.Results); err != nil {
		return Run{}, fmt.Errorf("loading the scenarios: %w", err)
	}
	run.Events = eventsIn(record)
	return run, inDir(dir, checkConsistency(run.Results, record))
}

func readFile(dir, name string, read func(io.Reader) error) error {
	const hint = "name the output directory of a run (--out)"
	f, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		return fmt.Errorf("opening output of a run: %w; %s", err, hint)
	}
	defer f.Close() //nolint:errcheck // only read
	err = read(bufio.NewReader(f))
	var unknown *trace.SchemaError
	switch {
	case errors.As(err, &unknown):
		return inDir(dir, otherSchema(unknown.Schema, trace.Schemas()...))
	case errors.As(err, new(*MismatchError)):
		return inDir(dir, err)
	case err != nil:
		return fmt.Errorf("%s: %w; %s", f.Name(), err, hint)
	}
	return nil
}

// Render makes the reports of an output directory again from the run that ReadRun read there. They replace the former ones
// once all of them are written; if one can't be written, the former ones are unchanged.
func Render(dir string, run Run) (err error) {
	if run, err = run.remembered(); err != nil {
		return fmt.Errorf("loading the scenarios: %w", err)
	}
	var written []string
	defer func() {
		for _, name := range written {
			_ = os.Remove(filepath.Join(dir, partial(name))) // fails if it was renamed, which is fine
		}
	}()
	for _, file := range reportFiles() {
		if file.source {
			continue
		}
		written = append(written, file.name)
		if err := writeFile(localDisk{}, filepath.Join(dir, partial(file.name)), func(w io.Writer) error { return file.write(w, run) }); err != nil {
			return fmt.Errorf("writing %s: %w; the former reports are unchanged", filepath.Join(dir, file.name), err)
		}
	}
	for _, name := range written {
		if err := os.Rename(filepath.Join(dir, partial(name)), filepath.Join(dir, name)); err != nil {
			return fmt.Errorf("putting %s in place: %w; remove the obstacle and render again", filepath.Join(dir, name), err)
		}
	}
	return nil
}

func partial(name string) string { return name + ".partial" }

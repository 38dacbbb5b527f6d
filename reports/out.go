package reports

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// The files of an output directory.
const (
	ResultsFile  = "results.json"
	TraceFile    = "trace.ndjson"
	JUnitFile    = "junit.xml"
	TimingFile   = "timing.json"
	HTMLFile     = "report.html"
	MessagesFile = "messages.ndjson"
	SummaryFile  = "summary.md"
)

const recordsDir = "records"

// Out is an output directory in the making: all goes into dir.partial, and dir is swapped in at the end.
type Out struct{ dir string }

// Prepare makes dir.partial, so that a directory that cannot be written is told before anything runs. It refuses to take
// the place of a directory that holds something other than a former output.
func Prepare(dir string) (Out, error) {
	const hint = "choose another directory with --out"
	o := Out{filepath.Clean(dir)}
	for _, path := range []string{o.dir, o.Partial(), o.previous()} {
		if err := replaceable(path); err != nil {
			return Out{}, fmt.Errorf("preparing output: %w; %s", err, hint)
		}
	}
	if err := os.RemoveAll(o.Partial()); err != nil {
		return Out{}, fmt.Errorf("preparing output: %w; %s", err, hint)
	}
	if err := os.MkdirAll(o.Records(), 0o755); err != nil {
		return Out{}, fmt.Errorf("preparing output: %w; %s", err, hint)
	}
	return o, nil
}

// replaceable tells whether a run may put its output in the place of path: nothing, an empty directory, or an output.
func replaceable(path string) error {
	if base := filepath.Base(path); base == "." || base == ".." || base == string(filepath.Separator) {
		return fmt.Errorf("%s has no name of its own", path)
	}
	entries, err := os.ReadDir(path)
	if errors.Is(err, fs.ErrNotExist) || (err == nil && len(entries) == 0) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Name() == ResultsFile || e.Name() == recordsDir {
			return nil
		}
	}
	return fmt.Errorf("%s holds files that are no output of mynalab", path)
}

// Partial is the directory that is written until the end; what stands in it survives a killed run.
func (o Out) Partial() string { return o.dir + ".partial" }

// Records is the directory for the scenarios' own files.
func (o Out) Records() string { return filepath.Join(o.Partial(), recordsDir) }

func (o Out) previous() string { return o.dir + ".previous" }

// WriteAll writes every report and swaps the directory in: the former one becomes dir.previous, an older previous goes.
// Where it fails, dir is as it was.
func (o Out) WriteAll(run Run) error {
	if err := o.writeFiles(run); err != nil {
		return err
	}
	if err := os.RemoveAll(o.Records()); err != nil {
		return fmt.Errorf("removing joined records: %w", err)
	}
	return o.swap()
}

func (o Out) writeFiles(run Run) error {
	run, err := run.remembered()
	if err != nil {
		return fmt.Errorf("loading the scenarios: %w", err)
	}
	files := reportFiles()
	failed := make([]error, len(files))
	var writers sync.WaitGroup
	for i, file := range files { // side by side: the page alone takes as long as all others together
		writers.Go(func() {
			if err := writeFile(o.Partial(), file, run); err != nil {
				failed[i] = fmt.Errorf("writing %s: %w", filepath.Join(o.Partial(), file.name), err)
			}
		})
	}
	writers.Wait()
	return errors.Join(failed...)
}

// reportFile is one file of the output with its writer.
type reportFile struct {
	name string
	// source says that the other files can be made again from this one.
	source bool
	write  func(io.Writer, Run) error
}

func reportFiles() []reportFile {
	return []reportFile{
		{ResultsFile, true, func(w io.Writer, run Run) error { return WriteResults(w, run.Results) }},
		{TraceFile, true, func(w io.Writer, run Run) error { return writeTrace(w, run.Results, run.Events) }},
		{TimingFile, true, func(w io.Writer, run Run) error { return WriteTiming(w, run.Timing) }},
		{JUnitFile, false, WriteJUnit},
		{MessagesFile, false, WriteMessages},
		{SummaryFile, false, func(w io.Writer, run Run) error { return WriteMarkdown(w, run.Results, run.Lang) }},
		{HTMLFile, false, WriteHTML},
	}
}

func writeFile(dir string, file reportFile, run Run) (err error) {
	f, err := os.Create(filepath.Join(dir, file.name))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	buffered := bufio.NewWriter(f)
	if err := file.write(buffered, run); err != nil {
		return err
	}
	return buffered.Flush()
}

// swap moves dir away and the partial directory into its place; the two renames are all that a crash can fall between.
func (o Out) swap() error {
	_, err := os.Stat(o.dir)
	if err == nil {
		if err := os.RemoveAll(o.previous()); err != nil {
			return fmt.Errorf("removing older output: %w", err)
		}
		if err := os.Rename(o.dir, o.previous()); err != nil {
			return fmt.Errorf("keeping former output: %w", err)
		}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("looking for former output: %w", err)
	}
	if err := os.Rename(o.Partial(), o.dir); err != nil {
		return fmt.Errorf("putting output in place: %w; it stands in %s", err, o.Partial())
	}
	return nil
}

package reports

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
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

// Out is an output directory in the making, which is this process's alone: all goes into dir.partial, and dir is swapped in
// at the end. What it promises of the disk stands in out_disk.go.
type Out struct {
	dir   string
	disk  outDisk
	files []reportFile
	// leave gives dir.partial to others, once.
	leave func() error
}

// Prepare makes dir.partial, so that a directory that cannot be written is told before anything runs. It refuses to take
// the place of a directory that holds something other than a former output, or that another process is making.
func Prepare(dir string) (Out, error) { return prepareOn(localDisk{}, dir) }

func prepareOn(disk outDisk, dir string) (Out, error) {
	o := Out{dir: filepath.Clean(dir), disk: disk, files: reportFiles()}
	if err := o.prepare(); err != nil {
		return Out{}, fmt.Errorf("preparing output: %w; choose another directory with --out", err)
	}
	return o, nil
}

func (o *Out) prepare() error {
	for _, path := range []string{o.dir, o.Partial(), o.previous()} {
		if err := replaceable(path); err != nil {
			return err
		}
	}
	if err := o.claim(); err != nil {
		return err
	}
	err := o.finish()
	if err == nil {
		err = o.begin()
	}
	if err != nil {
		return errors.Join(err, o.leave())
	}
	return nil
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
	if slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return isMark(e.Name()) }) {
		return nil
	}
	return fmt.Errorf("%s holds files that are no output of mynalab", path)
}

// Partial is the directory that is written until the end; what stands in it survives a killed run.
func (o Out) Partial() string { return o.dir + ".partial" }

// Records is the directory for the scenarios' own files.
func (o Out) Records() string { return filepath.Join(o.Partial(), recordsDir) }

func (o Out) previous() string { return o.dir + ".previous" }

// Close gives the directory to others where WriteAll was never called. A second time does nothing.
func (o Out) Close() error { return o.leave() }

// WriteAll writes every report, swaps the directory in and gives it to others: the former one becomes dir.previous, an older
// previous goes. Where it fails, dir is as it was and what was recorded stays in dir.partial.
func (o Out) WriteAll(run Run) error {
	err := o.writeFiles(run)
	if err == nil {
		err = o.complete()
	}
	if err == nil {
		err = o.settled()
	} else {
		err = fmt.Errorf("%w; what was written stands in %s%s: make room, or choose another directory with --out", err, o.Partial(), o.former())
	}
	return errors.Join(err, o.leave())
}

// former tells where the former output is after a failure, if there is one.
func (o Out) former() string {
	for _, dir := range []string{o.dir, o.previous()} {
		if _, err := os.Lstat(dir); err == nil {
			return ", the former output in " + dir
		}
	}
	return ""
}

func (o Out) writeFiles(run Run) error {
	run, err := run.remembered()
	if err != nil {
		return fmt.Errorf("loading the scenarios: %w", err)
	}
	failed := make([]error, len(o.files))
	var writers sync.WaitGroup
	for i, file := range o.files { // side by side: the page alone takes as long as all others together
		writers.Go(func() {
			path := filepath.Join(o.Partial(), file.name)
			if err := writeFile(o.disk, path, func(w io.Writer) error { return file.write(w, run) }); err != nil {
				failed[i] = fmt.Errorf("writing %s: %w", path, err)
			}
		})
	}
	writers.Wait()
	return firstOf(failed)
}

// firstOf is one line for all: a full disk lets every file fail.
func firstOf(failed []error) error {
	failed = slices.DeleteFunc(failed, func(err error) bool { return err == nil })
	switch len(failed) {
	case 0:
		return nil
	case 1:
		return failed[0]
	default:
		return fmt.Errorf("%w, and %d more files", failed[0], len(failed)-1)
	}
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

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

// recordsDir is the directory for the scenarios' own files, inside of dir.partial.
const recordsDir = "records"

// Out is an output directory that is being written, and that this process alone may write: everything goes into
// dir.partial, which becomes dir at the end. out_disk.go says what it guarantees about the disk.
type Out struct {
	dir   string
	disk  outDisk
	files []reportFile
	// leave unlocks dir.partial; only the first call does something.
	leave func() error
}

// Prepare makes and locks dir.partial, so that a directory that can't be written is reported before anything runs. It
// refuses a directory that contains anything but mynalab output, and one that another process is writing.
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

// replaceable returns an error unless the output may replace path: it does not exist, is empty, or is an output.
func replaceable(path string) error {
	if base := filepath.Base(path); base == "." || base == ".." || base == string(filepath.Separator) {
		return fmt.Errorf("%s is not a name that can be replaced", path)
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
	return fmt.Errorf("%s contains files that are not mynalab output", path)
}

// Partial returns the directory that is written until the end; its files survive a killed run.
func (o Out) Partial() string { return o.dir + ".partial" }

// Records returns the directory for the scenarios' own files.
func (o Out) Records() string { return filepath.Join(o.Partial(), recordsDir) }

func (o Out) previous() string { return o.dir + ".previous" }

// Close unlocks the directory if WriteAll was never called. A second call does nothing.
func (o Out) Close() error { return o.leave() }

// WriteAll writes every report, makes dir.partial the new dir and unlocks it. The former dir becomes dir.previous, and an
// older dir.previous is removed. If it fails, dir is unchanged and what was recorded stays in dir.partial.
func (o Out) WriteAll(run Run) error {
	err := o.writeFiles(run)
	if err == nil {
		err = o.complete()
	}
	if err == nil {
		err = o.settled()
	} else {
		err = fmt.Errorf("%w; what was written is in %s%s: make room, or choose another directory with --out", err, o.Partial(), o.former())
	}
	return errors.Join(err, o.leave())
}

// former says for an error where the former output is, if there is one.
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
	for i, file := range o.files { // in parallel: the page alone takes as long as all others together
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

// firstOf returns one line for all errors: on a full disk every file fails.
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
	// source is true if the file is read back to make the other files again.
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

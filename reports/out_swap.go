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

// The steps below are in the order in which a run takes them. They implement the guarantees in out_disk.go.

// claim makes dir.partial and locks it for this process.
func (o *Out) claim() error {
	if isLink(o.Partial()) {
		if err := o.disk.RemoveAll(o.Partial()); err != nil {
			return err
		}
	}
	if err := o.disk.MakeAll(o.Partial()); err != nil {
		return err
	}
	lock, err := o.disk.Lock(o.Partial())
	if err != nil {
		return err
	}
	o.leave = sync.OnceValue(lock.Close)
	return nil
}

// finish renames dir.partial to dir if a process was ended between the two renames: that output is complete and only lacks
// its name.
func (o *Out) finish() error {
	_, err := os.Lstat(o.dir)
	if !errors.Is(err, fs.ErrNotExist) || !isWhole(o.Partial()) {
		return nil
	}
	if err := o.disk.Rename(o.Partial(), o.dir); err != nil {
		return err
	}
	if err := errors.Join(o.settled(), o.leave()); err != nil {
		return err
	}
	return o.claim()
}

// begin empties dir.partial and makes the directory for the records.
func (o *Out) begin() error {
	if err := clearOut(o.disk, o.Partial()); err != nil {
		return err
	}
	return o.disk.MakeAll(o.Records())
}

// complete removes the records, by which dir.partial becomes a complete output, and swaps it in.
func (o Out) complete() error {
	if err := o.disk.SyncDirectory(o.Partial()); err != nil {
		return err
	}
	if err := o.disk.RemoveAll(o.Records()); err != nil {
		return fmt.Errorf("removing joined records: %w", err)
	}
	return o.swap()
}

// swap renames dir to dir.previous and dir.partial to dir, and undoes the first if the second fails. A crash can leave
// something in between only between these two renames.
func (o Out) swap() error {
	_, err := os.Lstat(o.dir)
	former := err == nil
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("looking for former output: %w", err)
	}
	if former {
		if err := o.putAway(); err != nil {
			return err
		}
	}
	if err = o.disk.Rename(o.Partial(), o.dir); err == nil {
		return nil
	}
	err = fmt.Errorf("putting output in place: %w", err)
	if !former {
		return err
	}
	if back := o.disk.Rename(o.previous(), o.dir); back != nil {
		return fmt.Errorf("%w, and restoring the former one: %w", err, back)
	}
	return err
}

// putAway renames dir to dir.previous, and removes an older dir.previous.
func (o Out) putAway() error {
	if err := clearOut(o.disk, o.previous()); err != nil {
		return fmt.Errorf("removing older output: %w", err)
	}
	if err := o.disk.RemoveAll(o.previous()); err != nil {
		return fmt.Errorf("removing older output: %w", err)
	}
	if err := o.disk.Rename(o.dir, o.previous()); err != nil {
		return fmt.Errorf("keeping former output: %w", err)
	}
	return nil
}

// settled writes the names to the disk.
func (o Out) settled() error {
	if err := o.disk.SyncDirectory(filepath.Dir(o.dir)); err != nil {
		return fmt.Errorf("%s is in place, but a power cut may undo that: %w; check the disk and keep a copy", o.dir, err)
	}
	return nil
}

// isMark reports whether a file of this name identifies a directory as an output.
func isMark(name string) bool { return name == ResultsFile || name == recordsDir }

// isLink reports whether path is a symbolic link. What it points to is not ours to remove.
func isLink(path string) bool {
	info, err := os.Lstat(path)
	return err == nil && info.Mode()&fs.ModeSymlink != 0
}

// isWhole reports whether a directory is a complete output. The records are removed only after all reports are on the disk.
func isWhole(dir string) bool {
	there := func(name string) bool {
		_, err := os.Lstat(filepath.Join(dir, name))
		return err == nil
	}
	for _, file := range reportFiles() {
		if !there(file.name) {
			return false
		}
	}
	return !there(recordsDir)
}

// clearOut empties an output, if there is one. The files that identify it as an output are removed last, so that the rest
// is still recognized if a crash interrupts the removal.
func clearOut(disk outDisk, dir string) error {
	if isLink(dir) {
		return nil
	}
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, last := range []bool{false, true} {
		for _, e := range entries {
			if isMark(e.Name()) != last {
				continue
			}
			if err := disk.RemoveAll(filepath.Join(dir, e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

// writeFile writes a whole file and syncs it, or returns an error.
func writeFile(disk outDisk, path string, write func(io.Writer) error) error {
	f, err := disk.Create(path)
	if err != nil {
		return err
	}
	buffered := bufio.NewWriter(f)
	if err = write(buffered); err == nil {
		err = buffered.Flush()
	}
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

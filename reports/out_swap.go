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

// The steps below, in the order in which a run takes them, keep what out_disk.go promises.

// claim makes dir.partial this process's alone.
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

// finish puts the output in place of a process that was ended between the two renames: it is whole, and only lacks its name.
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

// begin empties dir.partial.
func (o *Out) begin() error {
	if err := clearOut(o.disk, o.Partial()); err != nil {
		return err
	}
	return o.disk.MakeAll(o.Records())
}

// complete marks the directory as whole, by what it no longer holds, and swaps it in.
func (o Out) complete() error {
	if err := o.disk.SyncDirectory(o.Partial()); err != nil {
		return err
	}
	if err := o.disk.RemoveAll(o.Records()); err != nil {
		return fmt.Errorf("removing joined records: %w", err)
	}
	return o.swap()
}

// swap moves dir away and the partial directory into its place, or dir back where that fails; the two renames are all that
// a crash can fall between.
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
		return fmt.Errorf("%w, and the former one back: %w", err, back)
	}
	return err
}

// putAway keeps dir as dir.previous.
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

// settled puts the names on the disk.
func (o Out) settled() error {
	if err := o.disk.SyncDirectory(filepath.Dir(o.dir)); err != nil {
		return fmt.Errorf("%s is in place, but a power cut may undo that: %w; check the disk and keep a copy", o.dir, err)
	}
	return nil
}

// isMark says whether a name makes a directory an output.
func isMark(name string) bool { return name == ResultsFile || name == recordsDir }

// isLink says whether a name leads elsewhere: what is there is not ours to remove.
func isLink(path string) bool {
	info, err := os.Lstat(path)
	return err == nil && info.Mode()&fs.ModeSymlink != 0
}

// isWhole says whether a directory is a finished output: the records go when all that is made of them is on the disk.
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

// clearOut empties an output, if there is one. What makes it known as one goes last, so that the rest of it is still known
// to be ours where a crash breaks this off.
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

// writeFile puts a file on the disk as a whole, or says that it is not.
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

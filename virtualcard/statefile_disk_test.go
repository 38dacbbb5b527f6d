package virtualcard_test

import (
	"bytes"
	"io"
	"io/fs"
	"maps"
	"path/filepath"
	"syscall"

	"github.com/mynalab/mynalab/virtualcard"
)

// errDiskFailed is the error of a step of mortalDisk that was told to fail; it looks like an error of the operating system.
var errDiskFailed = &fs.PathError{Op: "write", Path: "card.json.partial", Err: syscall.ENOSPC}

// inode is a file's content: what the process wrote, and the part of it that certainly survives a crash.
type inode struct{ written, synced []byte }

// mortalDisk is a directory that knows at each moment what a crash could leave of it. It is worse than real disks: what was
// not synced may be there in full, in part or not at all, and a rename may be lost until the directory is synced.
type mortalDisk struct {
	// seen are the names as the process sees them, sure those that survive a crash.
	seen, sure map[string]*inode
	// locks counts the holders of the lock.
	locks int
	// step is called after each step; each byte of a write is one step.
	step func()
	// fails is called before each call of the file system, with the call's name; true makes the call fail.
	fails func(call string) bool
}

func newMortalDisk(path string, content []byte) *mortalDisk {
	file := &inode{written: content, synced: content}
	name := filepath.Base(path)
	return &mortalDisk{seen: map[string]*inode{name: file}, sure: map[string]*inode{name: file},
		step: func() {}, fails: func(string) bool { return false }}
}

// open returns the state of path on this disk.
func (d *mortalDisk) open(path string) (*virtualcard.State, error) {
	return virtualcard.OpenStateOn(path, d)
}

var _ virtualcard.Disk = (*mortalDisk)(nil)

// Lock counts the holders of the lock.
func (d *mortalDisk) Lock(string) (io.Closer, error) {
	if d.fails("lock") {
		return nil, errDiskFailed
	}
	d.locks++
	return unlocking(func() error { d.locks--; return nil }), nil
}

type unlocking func() error

func (u unlocking) Close() error { return u() }

func (d *mortalDisk) Read(path string) ([]byte, error) {
	file := d.seen[filepath.Base(path)]
	switch {
	case d.fails("read"):
		return nil, errDiskFailed
	case file == nil:
		return nil, &fs.PathError{Op: "open", Path: path, Err: fs.ErrNotExist}
	default:
		return bytes.Clone(file.written), nil
	}
}

func (d *mortalDisk) Create(path string) (virtualcard.DiskFile, error) {
	if d.fails("create") {
		return nil, errDiskFailed
	}
	defer d.step()
	name := filepath.Base(path)
	if d.seen[name] == nil {
		d.seen[name] = &inode{}
	}
	d.seen[name].written = nil
	return &mortalFile{d, d.seen[name]}, nil
}

func (d *mortalDisk) Rename(from, to string) error {
	if d.fails("rename") {
		return errDiskFailed
	}
	defer d.step()
	d.seen[filepath.Base(to)] = d.seen[filepath.Base(from)]
	delete(d.seen, filepath.Base(from))
	return nil
}

func (d *mortalDisk) Remove(path string) error {
	if d.fails("remove") {
		return errDiskFailed
	}
	defer d.step()
	delete(d.seen, filepath.Base(path))
	return nil
}

func (d *mortalDisk) SyncDirectory(string) error {
	if d.fails("sync directory") {
		return errDiskFailed
	}
	defer d.step()
	d.sure = maps.Clone(d.seen)
	return nil
}

type mortalFile struct {
	disk *mortalDisk
	*inode
}

func (f *mortalFile) Write(p []byte) (int, error) {
	for i, b := range p {
		switch {
		case i == len(p)/2 && f.disk.fails("write"):
			return i, errDiskFailed
		case i == len(p)/2 && f.disk.fails("short write"):
			return i, nil
		}
		f.written = append(f.written, b)
		f.disk.step()
	}
	return len(p), nil
}

func (f *mortalFile) Sync() error {
	if f.disk.fails("sync") {
		return errDiskFailed
	}
	defer f.disk.step()
	f.synced = bytes.Clone(f.written)
	return nil
}

func (f *mortalFile) Close() error {
	if f.disk.fails("close") {
		return errDiskFailed
	}
	f.disk.step()
	return nil
}

// couldHold returns the contents that a file could have after a crash at this moment; nil if the name is gone.
func (d *mortalDisk) couldHold(name string) (all [][]byte) {
	for _, names := range []map[string]*inode{d.sure, d.seen} {
		file := names[name]
		switch {
		case file == nil:
			all = append(all, nil)
		case bytes.Equal(file.synced, file.written):
			all = append(all, file.synced)
		default:
			all = append(all, file.synced, file.written, file.written[:len(file.written)/2])
		}
	}
	return all
}

// remains returns directories that a crash at this moment could leave, from name to content: one in which everything not
// synced is lost, one in which all of it is kept.
func (d *mortalDisk) remains() (all []map[string][]byte) {
	for _, names := range []map[string]*inode{d.sure, d.seen} {
		lost, kept := map[string][]byte{}, map[string][]byte{}
		for name, file := range names {
			lost[name], kept[name] = file.synced, file.written
		}
		all = append(all, lost, kept)
	}
	return all
}

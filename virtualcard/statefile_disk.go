package virtualcard

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// What follows is the file's half of one promise: once Keep has returned nil, neither the end of the process nor a power cut
// brings an earlier counter back. And whatever happens, the name always leads to a complete card. The card's half, when it
// stores what, is in counter_durability.go.
//
// FILE is the card. FILE.lock is empty; it is made when FILE is first opened and stays: if it were removed, two processes
// could each hold a lock. FILE.partial exists only while a new FILE is being written.
//
//	lock         open(FILE.lock), flock(exclusive, don't wait); it ends with the process, however that ends
//	read         read(FILE), once it is locked
//	create       open(FILE.partial, truncate)
//	write, sync  write, fsync: the content is on the disk before the name moves to it
//	close
//	rename       rename(FILE.partial, FILE): whoever opens FILE finds the old content or the new one, never a mixture
//	sync directory  fsync(directory): the name is on the disk before Keep returns
//
// kill -9 leaves the old FILE or the new one, releases the lock, and may leave a FILE.partial, which nothing reads and the
// next change overwrites. A power cut does the same, and before the last fsync it may bring the old FILE back. On a full disk
// the write fails. If anything up to the rename fails, the old FILE remains (ErrNotKept), and FILE.partial is removed because
// it takes up room that may be needed. If the last fsync fails, FILE is the new one, but a power cut may bring back the old
// one (ErrInDoubt). A failed fsync is never repeated on the same file, because some systems then report success: the next
// change starts with a new file.
//
// Not covered: a disk that reports a write as done when it isn't; a lock file that somebody removes; a network file system
// whose flock works on one machine only; a second name (hard link) made while the card is in use; and a person who edits the
// file by hand (its seal detects mistakes, not malice).

// Names beside the state file, and the mode of all three: only the owner may read them, since they contain keys and PINs.
const (
	lockSuffix    = ".lock"
	partialSuffix = ".partial"
	stateMode     = 0o600
)

// errLocked is returned by Lock if another process has the lock.
var errLocked = errors.New("another process holds the card; end it or choose another file")

// disk is what a state file needs from a file system. Each step is a method of its own, so that a test can interrupt between
// any two of them and make each of them fail.
type disk interface {
	// Lock locks a file for this process, or returns errLocked; closing the result unlocks it.
	Lock(path string) (io.Closer, error)
	Read(path string) ([]byte, error)
	Create(path string) (diskFile, error)
	Rename(from, to string) error
	Remove(path string) error
	SyncDirectory(path string) error
}

// diskFile is a file being written; before Sync its content may be lost in a crash.
type diskFile interface {
	io.WriteCloser
	Sync() error
}

// replace writes a whole file, in the order described above.
func replace(d disk, path string, text []byte) error {
	if err := rename(d, path, text); err != nil {
		return fmt.Errorf("%w: %w", ErrNotKept, err)
	}
	if err := d.SyncDirectory(filepath.Dir(path)); err != nil {
		return fmt.Errorf("%w: %w", ErrInDoubt, err)
	}
	return nil
}

// rename gives the name to a file with the new content. If it fails, the name keeps the old content.
func rename(d disk, path string, text []byte) error {
	partial := path + partialSuffix
	file, err := d.Create(partial)
	if err != nil {
		return err
	}
	if err = writeSynced(file, text); err == nil {
		err = d.Rename(partial, path)
	}
	if err != nil {
		return joinErrors(err, d.Remove(partial))
	}
	return nil
}

// writeSynced writes the content to the disk. A write that is short without an error is returned as an error, too.
func writeSynced(file diskFile, text []byte) error {
	_, err := bytes.NewReader(text).WriteTo(file)
	if err == nil {
		err = file.Sync()
	}
	return joinErrors(err, file.Close())
}

// joinErrors joins two errors in one line.
func joinErrors(first, second error) error {
	switch {
	case first == nil:
		return second
	case second == nil:
		return first
	default:
		return fmt.Errorf("%w, and %w", first, second)
	}
}

// realDisk is the disk of the operating system.
type realDisk struct{}

func (realDisk) Lock(path string) (io.Closer, error) {
	lock, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, stateMode)
	if err != nil {
		return nil, withAdvice(err)
	}
	if err := lockFile(lock); err != nil {
		return nil, joinErrors(err, lock.Close())
	}
	return lock, nil
}

func (realDisk) Read(path string) ([]byte, error) { return os.ReadFile(path) }

func (realDisk) Create(path string) (diskFile, error) {
	return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, stateMode)
}

func (realDisk) Rename(from, to string) error { return os.Rename(from, to) }

func (realDisk) Remove(path string) error { return os.Remove(path) }

// SyncDirectory writes the names of a directory to the disk.
func (realDisk) SyncDirectory(path string) error {
	directory, err := os.Open(path)
	if err != nil {
		return err
	}
	return joinErrors(directory.Sync(), directory.Close())
}

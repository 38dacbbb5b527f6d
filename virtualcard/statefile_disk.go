package virtualcard

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// What follows is the file's half of one promise: once Keep has returned nil, neither the end of the process nor a power
// cut brings an earlier counter back; and whatever happens, the name leads to a whole card. The card's half, when it keeps
// what, is in counter_durability.go.
//
// On disk: FILE is the card. FILE.lock, which is empty, is there from the first opening on and stays: a lock that is
// removed could be held by two. FILE.partial is there only while a new FILE is written.
//
//	lock         open(FILE.lock), flock(exclusive, don't wait); it ends with the process, however that ends
//	read         read(FILE), once it is locked
//	create       open(FILE.partial, truncate)
//	write, sync  write, fsync: the content is on the disk before the name moves to it
//	close
//	rename       rename(FILE.partial, FILE): whoever opens FILE finds the old content or the new one, never a mixture
//	sync directory  fsync(directory): the name is on the disk before anybody is told
//
// kill -9 leaves the old FILE or the new one, the lock open, and maybe a FILE.partial, which nothing reads and the next
// change writes anew. A power cut does the same, and before the last fsync it may bring the old FILE back. On a full disk
// the write fails. Whatever fails up to the rename, the old FILE stands (ErrNotKept), and FILE.partial is removed, since it
// takes room that may be missing. Where the last fsync fails FILE is the new one, and a power cut may bring back the old
// (ErrInDoubt). A failed fsync is never asked again about the same file, because some systems then say yes: the next change
// begins with a new one.
//
// Not covered: a disk that says it wrote and did not, a lock file that somebody removes, a network file system whose flock
// is only known to one machine, a second name (hard link) made while the card is in, and whoever edits the file by hand
// (its seal tells mistakes, not malice).

// Names beside the state file.
const (
	lockSuffix    = ".lock"
	partialSuffix = ".partial"
	stateMode     = 0o600
)

// errHeld is given by Lock where another process has the lock.
var errHeld = errors.New("another process holds the card; end it or choose another file")

// disk is what a state file needs of a file system, each step apart, so that a test can cut between any two of them and
// have each fail.
type disk interface {
	// Lock takes a file for this process alone, or gives errHeld; closing it gives it back.
	Lock(path string) (io.Closer, error)
	Read(path string) ([]byte, error)
	Create(path string) (diskFile, error)
	Rename(from, to string) error
	Remove(path string) error
	SyncDirectory(path string) error
}

// diskFile is a file being written; nothing of it is certain to outlive a crash before Sync.
type diskFile interface {
	io.WriteCloser
	Sync() error
}

// replace writes a file as a whole, in the order above.
func replace(d disk, path string, text []byte) error {
	if err := rename(d, path, text); err != nil {
		return fmt.Errorf("%w: %w", ErrNotKept, err)
	}
	if err := d.SyncDirectory(filepath.Dir(path)); err != nil {
		return fmt.Errorf("%w: %w", ErrInDoubt, err)
	}
	return nil
}

// rename gives the name to a new content, or leaves it to the old one.
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
		return and(err, d.Remove(partial))
	}
	return nil
}

// writeSynced puts a content on the disk. A write that is short without an error is one, too.
func writeSynced(file diskFile, text []byte) error {
	_, err := bytes.NewReader(text).WriteTo(file)
	if err == nil {
		err = file.Sync()
	}
	return and(err, file.Close())
}

// and is two errors in one line.
func and(first, second error) error {
	switch {
	case first == nil:
		return second
	case second == nil:
		return first
	default:
		return fmt.Errorf("%w, and %w", first, second)
	}
}

// realDisk is the operating system's.
type realDisk struct{}

func (realDisk) Lock(path string) (io.Closer, error) {
	lock, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, stateMode)
	if err != nil {
		return nil, nextMove(err)
	}
	if err := lockFile(lock); err != nil {
		return nil, and(err, lock.Close())
	}
	return lock, nil
}

func (realDisk) Read(path string) ([]byte, error) { return os.ReadFile(path) }

func (realDisk) Create(path string) (diskFile, error) {
	return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, stateMode)
}

func (realDisk) Rename(from, to string) error { return os.Rename(from, to) }

func (realDisk) Remove(path string) error { return os.Remove(path) }

// SyncDirectory puts the names of a directory on the disk.
func (realDisk) SyncDirectory(path string) error {
	directory, err := os.Open(path)
	if err != nil {
		return err
	}
	return and(directory.Sync(), directory.Close())
}

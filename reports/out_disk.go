package reports

import (
	"errors"
	"io"
	"os"
)

// What the output directory promises: under its name there is a whole output or none, at any moment and after any crash;
// what a run recorded is there until it stands in a whole output; and two processes never write one directory.
//
// On disk: DIR is the last output, DIR.previous the one before. DIR.partial is there while a run writes: first the
// scenarios' own files in records/, then the reports made of them.
//
//	lock            mkdir(DIR.partial), open, flock(exclusive, don't wait); it ends with the process, however that ends
//	clear           what a former run left in DIR.partial goes; mkdir(DIR.partial/records)
//	write, sync     each report: open, write, fsync, close; then fsync(DIR.partial)
//	complete        DIR.partial/records goes: from here on DIR.partial is whole
//	swap            DIR.previous goes; rename(DIR, DIR.previous); rename(DIR.partial, DIR)
//	sync directory  fsync of the directory that holds them
//
// kill -9 before the swap leaves DIR as it was and DIR.partial with what was recorded (records are readable, see trace);
// the next run with this DIR clears it. Between the two renames it leaves DIR.previous and a whole DIR.partial: the next run
// puts that in place first. While an output is removed, what makes it known as one goes last, so that the next run takes
// the rest for what it is. A full disk, or any other step that fails, leaves DIR as it was, too: where the second rename
// fails the first is undone (if that fails, too, it is as after a kill between the two). Only DIR.previous may be gone by then. A power cut leaves what kill -9 does, since a report is
// on the disk before the swap. Where the last fsync fails the output is in place, and that is told.
//
// Not covered: records that a power cut takes before the reports are made (no event waits for the disk), a DIR.partial that
// somebody moves while a run writes it, and the lock where there is no flock (Windows) or only of one machine (a network
// file system).

// outDisk is what an output directory needs of a file system, so that a test can have each step fail.
type outDisk interface {
	// Lock takes a directory for this process alone, or gives errMaking; closing it gives it back.
	Lock(dir string) (io.Closer, error)
	MakeAll(dir string) error
	Create(path string) (outFile, error)
	Rename(from, to string) error
	RemoveAll(path string) error
	SyncDirectory(path string) error
}

// outFile is a file being written; nothing of it is certain to outlive a power cut before Sync.
type outFile interface {
	io.WriteCloser
	Sync() error
}

// errMaking is given by Lock where another process has the directory.
var errMaking = errors.New("another mynalab is writing there")

// localDisk is the operating system's. Its lock and its names are in out_lock.go.
type localDisk struct{}

func (localDisk) MakeAll(dir string) error { return os.MkdirAll(dir, 0o755) }

func (localDisk) Create(path string) (outFile, error) { return os.Create(path) }

func (localDisk) Rename(from, to string) error { return os.Rename(from, to) }

func (localDisk) RemoveAll(path string) error { return os.RemoveAll(path) }

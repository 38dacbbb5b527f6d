package reports

import (
	"errors"
	"io"
	"os"
)

// The output directory guarantees: under its name there is a complete output or none, at any moment and after any crash;
// what a run recorded is kept until it is part of a complete output; and two processes never write the same directory.
//
// On disk, DIR is the last output and DIR.previous the one before. DIR.partial exists while a run writes: first the
// scenarios' own files in records/, then the reports that are made from them.
//
//	lock            mkdir(DIR.partial), open, flock(exclusive, don't wait); it ends with the process, however that ends
//	clear           remove what a former run left in DIR.partial; mkdir(DIR.partial/records)
//	write, sync     each report: open, write, fsync, close; then fsync(DIR.partial)
//	complete        remove DIR.partial/records: from here on DIR.partial is complete
//	swap            remove DIR.previous; rename(DIR, DIR.previous); rename(DIR.partial, DIR)
//	sync directory  fsync of the directory that contains them
//
// After kill -9 before the swap, DIR is unchanged and DIR.partial has what was recorded (records are readable, see trace);
// the next run with this DIR clears it. After kill -9 between the two renames there are DIR.previous and a complete
// DIR.partial: the next run first renames that to DIR. When an output is removed, the files that identify it as an output
// are removed last, so that the next run still recognizes the rest. After a full disk or any other step that fails, DIR is
// unchanged too: if the second rename fails, the first is undone (if that fails as well, the state is that of a kill
// between the two). Only DIR.previous may already be removed then. After a power cut the state is that of kill -9, since a
// report is on the disk before the swap. If the last fsync fails, the output is in place and the error is returned.
//
// Not covered: records that a power cut destroys before the reports are made (events are not synced), a DIR.partial that
// somebody renames while a run writes it, and the lock on systems without flock (Windows) and between several machines (a
// network file system).

// outDisk is the part of a file system that an output directory needs. Tests replace it to make each step fail.
type outDisk interface {
	// Lock locks a directory for this process alone, or returns errMaking; closing the result unlocks it.
	Lock(dir string) (io.Closer, error)
	MakeAll(dir string) error
	Create(path string) (outFile, error)
	Rename(from, to string) error
	RemoveAll(path string) error
	SyncDirectory(path string) error
}

// outFile is a file being written. Until Sync returns, a power cut may destroy any of it.
type outFile interface {
	io.WriteCloser
	Sync() error
}

// errMaking is returned by Lock if another process has locked the directory.
var errMaking = errors.New("another mynalab is writing to it")

// localDisk is the file system of this machine. Lock and SyncDirectory are in out_lock.go.
type localDisk struct{}

func (localDisk) MakeAll(dir string) error { return os.MkdirAll(dir, 0o755) }

func (localDisk) Create(path string) (outFile, error) { return os.Create(path) }

func (localDisk) Rename(from, to string) error { return os.Rename(from, to) }

func (localDisk) RemoveAll(path string) error { return os.RemoveAll(path) }

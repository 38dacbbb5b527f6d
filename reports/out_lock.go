//go:build linux || darwin

package reports

import (
	"errors"
	"io"
	"os"
	"syscall"
)

// Lock locks a directory until the result is closed or the process ends.
func (localDisk) Lock(dir string) (io.Closer, error) {
	d, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	err = syscall.Flock(int(d.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) || err == nil && !isAt(d, dir) {
		err = errMaking
	}
	if err != nil {
		return nil, errors.Join(&os.PathError{Op: "locking", Path: dir, Err: err}, d.Close())
	}
	return d, nil
}

// isAt reports whether an open directory still has the name by which it was opened: at the end of another run it is renamed.
func isAt(d *os.File, path string) bool {
	here, err := d.Stat()
	there, err2 := os.Stat(path)
	return err == nil && err2 == nil && os.SameFile(here, there)
}

// SyncDirectory writes the names of a directory to the disk. A file system that does not support this (EINVAL, fsync(2)) is
// not an error.
func (localDisk) SyncDirectory(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	if err = d.Sync(); errors.Is(err, syscall.EINVAL) {
		err = nil
	}
	return errors.Join(err, d.Close())
}

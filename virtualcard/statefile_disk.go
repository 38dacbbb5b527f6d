package virtualcard

import (
	"errors"
	"io"
	"os"
)

// disk is what a state file needs of a file system to be replaced, each step apart, so that a test can cut between any
// two of them and within each.
type disk struct {
	create        func(path string) (diskFile, error)
	rename        func(from, to string) error
	syncDirectory func(path string) error
}

// diskFile is a file being written; nothing of it is certain to outlive a crash before Sync.
type diskFile interface {
	io.WriteCloser
	Sync() error
}

// realDisk is the operating system's.
func realDisk() disk {
	return disk{
		create: func(path string) (diskFile, error) {
			return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, stateMode)
		},
		rename:        os.Rename,
		syncDirectory: syncDirectory,
	}
}

// replace writes a file as a whole. A crash at any point leaves the old content or the new one under the name, and once
// it returns nil no crash brings the old one back: the content is on the disk before the name moves to it, and the
// directory before anybody is told.
func (d disk) replace(path, directory string, text []byte) error {
	partial := path + partialSuffix
	if err := d.writeSynced(partial, text); err != nil {
		return err
	}
	if err := d.rename(partial, path); err != nil {
		return err
	}
	return d.syncDirectory(directory)
}

func (d disk) writeSynced(path string, text []byte) error {
	file, err := d.create(path)
	if err != nil {
		return err
	}
	if _, err = file.Write(text); err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

func syncDirectory(path string) error {
	directory, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(directory.Sync(), directory.Close())
}

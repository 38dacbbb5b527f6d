package virtualcard

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// settled is the one name that a card's file has for every process, whatever links lead to it. Lock and replacement go by
// it: under two names one card would become two, each with tries of its own.
func settled(path string) (string, error) {
	target, err := filepath.EvalSymlinks(path)
	switch {
	case err == nil:
		return target, single(target)
	case !errors.Is(err, fs.ErrNotExist):
		return "", nextMove(err)
	}
	if _, err := os.Lstat(path); err == nil {
		return "", errors.New("it is a link to nothing; name the file itself")
	}
	directory, err := filepath.EvalSymlinks(filepath.Dir(path))
	if err != nil {
		return "", nextMove(err)
	}
	return filepath.Join(directory, filepath.Base(path)), nil
}

// single demands a file, with one name only: replacing one of two names would leave the old tries under the other.
func single(path string) error {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nextMove(err)
	case !info.Mode().IsRegular():
		return errors.New("it is no file; name a file of mynalab card --state")
	case manyNames(info):
		return errors.New("the file has a second name (a hard link); remove that one, or name a copy of the file")
	}
	return nil
}

// nextMove adds to what the file system says what to do about it.
func nextMove(err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%w; make the directory first", err)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%w; copy the file to where you may write", err)
	default:
		return fmt.Errorf("%w; name a file of mynalab card --state", err)
	}
}

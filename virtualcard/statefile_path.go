package virtualcard

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// resolvePath returns the one name that a card's file has for every process, with all links resolved. Locking and replacing use
// this name: under two names one card would become two, each with its own tries.
func resolvePath(path string) (string, error) {
	target, err := filepath.EvalSymlinks(path)
	switch {
	case err == nil:
		return target, requireOneName(target)
	case !errors.Is(err, fs.ErrNotExist):
		return "", withAdvice(err)
	}
	if _, err := os.Lstat(path); err == nil {
		return "", errors.New("it is a link to a file that does not exist; name the file itself")
	}
	directory, err := filepath.EvalSymlinks(filepath.Dir(path))
	if err != nil {
		return "", withAdvice(err)
	}
	return filepath.Join(directory, filepath.Base(path)), nil
}

// requireOneName requires a regular file with only one name: replacing one of two names would leave the old tries under the
// other.
func requireOneName(path string) error {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return withAdvice(err)
	case !info.Mode().IsRegular():
		return errors.New("it is not a file; name a file that mynalab card --state wrote")
	case manyNames(info):
		return errors.New("the file has a second name (a hard link); remove that one, or name a copy of the file")
	}
	return nil
}

// withAdvice adds advice to an error of the file system.
func withAdvice(err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%w; make the directory first", err)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%w; copy the file to a directory where you may write", err)
	default:
		return fmt.Errorf("%w; name a file that mynalab card --state wrote", err)
	}
}

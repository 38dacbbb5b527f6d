//go:build !linux && !darwin

package virtualcard

import (
	"errors"
	"io/fs"
	"os"
)

// lockFile always refuses: without a lock two processes could spend one counter twice.
func lockFile(*os.File) error {
	return errors.New("a card's file can be locked on Linux and macOS only; keep the card in memory here")
}

// manyNames returns false: where no file can be locked, the answer is never needed.
func manyNames(fs.FileInfo) bool { return false }

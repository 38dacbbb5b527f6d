//go:build !linux && !darwin

package reports

import "io"

// Lock does nothing here: two processes that write one directory are not detected.
func (localDisk) Lock(string) (io.Closer, error) { return io.NopCloser(nil), nil }

// SyncDirectory does nothing here: the file systems of these systems keep a journal of names.
func (localDisk) SyncDirectory(string) error { return nil }

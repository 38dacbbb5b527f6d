package portal

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
)

// Files stores the bytes of attachments under ids that the backend draws. The name that a sender gave is never used as a path.
type Files interface {
	// Create begins a file. Closing it completes it.
	Create(ctx context.Context, id string) (io.WriteCloser, error)
	// Remove deletes a file that was refused.
	Remove(ctx context.Context, id string) error
}

// DiscardFiles stores no bytes, because the service never reads them again.
type DiscardFiles struct{}

var _ Files = DiscardFiles{}

// Create returns a file whose bytes are discarded.
func (DiscardFiles) Create(context.Context, string) (io.WriteCloser, error) {
	return discard{io.Discard}, nil
}

// Remove does nothing, because nothing was stored.
func (DiscardFiles) Remove(context.Context, string) error { return nil }

type discard struct{ io.Writer }

func (discard) Close() error { return nil }

// Folder stores files in a directory and can't write outside of it.
type Folder struct{ root *os.Root }

var _ Files = (*Folder)(nil)

// OpenFolder creates the directory if it doesn't exist. Only its owner has access.
func OpenFolder(dir string) (*Folder, error) {
	if err := os.MkdirAll(filepath.Clean(dir), 0o700); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return &Folder{root: root}, nil
}

// Create begins a file. Ids are drawn, so an existing file with the same id is a leftover from before a reset, after which a
// seed draws the same ids again; it is overwritten.
func (f *Folder) Create(_ context.Context, id string) (io.WriteCloser, error) {
	file, err := f.root.OpenFile(id, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, err
	}
	return synced{file}, nil
}

// Remove deletes a file. It is no error if the file doesn't exist.
func (f *Folder) Remove(_ context.Context, id string) error {
	err := f.root.Remove(id)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

// Close closes the directory.
func (f *Folder) Close() error { return f.root.Close() }

// synced is a file that is on disk once it is closed.
type synced struct{ *os.File }

func (s synced) Close() error {
	return errors.Join(s.Sync(), s.File.Close())
}

package portal

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
)

// Files is where the bytes of attachments lie, under an id that the backend drew: the name that a sender gave is never a
// path.
type Files interface {
	// Create begins a file. Closing it keeps it.
	Create(ctx context.Context, id string) (io.WriteCloser, error)
	// Remove forgets one that turned out to be unfit.
	Remove(ctx context.Context, id string) error
}

// DiscardFiles keeps no bytes: the service reads none of them again.
type DiscardFiles struct{}

var _ Files = DiscardFiles{}

// Create begins a file that goes nowhere.
func (DiscardFiles) Create(context.Context, string) (io.WriteCloser, error) {
	return discard{io.Discard}, nil
}

// Remove has nothing to forget.
func (DiscardFiles) Remove(context.Context, string) error { return nil }

type discard struct{ io.Writer }

func (discard) Close() error { return nil }

// Folder keeps files in a directory and cannot leave it.
type Folder struct{ root *os.Root }

var _ Files = (*Folder)(nil)

// OpenFolder makes the directory if it isn't there. Only its owner may look into it.
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

// Create begins a file. No two that count share an id, since it was drawn; one that is there was forgotten by a reset, after
// which a seed draws the same ids again.
func (f *Folder) Create(_ context.Context, id string) (io.WriteCloser, error) {
	file, err := f.root.OpenFile(id, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, err
	}
	return synced{file}, nil
}

// Remove forgets a file, and one that isn't there, too.
func (f *Folder) Remove(_ context.Context, id string) error {
	err := f.root.Remove(id)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

// Close lets go of the directory.
func (f *Folder) Close() error { return f.root.Close() }

// synced is on disk once it is closed.
type synced struct{ *os.File }

func (s synced) Close() error {
	return errors.Join(s.Sync(), s.File.Close())
}

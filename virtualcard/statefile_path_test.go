package virtualcard_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/virtualcard"
)

// TestStateHasOneName opens one card by several names: it stays one card with one counter.
func TestStateHasOneName(t *testing.T) {
	linked := func(t *testing.T, path string) string {
		link := filepath.Join(t.TempDir(), "link.state")
		require.NoError(t, os.Symlink(path, link))
		return link
	}
	t.Run("whoever holds the file also holds its links, and vice versa", func(t *testing.T) {
		state, path := created(t)
		link := linked(t, path)
		_, err := virtualcard.OpenState(link)
		require.ErrorContains(t, err, "another process holds the card")
		require.NoError(t, state.Close())
		openState(t, link)
		_, err = virtualcard.OpenState(path)
		require.ErrorContains(t, err, "another process holds the card")
		require.NoFileExists(t, link+".lock")
	})
	t.Run("a try spent through a link is spent in the file", func(t *testing.T) {
		state, path := created(t)
		require.NoError(t, state.Close())
		link := linked(t, path)
		through := openState(t, link)
		talk(t, revived(t, through), selectJPKI, wrongAuthPIN+" -> 63C2")
		require.NoError(t, through.Close())
		talk(t, revived(t, openState(t, path)), selectJPKI, "00200098 -> 63C2")
		info, err := os.Lstat(link)
		require.NoError(t, err)
		require.Equal(t, os.ModeSymlink, info.Mode().Type(), "the link is still a link")
	})
	t.Run("a link to the directory", func(t *testing.T) {
		directory := t.TempDir()
		link := linked(t, directory)
		state := openState(t, filepath.Join(link, "card.json"))
		_, err := virtualcard.OpenState(filepath.Join(directory, "card.json"))
		require.ErrorContains(t, err, "another process holds the card")
		require.NoError(t, state.Create(fullSpec(), virtualcard.Tables{}.Fresh(fullSpec())))
		require.FileExists(t, filepath.Join(directory, "card.json"))
	})
}

// TestStateRefusesAFile passes files that are not a card's: nothing is written beside them, and the error ends with what to
// do next.
func TestStateRefusesAFile(t *testing.T) {
	for _, row := range []struct {
		name string
		file func(t *testing.T, dir string) string
		want string
	}{
		{"a second name", func(t *testing.T, dir string) string {
			state, path := created(t)
			require.NoError(t, state.Close())
			require.NoError(t, os.Link(path, filepath.Join(dir, "card.json")))
			return filepath.Join(dir, "card.json")
		}, "has a second name (a hard link); remove that one, or name a copy of the file"},
		{"a link to a missing file", func(t *testing.T, dir string) string {
			require.NoError(t, os.Symlink(filepath.Join(dir, "none"), filepath.Join(dir, "link")))
			return filepath.Join(dir, "link")
		}, "is a link to a file that does not exist; name the file itself"},
		{"a stranger's file", func(t *testing.T, dir string) string {
			path := filepath.Join(dir, "passwd")
			require.NoError(t, os.WriteFile(path, []byte("root:x:0:0"), 0o600))
			return path
		}, "it is not the JSON of a card"},
		{"a directory", func(_ *testing.T, dir string) string { return dir }, "is not a file; name a file that mynalab card --state wrote"},
		{"no directory", func(_ *testing.T, dir string) string { return filepath.Join(dir, "none", "card.json") }, "; make the directory first"},
		{"below a file", func(t *testing.T, dir string) string {
			require.NoError(t, os.WriteFile(filepath.Join(dir, "file"), nil, 0o600))
			return filepath.Join(dir, "file", "card.json")
		}, "; name a file that mynalab card --state wrote"},
	} {
		t.Run(row.name, func(t *testing.T) {
			dir := t.TempDir()
			path := row.file(t, dir)
			before := namesBelow(t, dir)
			_, err := virtualcard.OpenState(path)
			require.ErrorContains(t, err, row.want)
			require.ErrorContains(t, err, path)
			require.NotContains(t, err.Error(), "root:x")
			require.Equal(t, before, namesBelow(t, dir), "nothing is written beside it")
			require.NoFileExists(t, path+".lock")
		})
	}
}

// TestStateNextMoves tests the sentences directly, because the root user has all permissions and never gets these errors.
func TestStateNextMoves(t *testing.T) {
	for _, row := range []struct {
		err  error
		move string
	}{
		{fs.ErrNotExist, "; make the directory first"},
		{fs.ErrPermission, "; copy the file to a directory where you may write"},
		{fs.ErrInvalid, "; name a file that mynalab card --state wrote"},
	} {
		err := virtualcard.WithAdvice(&fs.PathError{Op: "open", Path: "a.state.lock", Err: row.err})
		require.ErrorIs(t, err, row.err)
		require.ErrorContains(t, err, row.move)
	}
}

func namesBelow(t *testing.T, dir string) (all []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, entry := range entries {
		all = append(all, entry.Name())
	}
	return all
}

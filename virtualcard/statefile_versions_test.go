package virtualcard_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/virtualcard"
)

// The files card-v1.json and card-v2.json in testdata were written by mynalab card --state, one with each schema.

// copied returns the path of a changed copy of a state file, in a directory of its own.
func copied(t *testing.T, name string, change func([]byte) []byte) string {
	t.Helper()
	written, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "card.json")
	require.NoError(t, os.WriteFile(path, change(written), 0o600))
	return path
}

func asItIs(written []byte) []byte { return written }

func TestTheStateOfThisVersionIsRead(t *testing.T) {
	card := revived(t, openState(t, copied(t, "card-v2.json", asItIs)))
	require.NoError(t, card.Unlock(virtualcard.FIDAuthPIN, "1234"))
}

// TestTheStateOfAnotherVersionIsRefusedByName proves that a file of another version is refused, whatever else is in it, and
// left unchanged.
func TestTheStateOfAnotherVersionIsRefusedByName(t *testing.T) {
	later := func(written []byte) []byte {
		return bytes.Replace(written, []byte(`"mynalab.card/2",`), []byte(`"mynalab.card/9", "novel": {"x": 1},`), 1)
	}
	former := func(written []byte) []byte {
		return bytes.Replace(written, []byte(`"mynalab.card/1",`), []byte(`"mynalab.card/1", "bygone": 1,`), 1)
	}
	for _, row := range []struct {
		name, file string
		change     func([]byte) []byte
		want       string
	}{
		{"the former one", "card-v1.json", asItIs, `its schema is "mynalab.card/1" of a former mynalab, without the applications that cards have now, instead of "mynalab.card/2"`},
		{"the former one with more in it", "card-v1.json", former, `its schema is "mynalab.card/1" of a former mynalab`},
		{"a later one", "card-v2.json", later, `its schema is "mynalab.card/9" instead of "mynalab.card/2": use the version of mynalab that wrote it`},
		{"none", "card-v2.json", func([]byte) []byte { return []byte("{}") }, `its schema is "" instead of "mynalab.card/2"`},
	} {
		t.Run(row.name, func(t *testing.T) {
			path := copied(t, row.file, row.change)
			before, err := os.ReadFile(path)
			require.NoError(t, err)
			err = readStateAt(path)
			require.ErrorContains(t, err, "reading card state "+path+": "+row.want)
			require.ErrorContains(t, err, "; restore a copy or make a new card")
			require.NotContains(t, err.Error(), "\n")
			after, err := os.ReadFile(path)
			require.NoError(t, err)
			require.Equal(t, string(before), string(after))
		})
	}
}

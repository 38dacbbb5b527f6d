package ci

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/features"
)

// sourcesDir is the variable that names a directory with the source documents, which are not ours to carry.
const sourcesDir = "MYNALAB_SOURCES"

// TestPinsStandInTheirSources holds each pin against its document, where the documents are handed in; else it holds the tables
// against each other alone.
func TestPinsStandInTheirSources(t *testing.T) {
	pinned, err := features.LoadPins(features.Embedded())
	require.NoError(t, err)
	require.NotEmpty(t, pinned.Pins)
	dir := os.Getenv(sourcesDir)
	if dir == "" {
		t.Logf("%d pins fit their requirements; %s=DIR holds them against the documents, too", len(pinned.Pins), sourcesDir)
		return
	}
	for _, source := range pinned.Sources {
		files, err := filepath.Glob(filepath.Join(dir, source.ID+"*"))
		require.NoError(t, err)
		require.Len(t, files, 1, "a document whose name begins with %s", source.ID)
		content, err := os.ReadFile(files[0])
		require.NoError(t, err)
		edition, err := features.ReadEdition(content)
		require.NoError(t, err)
		require.Equal(t, source.SHA256, edition.SHA256, files[0])
		require.Equal(t, source.Lines, edition.Lines, files[0])
		pins := pinned.Of(source.ID)
		for _, why := range loose(edition, pins) {
			t.Error(why)
		}
		for i := range pins {
			mistyped := pins[i]
			mistyped.Digest = "0" + mistyped.Digest[:15]
			require.NotEmpty(t, loose(edition, []features.Pin{mistyped}), "a mistyped digest is noticed")
		}
		t.Logf("%s: %d pins stand in %d lines", source.ID, len(pins), edition.Lines)
	}
}

// loose are the pins whose words do not stand in their place, or not there alone.
func loose(edition features.Edition, pins []features.Pin) (why []string) {
	for _, f := range edition.Compare(pins) {
		switch {
		case f.State != features.StateUnchanged:
			why = append(why, f.Pin.Requirement+" "+f.Pin.Place.String()+": "+string(f.State)+" in "+f.Pin.Document)
		case !edition.Finds(f.Pin):
			why = append(why, f.Pin.Requirement+" "+f.Pin.Place.String()+": its quotes find several passages in "+f.Pin.Document)
		}
	}
	return why
}

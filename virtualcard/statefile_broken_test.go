package virtualcard_test

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/virtualcard"
)

// brokenDisk is one way in which a state file's disk fails at every call while the process goes on running.
type brokenDisk struct {
	calls []string
	// early is true if it fails before the file can have a new content: then the content is certainly the former one.
	early bool
	// leaves is true if a partial file stays, because it can't be removed or because the name that it was moved to is not
	// synced.
	leaves bool
}

func brokenDisks() map[string]brokenDisk {
	return map[string]brokenDisk{
		"create":         {[]string{"create"}, true, false},
		"write":          {[]string{"write"}, true, false},
		"short write":    {[]string{"short write"}, true, false},
		"sync":           {[]string{"sync"}, true, false},
		"close":          {[]string{"close"}, true, false},
		"rename":         {[]string{"rename"}, true, false},
		"rename, remove": {[]string{"rename", "remove"}, true, true},
		"sync directory": {[]string{"sync directory"}, false, false},
	}
}

// breaks makes the given calls fail from now on, and all others succeed.
func (d *mortalDisk) breaks(calls ...string) {
	d.fails = func(call string) bool {
		for _, c := range calls {
			if c == call {
				return true
			}
		}
		return false
	}
}

func (d *mortalDisk) heals() { d.breaks() }

// queryAnswer is the answer to a query while the disk is broken, if the counter on the disk is 2 tries.
func (b brokenDisk) queryAnswer() string {
	if b.early {
		return "00200098 -> 63C2"
	}
	return "00200098 -> 6F00"
}

// TestBrokenDiskUnderACard proves that while the disk is broken the card answers 6F00, compares nothing, opens nothing, and
// reports no counter except one that is certainly on the disk. Once the disk works again the card reports that same counter,
// spends tries from it, and a new process reads the same counter.
func TestBrokenDiskUnderACard(t *testing.T) {
	for name, broken := range brokenDisks() {
		t.Run(name, func(t *testing.T) {
			s := newCrashStage(t, 3)
			talk(t, s.card, wrongAuthPIN+" -> 63C2")

			s.disk.breaks(broken.calls...)
			talk(t, s.card, authPIN[:19]+" -> 6F00", "802A009701 A5 -> 6982", broken.queryAnswer(), wrongAuthPIN+" -> 6F00", broken.queryAnswer())
			require.ErrorIs(t, s.card.Unlock(virtualcard.FIDAuthPIN, "5678"), virtualcard.ErrNotKept)
			if broken.early {
				require.Subset(t, []int{2}, s.left())
			}
			require.Equal(t, broken.leaves, s.disk.seen["card.json.partial"] != nil, "a partial file takes up room that is needed")

			s.disk.heals()
			talk(t, s.card, "00200098 -> 63C2")
			require.Subset(t, []int{2}, s.left(), "the reported counter is on the disk")
			talk(t, s.card, wrongAuthPIN+" -> 63C1")
			require.Subset(t, []int{1}, s.left())
			require.NotContains(t, s.disk.seen, "card.json.partial")
			talk(t, s.card, authPIN, "00200098 -> 63C3")
			require.Subset(t, []int{3}, s.left())
		})
	}
}

// TestBrokenDiskAfterTheComparison breaks the disk after the counter was lowered, so that it can't be raised again. Nothing
// is opened, and the try is spent.
func TestBrokenDiskAfterTheComparison(t *testing.T) {
	for name, broken := range brokenDisks() {
		t.Run(name, func(t *testing.T) {
			s := newCrashStage(t, 3)
			s.disk.step = func() {
				if allEqual(s.left()) && s.left()[0] == 2 {
					s.disk.breaks(broken.calls...)
				}
			}
			talk(t, s.card, authPIN[:19]+" -> 6F00", "802A009701 A5 -> 6982", broken.queryAnswer())
			s.disk.step = func() {}
			s.disk.heals()
			talk(t, s.card, "802A009701 A5 -> 6982", "00200098 -> 63C2")
			require.Subset(t, []int{2}, s.left())
		})
	}
}

// TestBrokenDiskIsTold proves that the error is one line with the file, the cause and what to do next, and says that nothing
// was stored.
func TestBrokenDiskIsTold(t *testing.T) {
	for name, broken := range brokenDisks() {
		t.Run(name, func(t *testing.T) {
			d, state, spec, memory := brokenStage(t)
			d.breaks(broken.calls...)
			err := state.Keep(memory)
			require.ErrorIs(t, err, virtualcard.ErrNotKept)
			require.Equal(t, !broken.early, errors.Is(err, virtualcard.ErrInDoubt))
			require.Regexp(t, `^storing card state /\S+/card\.json: not stored( with certainty)?: [^\n]+; make room for it, or make its directory writable$`, err.Error())
			if name != "short write" {
				require.ErrorIs(t, err, syscall.ENOSPC)
			}
			d.heals()
			require.NoError(t, state.Keep(memory))
			again, kept, err := state.Read()
			require.NoError(t, err)
			requireSameSpec(t, spec, again)
			require.Equal(t, memory, kept)
		})
	}
}

func brokenStage(t *testing.T) (*mortalDisk, *virtualcard.State, virtualcard.Spec, virtualcard.Memory) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "card.json")
	first := openState(t, path)
	require.NoError(t, first.Create(fullSpec(), virtualcard.Tables{}.Fresh(fullSpec())))
	require.NoError(t, first.Close())
	written, err := os.ReadFile(path)
	require.NoError(t, err)
	d := newMortalDisk(path, written)
	state, err := d.open(path)
	require.NoError(t, err)
	spec, memory, err := state.Read()
	require.NoError(t, err)
	return d, state, spec, memory
}

// TestBrokenDiskAtTheOpening proves that without lock or content there is no card, and that no lock stays taken. Once the
// disk works again, the card is there as before.
func TestBrokenDiskAtTheOpening(t *testing.T) {
	for _, call := range []string{"lock", "read"} {
		t.Run(call, func(t *testing.T) {
			d, state, _, memory := brokenStage(t)
			require.NoError(t, state.Close())
			path := filepath.Join(t.TempDir(), "card.json")
			d.breaks(call)
			_, err := d.open(path)
			require.ErrorContains(t, err, "card state")
			require.ErrorIs(t, err, syscall.ENOSPC)
			require.NotContains(t, err.Error(), "\n")
			require.Zero(t, d.locks)
			d.heals()
			state, err = d.open(path)
			require.NoError(t, err)
			require.Equal(t, 1, d.locks)
			_, kept, err := state.Read()
			require.NoError(t, err)
			require.Equal(t, memory, kept)
		})
	}
}

// TestBrokenDiskUnderANewCard proves that a card that could not be made leaves no file, or a complete one if only its name
// was not synced; it never leaves a partial one. Once the disk works again the card can be made.
func TestBrokenDiskUnderANewCard(t *testing.T) {
	for name, broken := range brokenDisks() {
		t.Run(name, func(t *testing.T) {
			d := newMortalDisk("other", nil)
			state, err := d.open(filepath.Join(t.TempDir(), "card.json"))
			require.NoError(t, err)
			memory := virtualcard.Tables{}.Fresh(fullSpec())
			d.breaks(broken.calls...)
			require.ErrorIs(t, state.Create(fullSpec(), memory), virtualcard.ErrNotKept)
			require.Equal(t, !broken.early, d.seen["card.json"] != nil)
			require.Equal(t, broken.leaves, d.seen["card.json.partial"] != nil)
			d.heals()
			require.NoError(t, state.Create(fullSpec(), memory))
			_, kept, err := state.Read()
			require.NoError(t, err)
			require.Equal(t, memory, kept)
		})
	}
}

// TestAClosedStateKeepsNothing proves that a closed state writes nothing, because another process may use the file.
func TestAClosedStateKeepsNothing(t *testing.T) {
	d, state, _, memory := brokenStage(t)
	require.NoError(t, state.Close())
	require.NoError(t, state.Close(), "a second time does nothing")
	require.Zero(t, d.locks)
	require.ErrorIs(t, state.Keep(memory), virtualcard.ErrNotKept)
}

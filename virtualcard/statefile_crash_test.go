package virtualcard_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/virtualcard"
)

// crashAction is an action that changes a card's memory, with the counters that a crash may leave.
type crashAction struct {
	name  string
	tries int
	do    func(*testing.T, *virtualcard.Card)
	// order lists the values that the counter takes on the disk, one after the other; a crash leaves one of them.
	order []int
}

func sendingLines(lines ...string) func(*testing.T, *virtualcard.Card) {
	return func(t *testing.T, card *virtualcard.Card) { talk(t, card, lines...) }
}

func crashActions() []crashAction {
	return []crashAction{
		{"CARD-641 a wrong PIN", 3, sendingLines(wrongAuthPIN + " -> 63C2"), []int{3, 2}},
		{"CARD-325 the last try", 1, sendingLines(wrongAuthPIN + " -> 63C0"), []int{1, 0}},
		{"CARD-347 the right PIN", 2, sendingLines(authPIN), []int{2, 1, 3}},
		{"CARD-347 the right PIN at the last try", 1, sendingLines(authPIN), []int{1, 0, 3}},
		{"CARD-326 a blocked PIN", 0, sendingLines(authPIN[:19] + " -> 6984"), []int{0}},
		{"CARD-319 a query", 1, sendingLines("00200098 -> 63C1"), []int{1}},
		{"CARD-348 the municipality", 0, func(t *testing.T, card *virtualcard.Card) {
			require.NoError(t, card.Unlock(virtualcard.FIDAuthPIN, "5678"))
		}, []int{0, 3}},
	}
}

// crashStage is a card that stores its memory on a mortalDisk.
type crashStage struct {
	t    *testing.T
	dir  string
	path string
	disk *mortalDisk
	card *virtualcard.Card
	// known caches the tries for each content of the file, so that each content is read once. A content is identified by its
	// place in memory, which the disk never overwrites.
	known map[contentKey]int
}

type contentKey struct {
	first *byte
	size  int
}

func newCrashStage(t *testing.T, tries int) *crashStage {
	t.Helper()
	s := &crashStage{t: t, dir: t.TempDir(), known: map[contentKey]int{}}
	s.path = filepath.Join(s.dir, "card.json")
	first := openState(t, s.path)
	require.NoError(t, first.Create(fullSpec(), virtualcard.Tables{}.Fresh(fullSpec()).WithTries(virtualcard.FIDAuthPIN, tries)))
	require.NoError(t, first.Close())
	written, err := os.ReadFile(s.path)
	require.NoError(t, err)
	s.disk = newMortalDisk(s.path, written)
	state, err := s.disk.open(s.path)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, state.Close()) })
	s.card = revived(t, state)
	talk(t, s.card, selectJPKI)
	return s
}

// left returns the tries that a crash at this moment could leave, as new processes read them.
func (s *crashStage) left() (all []int) {
	name := filepath.Base(s.path)
	for _, written := range s.disk.couldHold(name) {
		key := contentKey{unsafe.SliceData(written), len(written)}
		tries, ok := s.known[key]
		if !ok {
			tries = reopened(s.t, map[string][]byte{name: written})
			s.known[key] = tries
		}
		all = append(all, tries)
	}
	return all
}

// reopened writes a directory and lets a new process make a card from it.
func reopened(t *testing.T, directory map[string][]byte) int {
	t.Helper()
	dir, err := os.MkdirTemp(t.TempDir(), "crash")
	require.NoError(t, err)
	for name, content := range directory {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), content, 0o600))
	}
	state, err := virtualcard.OpenState(filepath.Join(dir, "card.json"))
	require.NoError(t, err)
	defer func() { require.NoError(t, state.Close()) }()
	return triesLeft(t, revived(t, state), virtualcard.FIDAuthPIN)
}

// TestCrashAtEveryByte proves two things. Whatever a crash leaves of the state file, at any byte of any write and between any
// two calls, is a complete card. Its counter has a value that the action passes through, never an earlier one. And an answer
// is given only when no crash can undo what it reports.
func TestCrashAtEveryByte(t *testing.T) {
	for _, d := range crashActions() {
		t.Run(d.name, func(t *testing.T) {
			s := newCrashStage(t, d.tries)
			steps, at := 0, 0 // at is the index of the furthest value of order that is certainly on the disk
			s.disk.step = func() {
				steps++
				left := s.left()
				for _, tries := range left {
					if now := indexFrom(d.order, tries, at); now < 0 || now-at > 1 {
						require.FailNow(t, "a crash leaves a counter that the order does not allow", "step %d: %d tries, after value %d of %v", steps, tries, at, d.order)
					}
				}
				if allEqual(left) {
					at = indexFrom(d.order, left[0], at)
				}
			}
			d.do(t, s.card)
			require.Equal(t, len(d.order)-1, at, "the answer came before its counter was certainly on the disk")
			if len(d.order) > 1 {
				require.Greater(t, steps, 1000, "each byte counts as a step")
			} else {
				require.Zero(t, steps, "nothing is written")
			}
		})
	}
}

func indexFrom(order []int, tries, from int) int {
	for i := from; i < len(order); i++ {
		if order[i] == tries {
			return i
		}
	}
	return -1
}

func allEqual(all []int) bool {
	for _, n := range all {
		if n != all[0] {
			return false
		}
	}
	return true
}

// TestCrashLeavesAPartialFile opens what a crash leaves beside the state file: a partial file of any length is never read and
// never prevents anything.
func TestCrashLeavesAPartialFile(t *testing.T) {
	s := newCrashStage(t, 3)
	steps, opened := 0, 0
	s.disk.step = func() {
		if steps++; steps%499 != 1 {
			return
		}
		for _, directory := range s.disk.remains() {
			opened++
			require.Contains(t, []int{3, 2}, reopened(t, directory))
		}
	}
	talk(t, s.card, wrongAuthPIN+" -> 63C2")
	require.Greater(t, opened, 30)
}

// TestMortalDiskFindsAnUnsafeWrite tests the test: it replaces the file in wrong orders of steps, and the same means must
// find each of them.
func TestMortalDiskFindsAnUnsafeWrite(t *testing.T) {
	old, fresh := []byte("old and whole"), []byte("new and whole")
	for name, replace := range map[string]func(*mortalDisk) error{
		"in place": func(d *mortalDisk) error { return writeTo(d, "card.json", fresh, true) },
		"renamed before it is synced": func(d *mortalDisk) error {
			if err := writeTo(d, "partial", fresh, false); err != nil {
				return err
			}
			return d.Rename("partial", "card.json")
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := newMortalDisk("card.json", old)
			torn := false
			d.step = func() {
				for _, directory := range d.remains() {
					left := directory["card.json"]
					torn = torn || !bytes.Equal(left, old) && !bytes.Equal(left, fresh)
				}
			}
			require.NoError(t, replace(d))
			require.True(t, torn)
		})
	}
}

func writeTo(d *mortalDisk, name string, content []byte, sync bool) error {
	file, err := d.Create(name)
	if err != nil {
		return err
	}
	if _, err := file.Write(content); err != nil || !sync {
		return err
	}
	return file.Sync()
}

// TestPowerFailsDuringEveryCommand removes the card during each command of a conversation: the answer is lost, and what
// VERIFY spent stays spent.
func TestPowerFailsDuringEveryCommand(t *testing.T) {
	conversation := []string{selectJPKI, wrongAuthPIN, "00200098", wrongAuthPIN, selectEF(0x0017), "802A008033" + digestInfo, wrongAuthPIN, authPIN}
	for cut := range conversation {
		s := newCrashStage(t, 3)
		spent := 0
		for i, line := range conversation[:cut+1] {
			command, _, _ := strings.Cut(line, "->")
			if strings.HasPrefix(command, wrongAuthPIN) {
				spent++
			}
			if i < cut {
				send(t, s.card, command)
				continue
			}
			chip := pulledDuring(t, s.card, []byte{0xA4, 0x20, 0x20, 0x20, 0xA4, 0x2A, 0x20, 0x20}[cut])
			require.Empty(t, send(t, chip, command))
		}
		require.Equal(t, 3-spent, triesLeft(t, s.card, virtualcard.FIDAuthPIN), "cut during %s", conversation[cut])
		for _, tries := range s.left() {
			require.Equal(t, 3-spent, tries, "cut during %s", conversation[cut])
		}
	}
}

// TestCommandCutAtEveryByte sends each beginning of a VERIFY: it neither spends nor gains a try, and opens nothing.
func TestCommandCutAtEveryByte(t *testing.T) {
	for _, whole := range []string{"002000980431323334", "002000980431323335", "0020009B06414243313233"} {
		for n := 2; n < len(whole); n += 2 {
			s := newCrashStage(t, 2)
			answer := send(t, s.card, whole[:n])
			require.GreaterOrEqual(t, len(answer), 2, whole[:n])
			require.NotEqual(t, []byte{0x90, 0x00}, answer, whole[:n])
			require.Equal(t, 2, triesLeft(t, s.card, virtualcard.FIDAuthPIN), whole[:n])
			require.Equal(t, 5, triesLeft(t, s.card, virtualcard.FIDSignPIN), whole[:n])
			talk(t, s.card, "802A009733 "+digestInfo+" -> 6982", "00B0810004 -> 6982")
		}
	}
}

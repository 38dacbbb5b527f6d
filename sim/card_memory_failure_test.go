package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports"
	"github.com/mynalab/mynalab/virtualcard"
)

// TestACardThatIsNotKeptSaysSo: each failure to write gives one line with file and cause, in both languages; a success prints
// nothing.
func TestACardThatIsNotKeptSaysSo(t *testing.T) {
	cause := fmt.Errorf("storing card state a.state: %w: %w", virtualcard.ErrNotKept, &os.PathError{Op: "write", Path: "a.state.partial", Err: syscall.ENOSPC})
	for lang, want := range map[reports.Lang]string{reports.LangEN: "until the file can be written, the card answers VERIFY with 6F00", reports.LangJA: "空きを作るか、書き込めるようにしてください"} {
		var stderr bytes.Buffer
		broken := true
		keep := reportKeepFailure(surroundings{stderr: &stderr, lang: lang}, func(virtualcard.Memory) error {
			if broken {
				return cause
			}
			return nil
		})
		require.ErrorIs(t, keep(virtualcard.Memory{}), cause)
		require.Contains(t, stderr.String(), "storing card state a.state: not stored: write a.state.partial: no space left on device")
		require.Contains(t, stderr.String(), want)
		require.Equal(t, 1, strings.Count(stderr.String(), "\n"))
		broken = false
		stderr.Reset()
		require.NoError(t, keep(virtualcard.Memory{}))
		require.Empty(t, stderr.String())
	}
}

// TestAMachineThatCannotKeepACardIsNotTheUser: the exit code is that of an error of the machine, and the card is unchanged.
func TestAMachineThatCannotKeepACardIsNotTheUser(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.state")
	blocked := filepath.Join(path+".partial", "in the way") // a directory that can't be overwritten is where the new file would be written
	ask := func(args ...string) (int, string) {
		var said bytes.Buffer
		s := surroundings{stdout: &said, stderr: &said, lang: reports.LangEN, now: time.Now, random: strings.NewReader("")}
		return run(append([]string{"card"}, args...), s), said.String()
	}
	makes := []string{"--state", path, "--make", "--tries", "1", "--issued", "2025-06-02"}
	require.NoError(t, os.MkdirAll(blocked, 0o700))
	code, said := ask(makes...)
	require.Equal(t, exitHarness, code, said)
	require.Contains(t, said, "creating card state "+path+": not stored: ")
	require.NoFileExists(t, path)
	require.NoError(t, os.RemoveAll(filepath.Dir(blocked)))
	code, said = ask(makes...)
	require.Equal(t, exitOK, code, said)
	before, err := os.ReadFile(path)
	require.NoError(t, err)

	require.NoError(t, os.MkdirAll(blocked, 0o700))
	code, said = ask("unlock", path)
	require.Equal(t, exitHarness, code)
	require.Regexp(t, `^mynalab: [^\n]*`+path+`: not stored: open [^\n]*: is a directory; make room for it, or make its directory writable\n$`, said)
	after, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, before, after)
	require.NoError(t, os.RemoveAll(filepath.Dir(blocked)))
	code, said = ask("unlock", path)
	require.Equal(t, exitOK, code, said)
}

package ci

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports"
	"github.com/mynalab/mynalab/reports/trace"
)

// buildProgram builds mynalab as users build it, with PC/SC.
func buildProgram(t *testing.T) string {
	t.Helper()
	needPcscd(t)
	for _, program := range []string{"cc", "pkg-config"} {
		if _, err := exec.LookPath(program); err != nil {
			missing(t, "pcsc", program, "gcc pkg-config libpcsclite-dev")
		}
	}
	if err := exec.Command("pkg-config", "--exists", "libpcsclite").Run(); err != nil {
		missing(t, "pcsc", "libpcsclite's header", "libpcsclite-dev")
	}
	program := filepath.Join(t.TempDir(), "mynalab")
	build := exec.Command("go", "build", "-trimpath", "-tags", "pcsc", "-o", program, "../sim")
	build.Env = append(os.Environ(), "CGO_ENABLED=1")
	out, err := build.CombinedOutput()
	require.NoError(t, err, string(out))
	return program
}

// runSuite runs the suite against the reader and returns its results and exit code.
func (d *daemon) runSuite(t *testing.T, program string) (reports.Results, int) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "out")
	run := d.command(t, program, "run", "--card", "pcsc:"+readerName, "--out", dir, "--lang", "en")
	said, err := run.CombinedOutput()
	if err != nil {
		require.NotNil(t, run.ProcessState, string(said))
	}
	written, err := os.ReadFile(filepath.Join(dir, reports.ResultsFile))
	require.NoError(t, err, string(said))
	var results reports.Results
	require.NoError(t, json.Unmarshal(written, &results))
	require.NotEmpty(t, results.Scenarios)
	return results, run.ProcessState.ExitCode()
}

// verdicts checks that scenarios with one of the tags pass and that all others are unsupported, with a reason in both
// languages.
func verdicts(t *testing.T, results reports.Results, tags ...string) {
	t.Helper()
	passed := 0
	for _, s := range results.Scenarios {
		if slices.ContainsFunc(s.Tags, func(tag string) bool { return slices.Contains(tags, tag) }) {
			passed++
			require.Equal(t, trace.Pass, s.Verdict, s.ID)
			continue
		}
		require.Equal(t, trace.Unsupported, s.Verdict, s.ID)
		require.NotNil(t, s.Reason, s.ID)
		require.NotEmpty(t, s.Reason.JA)
		require.NotEmpty(t, s.Reason.EN)
	}
	require.Positive(t, passed, "no scenario has one of the tags %v", tags)
}

// TestHardware is the hardware lab with the virtual reader: the real program as two processes with pcscd between them.
func TestHardware(t *testing.T) {
	program := buildProgram(t)
	t.Run("the suite", func(t *testing.T) { suiteOnAReader(t, program) })
	t.Run("broken links", func(t *testing.T) { brokenLinks(t, program) })
	t.Run("card processes", func(t *testing.T) { cardProcesses(t, program) })
}

func suiteOnAReader(t *testing.T, program string) {
	d := startPcscd(t)
	state := func(name string, args ...string) string {
		path := filepath.Join(t.TempDir(), name+".state")
		d.must(t, program, append([]string{"card", "--make", "--state", path}, args...)...)
		return path
	}
	t.Run("a card that is ours", func(t *testing.T) {
		path := state("full")
		card := d.startCard(t, program, "--state", path)
		results, code := d.runSuite(t, program)
		verdicts(t, results, "@card-any", "@card-known")
		require.Zero(t, code)
		out, err := d.tool(t, program, "card", "show", path)
		require.Error(t, err, "the file is locked while the card is in the reader")
		require.Contains(t, out, "another process holds the card")
		card.end(t, d, syscall.SIGTERM)
		require.Contains(t, card.verifies(t), 9, "a PIN must have been entered")
		t.Run("CARD-347 the counter is full again", func(t *testing.T) {
			require.Regexp(t, `tries of the user PIN +3 / 3 `, d.must(t, program, "card", "show", path, "--lang", "en"))
		})
	})
	t.Run("a card whose last try is left", func(t *testing.T) {
		path := state("one", "--tries", "1")
		card := d.startCard(t, program, "--state", path)
		results, code := d.runSuite(t, program)
		verdicts(t, results, "@card-any")
		require.Zero(t, code)
		for _, s := range results.Scenarios {
			if slices.Contains(s.Tags, "@card-known") {
				require.Contains(t, s.Reason.EN, "the last one is never spent", s.ID)
			}
		}
		card.end(t, d, os.Interrupt)
		for _, n := range card.verifies(t) {
			require.LessOrEqual(t, n, 5, "CARD-318 only empty VERIFYs, which spend nothing")
		}
		require.Regexp(t, `tries of the user PIN +1 / 3 `, d.must(t, program, "card", "show", path, "--lang", "en"))
	})
}

// brokenLinks tests a wrong reader name, which is a usage error, and a missing pcscd, which is an error of the machine.
func brokenLinks(t *testing.T, program string) {
	d := startPcscd(t)
	out := filepath.Join(t.TempDir(), "out")
	cases := []struct {
		name, command, lang string
		down                bool
		code                int
		want                string
	}{
		{"a wrong name", "run", "en", false, 2, `^mynalab: opening the reader: .*no reader is called "Nobody"; choose one of "` + readerName +
			`", .*: name one with --card pcsc:…, mynalab doctor lists them\n$`},
		{"a wrong name", "run", "ja", false, 2, `^mynalab: リーダーを開けません（.*"Nobody".*）。名前の一部を --card pcsc:… に続けるか、mynalab doctor で一覧をご覧ください\n$`},
		{"a wrong name", "doctor", "en", false, 3, `not ok  card readers: no reader is called "Nobody"; .*\n.*\n        next: plug one in`},
		{"a wrong name", "doctor", "ja", false, 3, `not ok  カードリーダー: .*"Nobody".*\n.*\n        次に: リーダーをつなぎ`},
		{"no pcscd", "run", "en", true, 3, `^mynalab: opening PC/SC: .*SCARD_E_NO_SERVICE.*: mynalab doctor says what is missing\n$`},
		{"no pcscd", "run", "ja", true, 3, `^mynalab: PC/SC を使えません（.*SCARD_E_NO_SERVICE.*）。mynalab doctor が足りないものを示します\n$`},
		{"no pcscd", "doctor", "en", true, 3, `not ok  card readers: .*\n.*\n        next: fix "pcscd" above first\n`},
		{"no pcscd", "doctor", "ja", true, 3, `not ok  カードリーダー: .*\n.*\n        次に: 上の「pcscd」を先に直す\n`},
	}
	for _, c := range cases {
		t.Run(c.name+", "+c.command+" "+c.lang, func(t *testing.T) {
			if c.down {
				d.stop()
			}
			args := []string{c.command, "--card", "pcsc:Nobody", "--lang", c.lang}
			if c.command == "run" {
				args = append(args, "--out", out)
			} else {
				args = append(args, "--pcscd", d.socket)
			}
			run := d.command(t, program, args...)
			said, err := run.CombinedOutput()
			require.Error(t, err)
			require.Equal(t, c.code, run.ProcessState.ExitCode(), string(said))
			require.Regexp(t, c.want, string(said))
			require.NoDirExists(t, out, "nothing was run")
		})
	}
}

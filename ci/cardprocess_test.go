package ci

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// cardProcess is `mynalab card` at work.
type cardProcess struct {
	run            *exec.Cmd
	reader         string
	stdout, stderr bytes.Buffer // safe to read once the process has ended
}

// selectUserAP selects the application of the user certificate.
const selectUserAP = "00A4040C0AD392F000260100000001"

// otherReader is the second slot of vpcd, at the port after the first.
const otherReader = "Virtual PCD 00 01"

// startCard starts it in the first reader and waits until pcscd has seen the card.
func (d *daemon) startCard(t *testing.T, program string, args ...string) *cardProcess {
	t.Helper()
	return d.startCardIn(t, readerName, d.port, program, args...)
}

func (d *daemon) startCardIn(t *testing.T, name string, port int, program string, args ...string) *cardProcess {
	t.Helper()
	args = append([]string{"card", "--lang", "en", "--verbose", "--vpcd", "127.0.0.1:" + strconv.Itoa(port)}, args...)
	c := &cardProcess{run: d.command(t, program, args...), reader: name}
	c.run.Stdout, c.run.Stderr = &c.stdout, &c.stderr
	c.run.SysProcAttr = dieWithParent()
	require.NoError(t, c.run.Start())
	d.await(t, "Card inserted into "+name)
	return c
}

// end takes the card out as a signal does, and proves that it leaves cleanly.
func (c *cardProcess) end(t *testing.T, d *daemon, signal os.Signal) {
	t.Helper()
	require.NoError(t, c.run.Process.Signal(signal))
	require.NoError(t, c.run.Wait(), "exit code 0 after %v: %s", signal, c.stderr.String())
	require.Contains(t, c.stdout.String(), "card: taken out")
	d.await(t, "Card Removed From "+c.reader)
}

// verifies are the lengths of the VERIFY commands that the card has seen, by its log.
func (c *cardProcess) verifies(t *testing.T) (lengths []int) {
	t.Helper()
	for _, found := range regexp.MustCompile(`(?m)^0020[0-9A-F]{4}, (\d+) bytes: `).FindAllStringSubmatch(c.stderr.String(), -1) {
		n, err := strconv.Atoi(found[1])
		require.NoError(t, err)
		lengths = append(lengths, n)
	}
	require.NotEmpty(t, lengths, "the log shows no VERIFY at all: %s", c.stderr.String())
	return lengths
}

// cardProcesses has a killed card, two cards in two readers of one pcscd, and a pcscd that is restarted.
func cardProcesses(t *testing.T, program string) {
	t.Run("kill -9 loses neither lock nor counter", func(t *testing.T) {
		d := startPcscd(t)
		path := filepath.Join(t.TempDir(), "card.state")
		card := d.startCard(t, program, "--state", path)
		sent := d.must(t, "opensc-tool", sends(selectUserAP, "002000980430303030")...)
		require.Contains(t, sent, "SW2=0xC2")
		require.NoError(t, card.run.Process.Kill())
		require.Error(t, card.run.Wait())
		d.await(t, "Card Removed From "+readerName)
		again := d.startCard(t, program, "--state", path)
		require.Contains(t, d.must(t, "opensc-tool", sends(selectUserAP, "00200098")...), "SW2=0xC2", "CARD-641")
		again.end(t, d, syscall.SIGTERM)
	})
	t.Run("two cards lie in two readers at once", func(t *testing.T) {
		d := startPcscd(t)
		one := d.startCard(t, program, "--seed", "1")
		other := d.startCardIn(t, otherReader, d.port+1, program, "--seed", "2", "--tries", "2")
		require.Contains(t, d.must(t, "opensc-tool", append([]string{"-r", otherReader}, sends(selectUserAP, "00200098")...)...), "SW2=0xC2")
		require.Contains(t, d.must(t, "opensc-tool", append([]string{"-r", readerName}, sends(selectUserAP, "00200098")...)...), "SW2=0xC3")
		one.end(t, d, syscall.SIGTERM)
		require.Contains(t, d.must(t, "opensc-tool", append([]string{"-r", otherReader}, sends(selectUserAP, "00200098")...)...), "SW2=0xC2")
		other.end(t, d, os.Interrupt)
	})
	t.Run("a card waits for pcscd, and comes back when it restarts", func(t *testing.T) {
		dir, err := os.MkdirTemp("", "pc")
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, os.RemoveAll(dir)) })
		port := freePorts(t)
		first := launch(t, dir, port)
		card := first.startCard(t, program)
		first.stop()
		second := launch(t, dir, port)
		second.await(t, "Card inserted into "+readerName)
		require.Contains(t, second.must(t, "opensc-tool", sends(selectUserAP, "00200098")...), "SW2=0xC3")
		card.end(t, second, os.Interrupt)
	})
}

package ci

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// cardProcess is a running `mynalab card`.
type cardProcess struct {
	run            *exec.Cmd
	reader         string
	stdout, stderr processOutput
}

// selectUserAP selects the application of the user certificate.
const selectUserAP = "00A4040C0AD392F000260100000001"

// otherReader is the second slot of vpcd, at the port after the first.
const otherReader = "Virtual PCD 00 01"

// startCard starts a card process in the first reader and waits until pcscd has detected the card.
func (d *daemon) startCard(t *testing.T, program string, args ...string) *cardProcess {
	t.Helper()
	return d.startCardIn(t, readerName, d.port, program, args...)
}

func (d *daemon) startCardIn(t *testing.T, name string, port int, program string, args ...string) *cardProcess {
	t.Helper()
	c := runCard(t, name, port, program, args...)
	d.awaitCard(t, name)
	return c
}

// runCard starts a card process for the slot at a port, whether pcscd runs or not. The process finds the slot by the port
// alone.
func runCard(t *testing.T, name string, port int, program string, args ...string) *cardProcess {
	t.Helper()
	args = append([]string{"card", "--lang", "en", "--verbose", "--vpcd", "127.0.0.1:" + strconv.Itoa(port)}, args...)
	c := &cardProcess{run: exec.CommandContext(t.Context(), program, args...), reader: name}
	c.run.Stdout, c.run.Stderr = &c.stdout, &c.stderr
	c.run.SysProcAttr = dieWithParent()
	require.NoError(t, c.run.Start())
	return c
}

// leave ends a card process whose card is in no reader.
func (c *cardProcess) leave(t *testing.T) {
	t.Helper()
	require.NoError(t, c.run.Process.Signal(syscall.SIGTERM))
	require.NoError(t, c.run.Wait(), "%s", c.stderr.String())
}

// waitingCard starts a card process without a pcscd and then a pcscd, and returns both once pcscd has detected the card.
// Another program may take the port before pcscd listens on it; then both are started again at another port, up to 8 times.
func waitingCard(t *testing.T, program, dir string) (*daemon, *cardProcess) {
	t.Helper()
	for range 8 {
		port := freePorts(t)
		card := runCard(t, readerName, port, program)
		card.stderr.await(t, "no virtual reader at 127.0.0.1:"+strconv.Itoa(port))
		d := launch(t, dir, port)
		d.await(t, "daemon ready")
		if !d.logged("Open Port") {
			d.awaitCard(t, readerName)
			return d, card
		}
		d.stop()
		card.leave(t)
	}
	t.Fatal("no two free ports for vpcd in 8 attempts")
	return nil, nil
}

// end ends the card process by a signal, and checks that it exits cleanly.
func (c *cardProcess) end(t *testing.T, d *daemon, signal os.Signal) {
	t.Helper()
	require.NoError(t, c.run.Process.Signal(signal))
	require.NoError(t, c.run.Wait(), "exit code 0 after %v: %s", signal, c.stderr.String())
	require.Contains(t, c.stdout.String(), "card: removed")
	d.await(t, "Card Removed From "+c.reader)
}

// verifies returns the lengths of the VERIFY commands in the card's log.
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

// cardProcesses tests a killed card process, two cards in two readers of one pcscd, and a pcscd that is restarted.
func cardProcesses(t *testing.T, program string) {
	t.Run("kill -9 loses neither file lock nor counter", func(t *testing.T) {
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
	t.Run("two cards are in two readers at once", func(t *testing.T) {
		d := startPcscd(t)
		one := d.startCard(t, program, "--seed", "1")
		other := d.startCardIn(t, otherReader, d.port+1, program, "--seed", "2", "--tries", "2")
		require.Contains(t, d.must(t, "opensc-tool", append([]string{"-r", otherReader}, sends(selectUserAP, "00200098")...)...), "SW2=0xC2")
		require.Contains(t, d.must(t, "opensc-tool", append([]string{"-r", readerName}, sends(selectUserAP, "00200098")...)...), "SW2=0xC3")
		one.end(t, d, syscall.SIGTERM)
		require.Contains(t, d.must(t, "opensc-tool", append([]string{"-r", otherReader}, sends(selectUserAP, "00200098")...)...), "SW2=0xC2")
		other.end(t, d, os.Interrupt)
	})
	t.Run("a second card in an occupied reader says so, and is taken when the first leaves", func(t *testing.T) {
		d := startPcscd(t)
		first := d.startCard(t, program)
		first.stdout.await(t, "card: in the reader")
		second := runCard(t, readerName, d.port, program)
		second.stderr.await(t, "pcscd has not taken the card: another card is in that reader")
		first.end(t, d, os.Interrupt)
		second.stdout.await(t, "card: in the reader")
		d.awaitCard(t, readerName)
		second.end(t, d, os.Interrupt)
	})
	t.Run("a card waits for pcscd, and comes back when it restarts", func(t *testing.T) {
		dir, err := os.MkdirTemp("", "pc")
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, os.RemoveAll(dir)) })
		first, card := waitingCard(t, program, dir)
		first.stop()
		second := launch(t, dir, first.port)
		second.awaitCard(t, readerName)
		require.Contains(t, second.must(t, "opensc-tool", sends(selectUserAP, "00200098")...), "SW2=0xC3")
		card.end(t, second, os.Interrupt)
	})
}

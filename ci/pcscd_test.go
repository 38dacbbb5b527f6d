package ci

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// requireParts is the environment variable that turns a skipped part into a failure: a comma list of parts.
const requireParts = "MYNALAB_REQUIRE"

// missing ends the test with one line that names what to install: a skip, or a failure if the part is required.
func missing(t testing.TB, part, what, install string) {
	t.Helper()
	if slices.Contains(strings.Split(os.Getenv(requireParts), ","), part) {
		t.Fatalf("%s is missing and %s requires %s: install %s", what, requireParts, part, install)
	}
	t.Skipf("%s is missing: install %s", what, install)
}

// The paths in Debian, and the name of the first reader, which a test can't change.
const (
	pcscdProgram = "/usr/sbin/pcscd"
	vpcdDriver   = "/usr/lib/pcsc/drivers/serial/libifdvpcd.so"
	readerName   = "Virtual PCD 00 00"
)

// daemon is a pcscd of one test, with its own socket, reader and port.
type daemon struct {
	socket string
	port   int
	stop   func() // ends pcscd and waits; called at the end of the test too

	mu      sync.Mutex
	news    *sync.Cond
	log     []string
	silent  bool // the log has ended
	cleared int  // number of lines that await has already passed
	hadCard bool // awaitCard has been called
}

func needPcscd(t testing.TB) {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("a private pcscd needs Linux")
	}
	for _, program := range []string{pcscdProgram, "opensc-tool", "pkcs15-tool", "pkcs11-tool", "openssl"} {
		if _, err := exec.LookPath(program); err != nil {
			missing(t, "pcsc", program, "pcscd opensc openssl")
		}
	}
	if _, err := os.Stat(vpcdDriver); err != nil {
		missing(t, "pcsc", vpcdDriver, "vsmartcard-vpcd")
	}
}

// startPcscd starts a private pcscd and waits until it is ready; it is stopped at the end of the test.
func startPcscd(t testing.TB) *daemon {
	t.Helper()
	needPcscd(t)
	dir, err := os.MkdirTemp("", "pc") // t.TempDir can be too long: a socket's path has at most 108 bytes
	require.NoError(t, err)
	return startPcscdIn(t, dir)
}

// startPcscdIn starts pcscd with its socket in a directory, which is removed at the end of the test.
func startPcscdIn(t testing.TB, dir string) *daemon {
	t.Helper()
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(dir)) })
	for range 8 { // another program may take the port before pcscd listens on it; 8 attempts are enough in practice
		d := launch(t, dir, freePorts(t))
		d.await(t, "daemon ready")
		if !d.logged("Open Port") {
			return d
		}
	}
	t.Fatal("no two free ports for vpcd in 8 attempts")
	return nil
}

// launch runs pcscd on a socket of ours, which it accepts only in the way in which systemd passes one. LISTEN_PID must be
// its own pid; for this a shell sets it and then becomes pcscd.
func launch(t testing.TB, dir string, port int) *daemon {
	t.Helper()
	d := &daemon{socket: filepath.Join(dir, "s"), port: port}
	d.news = sync.NewCond(&d.mu)
	conf := filepath.Join(dir, "conf")
	require.NoError(t, os.MkdirAll(conf, 0o755))
	entry := fmt.Sprintf("FRIENDLYNAME \"Virtual PCD\"\nDEVICENAME /dev/null:0x%X\nLIBPATH %s\nCHANNELID 0x%X\n", port, vpcdDriver, port)
	require.NoError(t, os.WriteFile(filepath.Join(conf, "vpcd"), []byte(entry), 0o644))
	socket := listen(t, d.socket)

	run := exec.Command("sh", "-c", `LISTEN_PID=$$ LISTEN_FDS=1 exec "$0" -f -i -c "$1"`, pcscdProgram, conf)
	run.ExtraFiles = []*os.File{socket}
	run.SysProcAttr = dieWithParent()
	out, err := run.StdoutPipe()
	require.NoError(t, err)
	run.Stderr = run.Stdout
	require.NoError(t, run.Start())
	require.NoError(t, socket.Close())
	read := make(chan struct{})
	go func() { defer close(read); d.follow(bufio.NewScanner(out)) }()
	d.stop = sync.OnceFunc(func() {
		require.NoError(t, run.Process.Signal(syscall.SIGTERM))
		<-read
		_ = run.Wait()
	})
	t.Cleanup(d.stop)
	return d
}

// listen makes the socket that pcscd gets.
func listen(t testing.TB, path string) *os.File {
	t.Helper()
	require.NoError(t, os.RemoveAll(path)) // left by a launch whose ports were taken
	listener, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	require.NoError(t, err)
	listener.SetUnlinkOnClose(false)
	socket, err := listener.File()
	require.NoError(t, err)
	require.NoError(t, listener.Close())
	return socket
}

// follow reads pcscd's log, which shows insertions and removals without a request to pcscd.
func (d *daemon) follow(lines *bufio.Scanner) {
	for lines.Scan() {
		d.tell(func() { d.log = append(d.log, lines.Text()) })
	}
	d.tell(func() { d.silent = true })
}

func (d *daemon) tell(change func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	change()
	d.news.Broadcast()
}

// patience is far more than pcscd ever takes. It turns a hang into a failure that shows pcscd's log.
const patience = 20 * time.Second

// awaitCard waits until pcscd has detected a card in a reader. A card that is there at pcscd's very first look at the reader
// gets only the line with its ATR, so for the first card of a daemon that line is enough.
func (d *daemon) awaitCard(t testing.TB, readerName string) {
	t.Helper()
	lines := []string{"Card inserted into " + readerName}
	if !d.hadCard {
		lines = append(lines, "Card ATR: ")
	}
	d.hadCard = true
	d.await(t, lines...)
}

// await waits for a line with one of the texts, after the line that the last await found.
func (d *daemon) await(t testing.TB, texts ...string) {
	t.Helper()
	late := false
	defer time.AfterFunc(patience, func() { d.tell(func() { late = true }) }).Stop()
	d.mu.Lock()
	defer d.mu.Unlock()
	for {
		for ; d.cleared < len(d.log); d.cleared++ {
			line := d.log[d.cleared]
			if slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(line, text) }) {
				d.cleared++
				return
			}
		}
		if d.silent || late {
			t.Fatalf("pcscd has not logged %q:\n%s", texts, strings.Join(d.log, "\n"))
		}
		d.news.Wait()
	}
}

func (d *daemon) logged(text string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.ContainsFunc(d.log, func(line string) bool { return strings.Contains(line, text) })
}

// tool runs a PC/SC program against this pcscd and returns its output.
func (d *daemon) tool(t testing.TB, name string, args ...string) (string, error) {
	t.Helper()
	out, err := d.command(t, name, args...).CombinedOutput()
	return string(out), err
}

// command returns such a program, not yet started.
func (d *daemon) command(t testing.TB, name string, args ...string) *exec.Cmd {
	t.Helper()
	run := exec.CommandContext(t.Context(), name, args...)
	run.Env = append(os.Environ(), "PCSCLITE_CSOCK_NAME="+d.socket, "LC_ALL=C")
	return run
}

// must runs a program that has to succeed, and returns its output.
func (d *daemon) must(t testing.TB, name string, args ...string) string {
	t.Helper()
	out, err := d.tool(t, name, args...)
	require.NoError(t, err, "%s %s:\n%s", name, strings.Join(args, " "), out)
	return out
}

// freePorts returns the first of two consecutive ports that are free now: vpcd listens on one port per slot and has two
// slots. Nearly every attempt succeeds; 64 is our bound.
func freePorts(t testing.TB) int {
	t.Helper()
	for range 64 {
		first, err := net.Listen("tcp", ":0")
		require.NoError(t, err)
		port := first.Addr().(*net.TCPAddr).Port
		second, err := net.Listen("tcp", fmt.Sprintf(":%d", port+1))
		require.NoError(t, first.Close())
		if err == nil {
			require.NoError(t, second.Close())
			return port
		}
	}
	t.Fatal("no two free ports in a row")
	return 0
}

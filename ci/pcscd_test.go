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

// missing ends the test with one line that names what to install: a skip, or a failure where the part is required.
func missing(t testing.TB, part, what, install string) {
	t.Helper()
	if slices.Contains(strings.Split(os.Getenv(requireParts), ","), part) {
		t.Fatalf("%s is missing and %s requires %s: install %s", what, requireParts, part, install)
	}
	t.Skipf("%s is missing: install %s", what, install)
}

// Debian's places; a test may not change them.
const (
	pcscdProgram = "/usr/sbin/pcscd"
	vpcdDriver   = "/usr/lib/pcsc/drivers/serial/libifdvpcd.so"
	readerName   = "Virtual PCD 00 00"
)

// daemon is a pcscd of one test, with socket, reader and port of its own.
type daemon struct {
	socket string
	port   int
	stop   func() // waits for its end; the test's end calls it too

	mu      sync.Mutex
	news    *sync.Cond
	log     []string
	silent  bool // the log has ended
	cleared int  // lines that an await has passed
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

// startPcscd starts a private pcscd and waits until it serves; the test's end stops it.
func startPcscd(t testing.TB) *daemon {
	t.Helper()
	needPcscd(t)
	dir, err := os.MkdirTemp("", "pc") // t.TempDir is too long for the 108 bytes of a socket's path
	require.NoError(t, err)
	return startPcscdIn(t, dir)
}

// startPcscdIn starts it with its socket in a directory, which the test's end removes.
func startPcscdIn(t testing.TB, dir string) *daemon {
	t.Helper()
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(dir)) })
	for range 8 { // another program may take the port between the choice and pcscd's own listen
		d := launch(t, dir, freePorts(t))
		d.await(t, "daemon ready")
		if !d.logged("Open Port") {
			return d
		}
	}
	t.Fatal("no two free ports for vpcd in 8 tries")
	return nil
}

// launch runs pcscd on a socket of ours: it takes it as systemd would hand it over, which is its only way to another
// place. LISTEN_PID must be its own pid, hence the shell that becomes pcscd.
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

// listen makes the socket that pcscd is handed.
func listen(t testing.TB, path string) *os.File {
	t.Helper()
	require.NoError(t, os.RemoveAll(path)) // of a launch that found its ports taken
	listener, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	require.NoError(t, err)
	listener.SetUnlinkOnClose(false)
	socket, err := listener.File()
	require.NoError(t, err)
	require.NoError(t, listener.Close())
	return socket
}

// follow keeps pcscd's log, which tells insertions and removals without a question to it.
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

// patience is far more than pcscd ever takes; it turns a hang into a failure that shows pcscd's log.
const patience = 20 * time.Second

// await waits for a line that holds the text, after the line that the last await found.
func (d *daemon) await(t testing.TB, text string) {
	t.Helper()
	late := false
	defer time.AfterFunc(patience, func() { d.tell(func() { late = true }) }).Stop()
	d.mu.Lock()
	defer d.mu.Unlock()
	for {
		for ; d.cleared < len(d.log); d.cleared++ {
			if strings.Contains(d.log[d.cleared], text) {
				d.cleared++
				return
			}
		}
		if d.silent || late {
			t.Fatalf("pcscd has not said %q:\n%s", text, strings.Join(d.log, "\n"))
		}
		d.news.Wait()
	}
}

func (d *daemon) logged(text string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.ContainsFunc(d.log, func(line string) bool { return strings.Contains(line, text) })
}

// tool runs a PC/SC program against this pcscd and gives what it printed.
func (d *daemon) tool(t testing.TB, name string, args ...string) (string, error) {
	t.Helper()
	out, err := d.command(t, name, args...).CombinedOutput()
	return string(out), err
}

// command is such a program, not yet started.
func (d *daemon) command(t testing.TB, name string, args ...string) *exec.Cmd {
	t.Helper()
	run := exec.CommandContext(t.Context(), name, args...)
	run.Env = append(os.Environ(), "PCSCLITE_CSOCK_NAME="+d.socket, "LC_ALL=C")
	return run
}

// must runs a program that has to succeed.
func (d *daemon) must(t testing.TB, name string, args ...string) string {
	t.Helper()
	out, err := d.tool(t, name, args...)
	require.NoError(t, err, "%s %s:\n%s", name, strings.Join(args, " "), out)
	return out
}

// freePorts gives the first of two ports that are free now: vpcd listens on one a slot, and has two slots.
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

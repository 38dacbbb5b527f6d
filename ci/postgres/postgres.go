// Package postgres starts a private PostgreSQL cluster for a test, with the programs that are installed on the machine.
//
// The cluster has a directory of its own, listens only on a socket in it, and ends with the test or with the test's
// process, whichever comes first. It is not meant for anything but tests. Start with [Start]; the methods of [Cluster] make
// databases and stop or restart the server.
package postgres

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
)

// part is the name of these tests in MYNALAB_REQUIRE.
const part = "postgres"

// Cluster is a running server with its directory.
type Cluster struct {
	programs, dir string
	process       *exec.Cmd
	log           *log
	databases     int
}

// Start makes a cluster and starts its server. If the programs are missing the test is skipped, or fails if MYNALAB_REQUIRE
// names postgres.
func Start(t testing.TB) *Cluster {
	t.Helper()
	programs, err := find()
	if err == nil {
		err = mayRun()
	}
	if err != nil {
		if slices.Contains(strings.Split(os.Getenv("MYNALAB_REQUIRE"), ","), part) {
			t.Fatalf("%v and MYNALAB_REQUIRE requires %s: install postgresql (make deps)", err, part)
		}
		t.Skipf("%v: install postgresql (make deps)", err)
	}
	// The path of a socket has at most 108 bytes, and a test's own directory can be too deep for that.
	dir, err := os.MkdirTemp("", "mynalab-postgres-")
	if err != nil {
		t.Fatal(err)
	}
	c := &Cluster{programs: programs, dir: dir}
	t.Cleanup(func() {
		c.stop(syscall.SIGQUIT)
		_ = os.RemoveAll(dir)
	})
	if err := chownToServer(dir); err != nil {
		t.Fatal(err)
	}
	made, err := c.command("initdb", "--pgdata", c.data(), "--username", "postgres", "--auth", "trust", "--encoding", "UTF8",
		"--no-locale", "--no-sync").CombinedOutput()
	if err != nil {
		t.Fatalf("initdb: %v\n%s", err, made)
	}
	c.Restart(t)
	return c
}

// find returns the directory with the newest server's programs: where Debian installs them, or on the path.
func find() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil {
		return "", err
	}
	if len(found) > 0 {
		newest := slices.MaxFunc(found, func(a, b string) int { return version(a) - version(b) })
		return filepath.Dir(newest), nil
	}
	path, err := exec.LookPath("initdb")
	if err != nil {
		return "", fmt.Errorf("PostgreSQL is missing")
	}
	return filepath.Dir(path), nil
}

// version returns the version number in Debian's path of a program; 0 if there isn't one.
func version(path string) int {
	n, err := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path))))
	if err != nil {
		return 0
	}
	return n
}

func (c *Cluster) data() string { return filepath.Join(c.dir, "data") }

// command returns a program of the server's, to be run as the server's user. It gets nothing of our environment but PATH.
func (c *Cluster) command(name string, args ...string) *exec.Cmd {
	command := exec.Command(filepath.Join(c.programs, name), args...)
	command.Dir = c.dir
	command.Env = []string{"LC_ALL=C", "PATH=" + os.Getenv("PATH")}
	command.SysProcAttr = attributes()
	return command
}

// Restart starts a server that is not running, and waits until it accepts connections.
func (c *Cluster) Restart(t testing.TB) {
	t.Helper()
	c.process = c.command("postgres", "-D", c.data(), "-k", c.dir, "-h", "", "-c", "fsync=on", "-c", "log_statement=all")
	out, err := c.process.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.process.Start(); err != nil {
		t.Fatal(err)
	}
	c.log = newLog()
	go c.log.read(bufio.NewScanner(out))
	if !<-c.log.ready {
		t.Fatalf("the server doesn't start:\n%s", c.log.text())
	}
}

// Kill ends the server as a power cut would, except that the operating system still writes what it has in memory.
func (c *Cluster) Kill() { c.stop(syscall.SIGKILL) }

// stop ends the server and waits for its end and that of its log. Its exit code does not matter.
func (c *Cluster) stop(signal os.Signal) {
	if c.process == nil {
		return
	}
	_ = c.process.Process.Signal(signal)
	<-c.log.ended
	_ = c.process.Wait()
	c.process = nil
}

// Database makes an empty database and returns its URL.
func (c *Cluster) Database(t testing.TB) string {
	t.Helper()
	c.databases++
	name := "test" + strconv.Itoa(c.databases)
	c.Do(t, c.url("postgres"), "create database "+name)
	return c.url(name)
}

// Do runs a statement in the database at a URL.
func (c *Cluster) Do(t testing.TB, url, statement string) {
	t.Helper()
	ctx := context.Background()
	connection, err := pgx.Connect(ctx, url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = connection.Close(ctx) }()
	if _, err := connection.Exec(ctx, statement); err != nil {
		t.Fatal(err)
	}
}

func (c *Cluster) url(database string) string {
	return fmt.Sprintf("postgres://postgres@/%s?host=%s", database, c.dir)
}

// Log returns what the server has logged since it was started, including every statement.
func (c *Cluster) Log() string { return c.log.text() }

// log stores the log lines of a server.
type log struct {
	mu    sync.Mutex
	lines []string
	ready chan bool // true once connections are accepted, false if the server ended before
	ended chan struct{}
}

func newLog() *log { return &log{ready: make(chan bool, 1), ended: make(chan struct{})} }

func (l *log) read(lines *bufio.Scanner) {
	defer close(l.ended)
	lines.Buffer(nil, 1<<24) // 16 MiB: a logged statement may contain a whole attachment
	up := false
	for lines.Scan() {
		l.mu.Lock()
		l.lines = append(l.lines, lines.Text())
		l.mu.Unlock()
		if !up && strings.Contains(lines.Text(), "ready to accept connections") {
			up = true
			l.ready <- true
		}
	}
	if !up {
		l.ready <- false
	}
}

func (l *log) text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Join(l.lines, "\n")
}

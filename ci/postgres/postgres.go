// Package postgres starts a private PostgreSQL cluster for a test, with the programs that the machine has.
//
// The cluster lies in a directory of its own, listens on a socket there and nowhere else, and ends with the test or with
// its process, whichever comes first. It is no way to run a database for anything but a test.
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

// part is the name by which MYNALAB_REQUIRE asks for these tests.
const part = "postgres"

// Cluster is a server that runs.
type Cluster struct {
	programs, dir string
	process       *exec.Cmd
	log           *log
	databases     int
}

// Start makes a cluster and starts its server. Where the programs are missing the test is skipped, or fails if
// MYNALAB_REQUIRE names postgres.
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
	// The path of a socket may have about 100 bytes: a test's own directory can be too deep.
	dir, err := os.MkdirTemp("", "mynalab-postgres-")
	if err != nil {
		t.Fatal(err)
	}
	c := &Cluster{programs: programs, dir: dir}
	t.Cleanup(func() {
		c.stop(syscall.SIGQUIT)
		_ = os.RemoveAll(dir)
	})
	if err := giveAway(dir); err != nil {
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

// find is the directory with the newest server's programs: where Debian puts them, or on the path.
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

// version is the number in Debian's path of a program, 0 where there is none.
func version(path string) int {
	n, err := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path))))
	if err != nil {
		return 0
	}
	return n
}

func (c *Cluster) data() string { return filepath.Join(c.dir, "data") }

// command is a program of the server's, as the user that it may run as. It sees nothing of our environment.
func (c *Cluster) command(name string, args ...string) *exec.Cmd {
	command := exec.Command(filepath.Join(c.programs, name), args...)
	command.Dir = c.dir
	command.Env = []string{"LC_ALL=C", "PATH=" + os.Getenv("PATH")}
	command.SysProcAttr = attributes()
	return command
}

// Restart starts a server that doesn't run, and waits until it takes connections.
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

// Kill ends the server as a failure of power would, but for what the operating system still writes.
func (c *Cluster) Kill() { c.stop(syscall.SIGKILL) }

// stop ends the server and waits for its end and that of its log. How it ends is its own affair.
func (c *Cluster) stop(signal os.Signal) {
	if c.process == nil {
		return
	}
	_ = c.process.Process.Signal(signal)
	<-c.log.ended
	_ = c.process.Wait()
	c.process = nil
}

// Database makes an empty database and answers with its URL.
func (c *Cluster) Database(t testing.TB) string {
	t.Helper()
	c.databases++
	name := "test" + strconv.Itoa(c.databases)
	c.Do(t, c.url("postgres"), "create database "+name)
	return c.url(name)
}

// Do runs a statement in a database.
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

// Log is what the server wrote so far since it was started, every statement among it.
func (c *Cluster) Log() string { return c.log.text() }

// log keeps what a server writes.
type log struct {
	mu    sync.Mutex
	lines []string
	ready chan bool // true once connections are taken, false if it ended before
	ended chan struct{}
}

func newLog() *log { return &log{ready: make(chan bool, 1), ended: make(chan struct{})} }

func (l *log) read(lines *bufio.Scanner) {
	defer close(l.ended)
	lines.Buffer(nil, 1<<24)
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

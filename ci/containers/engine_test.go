package containers_test

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// part is the name of these tests in MYNALAB_REQUIRE.
const part = "docker"

// usualSocket is where a Docker engine listens that is already running.
const usualSocket = "/var/run/docker.sock"

// engineLimit is how long an engine of our own may take to listen, and to end: far more than it needs, so that only a hang
// fails.
const engineLimit = 30 * time.Second

// engine gives the test a Docker engine: the machine's, or a private one for the time of the test. If there is neither, the
// test is skipped in one line, or fails if the part is required.
func engine(t *testing.T) {
	t.Helper()
	// Testcontainers' own clean-up container would need an image from a registry. The tests clean up after themselves.
	t.Setenv("TESTCONTAINERS_RYUK_DISABLED", "true")
	t.Setenv("TESTCONTAINERS_HOST_OVERRIDE", "127.0.0.1")
	if os.Getenv("DOCKER_HOST") != "" || listens(usualSocket) {
		return
	}
	if why := lacking(); why != "" {
		if slices.Contains(strings.Split(os.Getenv("MYNALAB_REQUIRE"), ","), part) {
			t.Fatalf("%s, and MYNALAB_REQUIRE requires %s: make deps installs it", why, part)
		}
		t.Skipf("%s: make deps installs it", why)
	}
	startEngine(t)
}

// lacking returns what is missing on this machine for an engine of our own; empty if nothing is.
func lacking() string {
	for _, program := range []string{"dockerd", "docker"} {
		if _, err := exec.LookPath(program); err != nil {
			return "no " + program + " here"
		}
	}
	if os.Getuid() != 0 {
		return "a Docker engine has to be started as root, or to run already"
	}
	return ""
}

// startEngine starts dockerd on a socket, with all its data in a directory that is removed after the test. It changes no
// firewall, and makes no bridges but those of networks that the tests ask for.
func startEngine(t *testing.T) {
	t.Helper()
	// A socket's path has at most 108 bytes, and a test's own directory can be too deep for that.
	dir, err := os.MkdirTemp("", "mynalab-docker-")
	require.NoError(t, err)
	log, err := os.Create(filepath.Join(dir, "log"))
	require.NoError(t, err)
	socket := filepath.Join(dir, "socket")
	command := exec.Command("dockerd", "--host", "unix://"+socket, "--data-root", filepath.Join(dir, "data"),
		"--exec-root", filepath.Join(dir, "exec"), "--pidfile", filepath.Join(dir, "pid"), "--bridge", "none",
		"--iptables=false", "--ip6tables=false", "--default-address-pool", "base=10.231.0.0/16,size=24")
	command.Stdout, command.Stderr = log, log
	command.SysProcAttr = dieWithParent()
	require.NoError(t, command.Start())
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	t.Setenv("DOCKER_HOST", "unix://"+socket)
	t.Cleanup(func() { endEngine(t, command.Process, ended, dir) })
	deadline := time.Now().Add(engineLimit)
	for !listens(socket) {
		select {
		case err := <-ended:
			ended <- err
			t.Fatalf("dockerd ended: %v\n%s", err, tail(log.Name()))
		case <-time.After(20 * time.Millisecond):
			require.True(t, time.Now().Before(deadline), "dockerd does not listen\n%s", tail(log.Name()))
		}
	}
}

// endEngine removes the bridges of its networks, ends the engine, and removes its data.
func endEngine(t *testing.T, process *os.Process, ended <-chan error, dir string) {
	out, err := exec.Command("docker", "network", "prune", "--force").CombinedOutput()
	if err != nil {
		t.Errorf("removing networks: %v: %s", err, out)
	}
	_ = process.Signal(syscall.SIGTERM) // fails only if it has ended already, which ended shows
	select {
	case <-ended:
	case <-time.After(engineLimit):
		t.Error("dockerd does not end")
		_ = process.Kill()
		<-ended
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Errorf("removing the data of dockerd: %v", err)
	}
}

// listens reports whether a program listens on a socket.
func listens(socket string) bool {
	conn, err := net.DialTimeout("unix", socket, time.Second)
	if err != nil {
		return false
	}
	return conn.Close() == nil
}

// tail returns the end of a file: 2000 bytes, some 20 lines of a log.
func tail(path string) string {
	text, err := os.ReadFile(path)
	if err != nil {
		return err.Error()
	}
	return string(text[max(0, len(text)-2000):])
}

// docker runs the docker client and returns its output.
func docker(ctx context.Context, t *testing.T, arguments ...string) string {
	t.Helper()
	out, err := exec.CommandContext(ctx, "docker", arguments...).CombinedOutput()
	require.NoError(t, err, "docker %s\n%s", strings.Join(arguments, " "), out)
	return strings.TrimSpace(string(out))
}

// unique returns a name that no other run uses at the same time.
func unique(name string) string { return fmt.Sprintf("%s-%d", name, os.Getpid()) }

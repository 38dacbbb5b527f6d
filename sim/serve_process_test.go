package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// startProcess starts the real program in a process of its own; its control port is plain HTTP.
func startProcess(t *testing.T, args ...string) (*running, *exec.Cmd) {
	t.Helper()
	command := exec.Command("mynalab", append([]string{"serve", "--lang", "en", "--listen", "127.0.0.1:0", "--control", "127.0.0.1:0",
		"--tls-dir", t.TempDir(), "--files", t.TempDir()}, args...)...)
	r := &running{t: t, log: &logged{}}
	command.Stderr = r.log
	out, err := command.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, command.Start())
	t.Cleanup(func() { _ = command.Process.Kill() }) // already ended, unless the test failed
	lines := bufio.NewScanner(out)
	r.listen(lines)
	return r, command
}

// TestServeProcessEndsInGoodOrder: when told to end, the service accepts no new connections, answers the requests under way,
// and exits with 0.
func TestServeProcessEndsInGoodOrder(t *testing.T) {
	for name, signal := range map[string]syscall.Signal{"SIGTERM": syscall.SIGTERM, "SIGINT": syscall.SIGINT} {
		t.Run(name, func(t *testing.T) {
			r, command := startProcess(t, "--db", "sqlite:"+t.TempDir()+"/lab.db")
			address := strings.TrimPrefix(r.controlURL, "http://")
			conn, err := net.Dial("tcp", address)
			require.NoError(t, err)
			defer conn.Close()
			const body = `{"now":"2025-06-02T09:00:00+09:00"}`
			_, err = fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n", control.PathClock, address, len(body))
			require.NoError(t, err)
			lines := bufio.NewReader(conn)
			line, err := lines.ReadString('\n')
			require.NoError(t, err)
			require.Equal(t, "HTTP/1.1 100 Continue\r\n", line, "the request is under way")
			require.NoError(t, command.Process.Signal(signal))
			for err = nil; err == nil; { // until it accepts no connection
				var other net.Conn
				if other, err = net.Dial("tcp", address); err == nil {
					require.NoError(t, other.Close())
				}
			}
			_, err = io.WriteString(conn, body)
			require.NoError(t, err)
			_, err = lines.ReadString('\n') // the empty line after the 100 response
			require.NoError(t, err)
			response, err := http.ReadResponse(lines, nil)
			require.NoError(t, err)
			require.NoError(t, response.Body.Close())
			require.Equal(t, http.StatusNoContent, response.StatusCode)
			require.NoError(t, command.Wait(), "exit code 0: %s", r.log)
		})
	}
}

// TestServeSuffers sets faults through the control handler of a running service.
func TestServeSuffers(t *testing.T) {
	r := startServe(t, "--db", "memory", "--mode", "awkward")
	controlClient := control.Dial(r.controlURL, http.DefaultClient, "")
	mode, err := controlClient.Mode(t.Context())
	require.NoError(t, err)
	require.Equal(t, control.Awkward, mode.Mode)
	ask := func(f control.Fault) (*http.Response, error) {
		require.NoError(t, controlClient.SetFaults(t.Context(), control.Faults{List: []control.Fault{f}}))
		r.client.CloseIdleConnections()
		response, err := r.client.Get(r.public + "/jpki/auth-ca.pem")
		if err == nil {
			require.NoError(t, response.Body.Close())
		}
		return response, err
	}
	for kind, want := range map[control.FaultKind]string{control.OtherName: "doesn't contain any IP SANs",
		control.Expired: "certificate has expired", control.ConnectionReset: "connection reset by peer"} {
		_, err := ask(control.Fault{Kind: kind})
		require.ErrorContains(t, err, want, kind)
	}
	began := time.Now()
	response, err := ask(control.Fault{Kind: control.Delay, Seconds: 1})
	require.NoError(t, err)
	require.GreaterOrEqual(t, time.Since(began), time.Second, "without a world its clock is real, so the delay takes real time")
	require.Equal(t, http.StatusOK, response.StatusCode)
	status, _ := r.get(wire.PathHealth)
	require.Equal(t, http.StatusOK, status)
	_, numbers := r.get("/metrics")
	require.Contains(t, numbers, `route="/jpki/auth-ca.pem",status="0"`, "broken connections are counted, too")
}

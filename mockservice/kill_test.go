package mockservice_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/ci/postgres"
	"github.com/mynalab/mynalab/mockservice"
	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/mockservice/store"
)

// servedStore is the environment variable that makes the test binary serve instead of test; its value is the URL of the store.
const servedStore = "MYNALAB_TEST_SERVED_STORE"

// TestMain lets the test binary run as a service in a process of its own, which a test can kill.
func TestMain(m *testing.M) {
	url := os.Getenv(servedStore)
	if url == "" {
		os.Exit(m.Run())
	}
	if err := serve(url); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
}

// serve prints the URLs of the two handlers and serves until its standard input ends. That also happens if the test is killed.
func serve(url string) error {
	rows, err := store.Open(context.Background(), url)
	if err != nil {
		return err
	}
	cfg := mockservice.Default(time.Now)
	cfg.Store = rows
	cfg.Report = func(err error) { fmt.Fprintln(os.Stderr, err) }
	service := mockservice.New(cfg)
	public, controlServer := httptest.NewServer(service.Public()), httptest.NewServer(service.Control())
	fmt.Println(public.URL, controlServer.URL)
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}

// victim is a service in a process of its own.
type victim struct {
	command         *exec.Cmd
	public, control string
	log             *strings.Builder
}

func startVictim(t *testing.T, url string) *victim {
	t.Helper()
	v := &victim{command: exec.Command(os.Args[0]), log: &strings.Builder{}}
	v.command.Env = append(os.Environ(), servedStore+"="+url)
	v.command.Stderr = v.log
	in, err := v.command.StdinPipe()
	require.NoError(t, err)
	out, err := v.command.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, v.command.Start())
	t.Cleanup(func() { _ = in.Close() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		v.kill()
		t.Fatalf("the service doesn't start: %s", v.log)
	}
	_, err = fmt.Sscan(line, &v.public, &v.control)
	require.NoError(t, err)
	return v
}

// kill ends the process with SIGKILL, so that it cannot clean up, and waits for its end.
func (v *victim) kill() {
	_ = v.command.Process.Kill()
	_ = v.command.Wait()
}

// The size of TestKill, our choice: the test hits many different moments and still ends within seconds.
const (
	killRounds  = 6  // rounds; with a database server every second one kills the server instead of the service
	killClinics = 4  // clinics that work in parallel
	killAnswers = 60 // the greatest number of answers before the kill
)

// Every change that was answered with success is still there after the process, or the database server, was killed at any moment.
func TestKill(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, url string, cluster *postgres.Cluster) {
		chance := rand.New(rand.NewPCG(5, 4))
		v := startVictim(t, url)
		defer func() { v.kill() }()
		require.NoError(t, control.Dial(v.control, http.DefaultClient, "").PutPeople(t.Context(), control.People{
			Persons: []control.Person{{ID: "P01", Registered: true}}}))
		var kept []*promise
		for round := range killRounds {
			server := cluster != nil && round%2 == 1
			kept = append(kept, workUntil(t, v, round, chance.IntN(killAnswers)+1, func() {
				if server {
					cluster.Kill()
				} else {
					_ = v.command.Process.Kill()
				}
			})...)
			v.kill()
			if server {
				cluster.Restart(t)
			}
			v = startVictim(t, url)
			verify(t, v, kept)
		}
	})
}

// workUntil lets clinics send requests in parallel. After the given number of answers it calls blow, while the other clinics are
// in the middle of their requests. It returns what was confirmed to the clinics.
func workUntil(t *testing.T, v *victim, round, answers int, blow func()) []*promise {
	t.Helper()
	var left atomic.Int64
	left.Store(int64(answers))
	var all sync.WaitGroup
	promises := make([][]*promise, killClinics)
	for i := range killClinics {
		all.Go(func() {
			for n := 0; ; n++ {
				p := &promise{client: newCaller(t, v), facility: fmt.Sprintf("28%02d%02d%04d", round, i, n)}
				promises[i] = append(promises[i], p)
				err := p.live(func() {
					if left.Add(-1) == 0 {
						blow()
					}
				})
				if err != nil {
					return
				}
			}
		})
	}
	all.Wait()
	require.LessOrEqual(t, left.Load(), int64(0), "a request failed before the kill; the log of the service: %s", v.log)
	var list []*promise
	for _, own := range promises {
		list = append(list, own...)
	}
	return list
}

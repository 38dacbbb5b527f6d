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

// servedStore names the store of a process that is a service and no test.
const servedStore = "MYNALAB_TEST_SERVED_STORE"

// TestMain lets the test binary be a service in a process of its own, which may be killed.
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

// serve tells its two addresses and answers until its standard input ends, as it does when the test is killed.
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

// victim is such a process.
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

// kill ends the process as nothing else does: it can't do a thing about it.
func (v *victim) kill() {
	_ = v.command.Process.Kill()
	_ = v.command.Wait()
}

// Rounds of TestKill, how many clinics work in each, and after how many answers at the most it ends.
const (
	killRounds  = 6
	killClinics = 4
	killAnswers = 60
)

// Whatever was answered with success is there after the process was killed at any moment, and after the database's server
// was, too.
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

// workUntil lets clinics work until so many answers have come in, and lets the blow fall in the middle of what the others
// do. It answers with what the clinics were promised.
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
	require.LessOrEqual(t, left.Load(), int64(0), "every answer before the blow was a success; the service said: %s", v.log)
	var list []*promise
	for _, own := range promises {
		list = append(list, own...)
	}
	return list
}

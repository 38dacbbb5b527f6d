package mockservice_test

import (
	"net/http"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/ci/postgres"
	"github.com/mynalab/mynalab/mockservice"
	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// onEachDatabase runs a check with each kind of database that replicas can share; url is that of an empty database.
func onEachDatabase(t *testing.T, check func(t *testing.T, url string, cluster *postgres.Cluster)) {
	t.Run("sqlite", func(t *testing.T) { check(t, "sqlite:"+filepath.Join(t.TempDir(), "rows.db"), nil) })
	t.Run("postgres", func(t *testing.T) {
		cluster := postgres.Start(t)
		check(t, cluster.Database(t), cluster)
	})
}

// openReplicas opens n labs whose services share one database.
func openReplicas(t *testing.T, url string, n int) []*lab {
	var labs []*lab
	for range n {
		rows, err := store.Open(t.Context(), url)
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, rows.Close()) })
		labs = append(labs, open(t, func(c *mockservice.Config) { c.Store = rows }))
	}
	return labs
}

// tries is how many requests together sends in parallel. 8 is our choice: several for each replica.
const tries = 8

// together sends requests in parallel, in turn to each replica, and counts the answers by status.
func together(labs []*lab, send func(l *lab) (int, wire.Problem)) map[int]int {
	statuses := make([]int, tries)
	var all sync.WaitGroup
	for i := range tries {
		all.Go(func() { statuses[i], _ = send(labs[i%len(labs)]) })
	}
	all.Wait()
	counted := map[int]int{}
	for _, status := range statuses {
		counted[status]++
	}
	return counted
}

// Two replicas never accept the same registration or the same challenge twice, and each sees the changes made by the other.
func TestReplicas(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, url string, _ *postgres.Cluster) {
		labs := openReplicas(t, url, 2)
		here, there := labs[0], labs[1]
		t.Run("SVC-119 SVC-129 one registration", func(t *testing.T) {
			here.reset("")
			require.Equal(t, map[int]int{http.StatusCreated: 1, http.StatusUnauthorized: tries - 1}, together(labs, func(l *lab) (int, wire.Problem) {
				return l.ask("POST", wire.PathRegistration, "", entries(), nil)
			}))
			require.Equal(t, "orphaned", there.state("W0000001"), "SVC-121")
		})
		t.Run("SVC-290 one challenge", func(t *testing.T) {
			here.reset("")
			token := here.register()
			request := here.request(there.challenge(token))
			require.Equal(t, map[int]int{http.StatusOK: 1, http.StatusConflict: tries - 1}, together(labs, func(l *lab) (int, wire.Problem) {
				return l.ask("POST", wire.PathCheck, token, request, nil)
			}))
			history, err := there.control.History(t.Context())
			require.NoError(t, err)
			require.Len(t, history, 1+tries, "SVC-296")
		})
		t.Run("SVC-290 no nonce twice in a scenario", func(t *testing.T) {
			here.reset("CHK-01")
			token := here.register()
			var mu sync.Mutex
			nonces := map[string]bool{}
			require.Equal(t, map[int]int{http.StatusCreated: tries}, together(labs, func(l *lab) (int, wire.Problem) {
				var answer wire.ChallengeAnswer
				status, problem := l.ask("POST", wire.PathChallenge, token, nil, &answer)
				mu.Lock()
				defer mu.Unlock()
				nonces[string(answer.Nonce)], nonces[answer.ChallengeID] = true, true
				return status, problem
			}))
			require.Len(t, nonces, 2*tries)
		})
		t.Run("one clock", func(t *testing.T) {
			here.reset("CHK-01")
			here.pass(90 * 60e9)
			now, err := there.control.Clock(t.Context())
			require.NoError(t, err)
			require.True(t, here.now.Equal(now))
		})
	})
}

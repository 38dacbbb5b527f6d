package main

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/ci/postgres"
	"github.com/mynalab/mynalab/mockservice"
	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/reports"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/slot"
)

// elsewhere is a mock on a store that answers like one in another process: over TLS of its own, with its control handler
// beside it.
func elsewhere(t *testing.T, database string) slot.RemoteConfig {
	t.Helper()
	serverTLS, ca, err := mockservice.NewTLS(time.Now())
	require.NoError(t, err)
	rows, err := store.Open(t.Context(), database)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, rows.Close()) })
	service := mockservice.Default(time.Now)
	service.Store = rows
	mock := mockservice.New(service)
	public := httptest.NewUnstartedServer(mock.Public())
	public.TLS = &tls.Config{Certificates: serverTLS.Certificates, MinVersion: tls.VersionTLS12}
	public.StartTLS()
	t.Cleanup(public.Close)
	controlServer := httptest.NewServer(mock.Control())
	t.Cleanup(controlServer.Close)
	base, err := url.Parse(public.URL)
	require.NoError(t, err)
	roots := x509.NewCertPool()
	require.True(t, roots.AppendCertsFromPEM(ca))
	return slot.RemoteConfig{URL: base, CA: roots, Control: control.Dial(controlServer.URL, &http.Client{Transport: &http.Transport{}}, "")}
}

// verdicts are those of a run by scenario, with their blames.
func verdicts(s suiteRun) map[string]string {
	all := map[string]string{}
	for _, sc := range s.run.Results.Scenarios {
		all[sc.ID] = sc.Verdict.String() + " " + string(sc.Blame)
	}
	return all
}

// aSixth is part of the suite where the whole of it would take too long.
func aSixth() reports.Selection { return reports.Selection{Shard: "1/6"} }

// TestAServiceElsewhereGetsTheVerdictsOfTheEmbeddedOne: the whole suite on SQLite; a part of it on the others,
// since two containers on PostgreSQL get the whole (ci/containers).
func TestAServiceElsewhereGetsTheVerdictsOfTheEmbeddedOne(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		database func(*testing.T) string
		suite    reports.Selection
	}{
		"memory":     {func(*testing.T) string { return "memory" }, aSixth()},
		"SQLite":     {func(t *testing.T) string { return "sqlite:" + filepath.Join(t.TempDir(), "mynalab.db") }, reports.Selection{}},
		"PostgreSQL": {func(t *testing.T) string { return postgres.Start(t).Database(t) }, aSixth()},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			here := judgeSuite(t, testPlan(t), 2, row.suite)
			b := testPlan(t)
			remote := elsewhere(t, row.database(t))
			b.config.Service, b.one = slot.Remote(remote), true
			there := judgeSuite(t, b, 1, row.suite)
			require.Equal(t, verdicts(here), verdicts(there))
			require.Equal(t, remote.URL.Host, there.run.Results.Run.Adapters[trace.Service])
		})
	}
}

// TestAServiceWithoutControl: what it does not follow is unsupported, whether it knows the cast or not, and never the
// product's failure. What needs nobody but the terminal still passes; so does the one scenario that finds the account free.
func TestAServiceWithoutControl(t *testing.T) {
	t.Parallel()
	for name, knowsCast := range map[string]bool{"of strangers": false, "that knows the cast": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := testPlan(t)
			remote := elsewhere(t, "memory")
			if knowsCast {
				require.NoError(t, remote.Control.PutPeople(t.Context(), castFacilities(b)))
			}
			remote.Control = nil
			b.config.Service, b.config.Start, b.one = slot.Remote(remote), time.Now(), true
			b.config.Random = zeroes{}
			there := judgeSuite(t, b, 1, reports.Selection{})
			require.Empty(t, there.ids(func(s reports.Scenario) bool {
				return s.Verdict != trace.Pass && s.Verdict != trace.Unsupported
			}))
			require.NotEmpty(t, there.ids(won), "an agreement to the notice needs no service")
			for _, s := range there.run.Results.Scenarios {
				if s.Verdict == trace.Unsupported {
					require.Contains(t, s.Reason.EN, "give its control URL with --control")
				}
			}
		})
	}
}

func castFacilities(b *slotPlan) control.People {
	var people control.People
	for _, f := range b.config.Cast.Facilities {
		facility := control.Facility{Code: f.Code, Name: f.Name}
		for _, a := range f.Accounts {
			facility.Accounts = append(facility.Accounts, control.AccountSecret{ID: a.ID, Password: a.Password, ActivationCode: a.ActivationCode})
		}
		people.Facilities = append(people.Facilities, facility)
	}
	return people
}

// zeroes are no chance at all.
type zeroes struct{}

func (zeroes) Read(p []byte) (int, error) { return len(p), nil }

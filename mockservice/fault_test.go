package mockservice_test

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mynalab/mynalab/ci/postgres"
	"github.com/mynalab/mynalab/mockservice"
	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// unheld opens a lab whose answers are not checked against the contract, since under a fault they may violate it.
func unheld(t *testing.T, edit ...func(*mockservice.Config)) *lab {
	var cfg mockservice.Config
	rows := store.NewMemory()
	edit = append(edit, func(c *mockservice.Config) { c.Store, cfg = rows, *c })
	l := open(t, edit...)
	cfg.Store = rows
	server := httptest.NewServer(mockservice.New(cfg).Public())
	t.Cleanup(server.Close)
	l.url = server.URL
	return l
}

// got is a response as a client sees it.
type got struct {
	status int
	header http.Header
	text   string
	closed bool  // the server asked to close the connection
	err    error // the error of the request, or of reading the body
}

// plain sends a request on a connection of its own.
func (l *lab) plain(method, path, token string, body []byte) got {
	request, err := http.NewRequestWithContext(l.t.Context(), method, l.url+path, strings.NewReader(string(body)))
	require.NoError(l.t, err)
	request.Close = true
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	return l.sent(request)
}

func (l *lab) sent(request *http.Request) got {
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return got{err: err}
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return got{response.StatusCode, response.Header, string(text), response.Close, err}
}

func (l *lab) suffers(list ...control.Fault) { l.suffer(control.Faults{List: list}) }

// reads sends a request on a connection of its own and decodes the answer, or the problem document of a refusal.
func (l *lab) reads(method, path, token string, body, out any) (int, wire.Problem) {
	text, err := json.Marshal(body)
	require.NoError(l.t, err)
	g := l.plain(method, path, token, text)
	require.NoError(l.t, g.err)
	var problem wire.Problem
	if g.status >= 400 {
		out = &problem
	}
	require.NoError(l.t, json.Unmarshal([]byte(g.text), out))
	return g.status, problem
}

// bytes sends raw bytes and returns the raw bytes of the response.
func (l *lab) bytes(sent string) string {
	conn, err := net.Dial("tcp", strings.TrimPrefix(l.url, "http://"))
	require.NoError(l.t, err)
	defer conn.Close()
	_, err = io.WriteString(conn, sent)
	require.NoError(l.t, err)
	text, err := io.ReadAll(conn)
	require.NoError(l.t, err)
	return string(text)
}

// asks requests a challenge, the operation to which most faults here apply.
func (l *lab) asks(token string) got { return l.plain("POST", wire.PathChallenge, token, nil) }

func TestFaultTableAndContractAgree(t *testing.T) {
	var named []any
	for _, kind := range mockservice.FaultKinds() {
		named = append(named, string(kind))
		require.NotEmpty(t, mockservice.FaultSource(kind), kind)
	}
	require.ElementsMatch(t, readDocument(t, control.Document()).Components.Schemas["FaultKind"].Value.Enum, named)
}

func TestFaults(t *testing.T) {
	refused := func(status int, code wire.Code, later string) func(*testing.T, got) {
		return func(t *testing.T, g got) {
			require.NoError(t, g.err)
			require.Equal(t, status, g.status)
			require.Equal(t, later, g.header.Get("Retry-After"))
			var problem wire.Problem
			require.NoError(t, json.Unmarshal([]byte(g.text), &problem))
			require.Equal(t, wire.ProblemFor(code, ""), problem)
		}
	}
	for _, c := range []struct {
		fault control.Fault
		want  func(*testing.T, got)
	}{
		{control.Fault{Kind: control.Delay, Seconds: 90}, func(t *testing.T, g got) {
			require.NoError(t, g.err)
			require.Equal(t, 201, g.status)
			require.Equal(t, "90", g.header.Get(control.HeaderDelay))
		}},
		{control.Fault{Kind: control.ConnectionReset}, func(t *testing.T, g got) { require.ErrorIs(t, g.err, syscall.ECONNRESET) }},
		{control.Fault{Kind: control.Truncated}, func(t *testing.T, g got) {
			require.ErrorIs(t, g.err, io.ErrUnexpectedEOF)
			require.Equal(t, 201, g.status)
			length, err := strconv.Atoi(g.header.Get("Content-Length"))
			require.NoError(t, err)
			require.Len(t, g.text, length/2)
		}},
		{control.Fault{Kind: control.Malformed}, func(t *testing.T, g got) {
			require.NoError(t, g.err)
			require.Equal(t, 201, g.status)
			require.NotEmpty(t, g.text)
			require.False(t, json.Valid([]byte(g.text)))
		}},
		{control.Fault{Kind: control.Failing}, refused(500, wire.CodeInternal, "")},
		{control.Fault{Kind: control.Unavailable, Seconds: 7}, refused(503, wire.CodeUnavailable, "7")},
		{control.Fault{Kind: control.RateLimited, Seconds: 60}, refused(429, wire.CodeRateLimited, "60")},
		{control.Fault{Kind: control.Skewed, Seconds: -600}, func(t *testing.T, g got) {
			require.Contains(t, g.text, start.Add(-10*time.Minute).Add(5*time.Minute).Format(time.RFC3339), "expiresAt")
		}},
	} {
		t.Run(string(c.fault.Kind), func(t *testing.T) {
			l := unheld(t)
			token := l.register()
			l.suffers(c.fault)
			c.want(t, l.asks(token))
			require.Equal(t, 200, l.plain("GET", wire.PathHealth, "", nil).status, "a fault without a path does not apply to probes")
			faults, err := l.control.Faults(t.Context())
			require.NoError(t, err)
			require.Equal(t, []control.Fault{c.fault}, faults.List)
			l.suffers()
			require.Equal(t, 201, l.asks(token).status, "no fault after it is removed")
		})
	}
}

func TestWronglySignedRevocations(t *testing.T) {
	l := unheld(t)
	token := l.register()
	l.suffers(control.Fault{Kind: control.WronglySigned})
	_, problem := l.ask("POST", wire.PathCheck, token, l.request(l.challenge(token)), nil)
	require.Equal(t, wire.CodeRevocationDown, problem.Code, "SVC-301 an answer that cannot be relied on counts as none")
	history, err := l.control.History(t.Context())
	require.NoError(t, err)
	require.Equal(t, 6, history[len(history)-1].FailedStep)
	signed := func() error {
		list, err := x509.ParseRevocationList([]byte(l.plain("GET", mockservice.PathCRL, "", nil).text))
		require.NoError(t, err)
		generations := jpki.Generations()
		return list.CheckSignatureFrom(generations[len(generations)-1].Certificate())
	}
	require.Error(t, signed())
	l.suffers()
	require.NoError(t, signed())
	status, _ := l.ask("POST", wire.PathCheck, token, l.request(l.challenge(token)), nil)
	require.Equal(t, 200, status)
}

func TestFaultsMeet(t *testing.T) {
	fail := control.Fault{Kind: control.Failing}
	with := func(edit func(*control.Fault)) control.Fault {
		f := fail
		edit(&f)
		return f
	}
	statuses := func(l *lab, token string, n int) (all []int) {
		for range n {
			all = append(all, l.asks(token).status)
		}
		return all
	}
	for _, c := range []struct {
		name  string
		fault control.Fault
		want  []int
	}{
		{"always", fail, []int{500, 500, 500}},
		{"a burst", with(func(f *control.Fault) { f.Skip, f.Count = 1, 2 }), []int{201, 500, 500, 201}},
		{"after a while", with(func(f *control.Fault) { f.Skip = 2 }), []int{201, 201, 500, 500}},
		{"its scenario", with(func(f *control.Fault) { f.Scenario = "CHK-*" }), []int{500}},
		{"another scenario", with(func(f *control.Fault) { f.Scenario = "*CHK-02" }), []int{201}},
		{"its path", with(func(f *control.Fault) { f.Path = "/v1/*" }), []int{500}},
		{"another path", with(func(f *control.Fault) { f.Path = wire.PathCheck }), []int{201}},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := unheld(t)
			token := l.register()
			for range 2 {
				l.suffers(c.fault)
				require.Equal(t, c.want, statuses(l, token, len(c.want)), "the counters restart whenever faults are set")
			}
		})
	}
	t.Run("at random, but the same in each run of a scenario", func(t *testing.T) {
		var runs [][]int
		l := unheld(t)
		for range 2 {
			l.reset("CHK-01")
			token := l.register()
			l.suffers(with(func(f *control.Fault) { f.Percent = 50 }))
			runs = append(runs, statuses(l, token, 64))
		}
		require.Equal(t, runs[0], runs[1])
		require.InDelta(t, 32, strings.Count(fmt.Sprint(runs[0]), "500"), 16)
	})
	t.Run("the first of a list is outermost", func(t *testing.T) {
		l := unheld(t)
		l.suffers(control.Fault{Kind: control.Delay, Seconds: 5}, control.Fault{Kind: control.Delay, Seconds: 3}, control.Fault{Kind: control.Unavailable, Seconds: 1})
		g := l.asks("")
		require.Equal(t, 503, g.status)
		require.Equal(t, "8", g.header.Get(control.HeaderDelay), "the delays are added")
	})
	t.Run("only faults that name a scenario survive a reset", func(t *testing.T) {
		l := unheld(t)
		l.suffers(fail, with(func(f *control.Fault) { f.Scenario = "CHK-02" }))
		l.reset("CHK-03")
		token := l.register()
		require.Equal(t, 201, l.asks(token).status)
		l.reset("CHK-02")
		require.Equal(t, 500, l.asks("").status)
	})
	t.Run("a delay needs at least a second", func(t *testing.T) {
		l := open(t)
		err := l.control.SetFaults(t.Context(), control.Faults{List: []control.Fault{fail, {Kind: control.Delay}}})
		require.ErrorContains(t, err, "list.1.seconds: it must be at least 1 for this kind")
		err = l.control.SetFaults(t.Context(), control.Faults{List: []control.Fault{{Kind: "no-such"}}})
		require.ErrorContains(t, err, "it must be one of delay, reset,")
	})
}

// If the service's own clock runs, a delay is waited for with Config.Pause instead of reported in the header.
func TestDelayInRealTime(t *testing.T) {
	var waited []time.Duration
	l := unheld(t, func(c *mockservice.Config) {
		c.Pause = func(_ context.Context, d time.Duration) { waited = append(waited, d) }
	})
	require.NoError(t, l.control.SetClock(t.Context(), time.Time{}))
	l.suffers(control.Fault{Kind: control.Delay, Seconds: 2})
	require.Empty(t, l.asks("").header.Get(control.HeaderDelay))
	require.Equal(t, []time.Duration{2 * time.Second}, waited)
	require.NoError(t, l.control.SetClock(t.Context(), start))
	require.Equal(t, "2", l.asks("").header.Get(control.HeaderDelay))
	require.Len(t, waited, 1)
}

// Replicas count together: a fault with a count applies to exactly that many requests of all replicas.
func TestReplicasCountFaultsTogether(t *testing.T) {
	onEachDatabase(t, func(t *testing.T, url string, _ *postgres.Cluster) {
		labs := openReplicas(t, url, 2)
		labs[0].reset("CHK-01")
		labs[0].suffers(control.Fault{Kind: control.Unavailable, Seconds: 1, Path: wire.PathCheck, Count: 3})
		counted := together(labs, func(l *lab) (int, wire.Problem) { return l.ask("POST", wire.PathCheck, "", nil, nil) })
		require.Equal(t, map[int]int{503: 3, 401: tries - 3}, counted)
		labs[0].has(control.Mode{Mode: control.Strict})
		mode, err := labs[1].control.Mode(t.Context())
		require.NoError(t, err)
		require.Equal(t, control.Strict, mode.Mode, "the mode is in the database, too")
	})
}

func TestPatternsFit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pattern, text := rapid.StringMatching(`[ab*]{0,6}`).Draw(t, "pattern"), rapid.StringMatching(`[ab]{0,8}`).Draw(t, "text")
		want := regexp.MustCompile(`^` + strings.ReplaceAll(pattern, "*", ".*") + `$`).MatchString(text)
		require.Equal(t, want || pattern == "", mockservice.Fits(pattern, text))
	})
}

// If the store fails, the service answers with an internal error, also when faults are set.
func TestFaultsWithoutAStore(t *testing.T) {
	rows := &failing{Memory: store.NewMemory()}
	l := open(t, func(c *mockservice.Config) { c.Store = rows })
	l.suffers(control.Fault{Kind: control.Failing, Path: "/never", Percent: 1})
	rows.down = true
	status, problem := l.ask("POST", wire.PathChallenge, "x", nil, nil)
	require.Equal(t, 500, status)
	require.Equal(t, wire.CodeInternal, problem.Code)
}

// failing is a store that fails while down is set.
type failing struct {
	*store.Memory
	down bool
}

func (f *failing) Setup(ctx context.Context) (store.Setup, error) {
	if f.down {
		return store.Setup{}, errors.New("down")
	}
	return f.Memory.Setup(ctx)
}

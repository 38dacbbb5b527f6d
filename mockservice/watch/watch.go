// Package watch counts and logs the requests of a service, without personal data in logs or metrics.
//
// A log line or a label holds only the method, the route as the contract writes it, the status, the problem code and the
// duration. It never holds the path as it was sent, the query, a header or a body. The package has no rules of the
// qualification service and does not read its store.
//
// Start with [New]: it makes a [Watch], whose [Watch.Handler] wraps the service and whose [Watch.Metrics] serves the
// counters to Prometheus.
package watch

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"
)

// Config is the configuration of a Watch.
type Config struct {
	// Log receives one line for each request; nil turns logging off.
	Log *slog.Logger
	// Routes are the routes as the contract writes them, e.g. /v1/portals/{portal}/menu. A path that matches none of them is
	// counted as "other".
	Routes []string
	// Now is the clock by which requests are timed.
	Now func() time.Time
	// Probe makes a small query to the store each time the metrics are read; nil turns the probe off.
	Probe func(context.Context) error
	// Build is the version of the running program.
	Build string
}

// Watch holds the request counters of one service. It is safe for concurrent use.
type Watch struct {
	cfg Config

	mu       sync.Mutex
	requests map[request]*tally
	checks   map[string]int
	inFlight int
}

// request is the key by which requests are counted.
type request struct {
	method, route string
	status        int
	code          string // the problem code, empty if the response was not a problem document
}

// tally is the number of requests with one key, and their total duration.
type tally struct {
	count int
	took  time.Duration
}

// New returns a watch with all counters at zero.
func New(cfg Config) *Watch {
	return &Watch{cfg: cfg, requests: map[request]*tally{}, checks: map[string]int{}}
}

// Handler wraps next so that every request is counted and logged. A request whose handler panics is counted with status 0
// (aborted), unless the handler has sent a status before.
func (w *Watch) Handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		began := w.cfg.Now()
		seen := &recordedAnswer{ResponseWriter: out}
		w.countInFlight(1)
		defer func() {
			w.countInFlight(-1)
			w.record(r, seen, w.cfg.Now().Sub(began))
		}()
		next.ServeHTTP(seen, r)
		seen.WriteHeader(http.StatusOK)
	})
}

// Check counts one qualification check by its result, e.g. ok:1 or MOCK-E201. The result must come from the service's tables,
// never from a request, since it becomes a label.
func (w *Watch) Check(result string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.checks[result]++
}

func (w *Watch) countInFlight(n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.inFlight += n
}

// record counts and logs one finished request.
func (w *Watch) record(r *http.Request, seen *recordedAnswer, took time.Duration) {
	key := request{method: method(r.Method), route: route(w.cfg.Routes, r.URL.Path), status: seen.status, code: seen.code()}
	w.mu.Lock()
	t := w.requests[key]
	if t == nil {
		t = &tally{}
		w.requests[key] = t
	}
	t.count++
	t.took += took
	w.mu.Unlock()
	if w.cfg.Log == nil {
		return
	}
	w.cfg.Log.LogAttrs(r.Context(), level(seen.status), "request", slog.String("method", key.method), slog.String("route", key.route),
		slog.Int("status", key.status), slog.String("code", key.code), slog.Float64("ms", float64(took.Microseconds())/1000))
}

// level returns the log level for a status: error for an aborted request (0) or a failure of the service (5xx), info for the rest.
func level(status int) slog.Level {
	if status == 0 || status >= http.StatusInternalServerError {
		return slog.LevelError
	}
	return slog.LevelInfo
}

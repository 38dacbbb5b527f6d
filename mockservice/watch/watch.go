// Package watch counts and logs the requests of a service without telling anything of the people they are about.
//
// A line or a number names a method, the route as the contract writes it (never the path as it was sent, its query, a
// header or a body), a status, a problem code and how long it took. It knows no rule and no row.
package watch

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"
)

// Config is what a watch is made of.
type Config struct {
	// Log takes a line for each request; nil for none.
	Log *slog.Logger
	// Routes are the routes as the contract writes them, e.g. /v1/portals/{portal}/menu. What fits none is "other".
	Routes []string
	// Now is the stopwatch.
	Now func() time.Time
	// Probe asks the store for something small, each time somebody reads the numbers; nil for none.
	Probe func(context.Context) error
	// Build is the version that runs.
	Build string
}

// Watch is the numbers of one service. It is safe for concurrent use.
type Watch struct {
	cfg Config

	mu       sync.Mutex
	requests map[request]*tally
	checks   map[string]int
	inFlight int
}

// request is what requests are counted by.
type request struct {
	method, route string
	status        int
	code          string // of the problem, empty where there was none
}

// tally is how many there were, and how long they took in all.
type tally struct {
	count int
	took  time.Duration
}

// New is a watch with nothing counted.
func New(cfg Config) *Watch {
	return &Watch{cfg: cfg, requests: map[request]*tally{}, checks: map[string]int{}}
}

// Handler is next with every request counted and logged. A handler that panics is counted as aborted (status 0).
func (w *Watch) Handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		began := w.cfg.Now()
		seen := &answer{ResponseWriter: out}
		w.enter(1)
		defer func() {
			w.enter(-1)
			w.note(r, seen, w.cfg.Now().Sub(began))
		}()
		next.ServeHTTP(seen, r)
		seen.WriteHeader(http.StatusOK)
	})
}

// Check counts a check by how it ended: a word of the service's own tables.
func (w *Watch) Check(result string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.checks[result]++
}

func (w *Watch) enter(n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.inFlight += n
}

// note counts and logs one request.
func (w *Watch) note(r *http.Request, seen *answer, took time.Duration) {
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

// level is that of a failure of the service, or of what is everyday.
func level(status int) slog.Level {
	if status == 0 || status >= http.StatusInternalServerError {
		return slog.LevelError
	}
	return slog.LevelInfo
}

package watch

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// MetricsContentType is the media type of the Prometheus text format, version 0.0.4.
const MetricsContentType = "text/plain; version=0.0.4; charset=utf-8"

// Metrics is an HTTP handler that answers with the counters and gauges in the Prometheus text format. If there is a
// Config.Probe, each request runs it once and measures it.
func (w *Watch) Metrics(out http.ResponseWriter, r *http.Request) {
	up, took := 1, 0.0
	if w.cfg.Probe != nil {
		began := w.cfg.Now()
		if w.cfg.Probe(r.Context()) != nil {
			up = 0
		}
		took = w.cfg.Now().Sub(began).Seconds()
	}
	out.Header().Set("Content-Type", MetricsContentType)
	out.Header().Set("Cache-Control", "no-store")
	text := &strings.Builder{}
	gauge(text, "mynalab_build_info", "version of the running program", fmt.Sprintf("{version=%q}", w.cfg.Build), 1)
	gauge(text, "mynalab_store_up", "1 if the store answered the probe of this scrape, else 0", "", float64(up))
	gauge(text, "mynalab_store_probe_seconds", "duration of one small query to the store, made for this scrape", "", took)
	w.write(text)
	_, _ = io.WriteString(out, text.String()) // fails only if the client has disconnected
}

func gauge(out io.Writer, name, help, labels string, value float64) {
	fmt.Fprintf(out, "# HELP %[1]s %[2]s\n# TYPE %[1]s gauge\n%[1]s%[3]s %[4]g\n", name, help, labels, value)
}

// write writes the counters, sorted, so that the output for the same counts is always the same.
func (w *Watch) write(out io.Writer) {
	w.mu.Lock()
	defer w.mu.Unlock()
	gauge(out, "mynalab_requests_in_flight", "requests in progress", "", float64(w.inFlight))
	keys := slices.SortedFunc(maps.Keys(w.requests), func(a, b request) int {
		return cmp.Or(cmp.Compare(a.route, b.route), cmp.Compare(a.method, b.method), cmp.Compare(a.status, b.status),
			cmp.Compare(a.code, b.code))
	})
	fmt.Fprint(out, "# HELP mynalab_requests_total requests by method, route, status and problem code (status 0: aborted)\n",
		"# TYPE mynalab_requests_total counter\n")
	for _, key := range keys {
		fmt.Fprintf(out, "mynalab_requests_total%s %d\n", key.labels(), w.requests[key].count)
	}
	fmt.Fprint(out, "# HELP mynalab_checks_total qualification checks by result: ok with the validity, or the problem code of the refusal\n",
		"# TYPE mynalab_checks_total counter\n")
	for _, result := range slices.Sorted(maps.Keys(w.checks)) {
		fmt.Fprintf(out, "mynalab_checks_total{result=%q} %d\n", result, w.checks[result])
	}
	fmt.Fprint(out, "# HELP mynalab_request_seconds_total seconds spent on these requests\n",
		"# TYPE mynalab_request_seconds_total counter\n")
	for _, key := range keys {
		fmt.Fprintf(out, "mynalab_request_seconds_total%s %g\n", key.labels(), w.requests[key].took.Seconds())
	}
}

func (r request) labels() string {
	return fmt.Sprintf("{method=%q,route=%q,status=\"%d\",code=%q}", r.method, r.route, r.status, r.code)
}

package watch_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/watch"
)

// tick returns a clock that advances by one millisecond each time it is read.
func tick() func() time.Time {
	now := time.Date(2025, 6, 2, 9, 0, 0, 0, time.UTC)
	return func() time.Time {
		now = now.Add(time.Millisecond)
		return now
	}
}

// leakyService puts personal data into every answer, so that the test can look for them in logs and metrics.
func leakyService(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/v1/check":
		_, _ = io.WriteString(w, `{"Name":"佐藤　花子"}`)
	case "/v1/challenge":
		w.Header()["Content-Type"], w.Header()["content-type"] = nil, []string{"Application/problem+json; charset=utf-8"}
		w.WriteHeader(http.StatusConflict)
		_, _ = io.WriteString(w, `{"code":"MOCK-E201"}`)
	case "/broken":
		panic(http.ErrAbortHandler)
	default:
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(http.StatusNotFound)
		_, _ = io.WriteString(w, `{"code":"MOCK-E002","detail":"佐藤　花子"}`)
	}
}

func TestWatchTellsNothingOfPeople(t *testing.T) {
	log := &bytes.Buffer{}
	w := watch.New(watch.Config{Log: slog.New(slog.NewJSONHandler(log, nil)), Now: tick(), Build: "v0",
		Routes: []string{"/v1/check", "/v1/portals/{portal}/accounts/{accountId}/settings", "/v1/portals/omf/accounts/{accountId}/settings", "/omf/..."}})
	handler := w.Handler(http.HandlerFunc(leakyService))
	for _, ask := range []struct{ method, path, line string }{
		{"POST", "/v1/check?name=%E4%BD%90%E8%97%A4", `"method":"POST","route":"/v1/check","status":200,"code":""`},
		{"GET", "/v1/portals/csm/accounts/W0000001/settings", `"route":"/v1/portals/{portal}/accounts/{accountId}/settings","status":404,"code":"MOCK-E002"`},
		{"GET", "/v1/portals/omf/accounts/W0000001/settings", `"route":"/v1/portals/omf/accounts/{accountId}/settings"`},
		{"GET", "/omf/login", `"route":"/omf/..."`},
		{"BREW", "/W0000001", `"method":"other","route":"other"`},
		{"POST", "/v1/challenge", `"route":"other","status":409,"code":"MOCK-E201"`},
		{"POST", "/broken", `"level":"ERROR","msg":"request","method":"POST","route":"other","status":0`},
	} {
		log.Reset()
		request := httptest.NewRequestWithContext(t.Context(), ask.method, ask.path, strings.NewReader("1234"))
		request.Header.Set("Authorization", "Bearer secret-token")
		func() {
			defer func() { _ = recover() }() // as net/http does
			handler.ServeHTTP(httptest.NewRecorder(), request)
		}()
		require.Contains(t, log.String(), ask.line)
		for _, secret := range []string{"佐藤", "%E4", "secret-token", "W0000001", "1234"} {
			require.NotContains(t, log.String(), secret)
		}
	}
	w.Check("ok:1")
	w.Check("ok:1")
	numbers := httptest.NewRecorder()
	w.Metrics(numbers, httptest.NewRequest("GET", "/metrics", nil))
	require.Equal(t, watch.MetricsContentType, numbers.Header().Get("Content-Type"))
	text := numbers.Body.String()
	for _, line := range []string{
		`mynalab_checks_total{result="ok:1"} 2`, `mynalab_build_info{version="v0"} 1`, "mynalab_store_up 1", "mynalab_requests_in_flight 0",
		`mynalab_requests_total{method="POST",route="/v1/check",status="200",code=""} 1`,
		`mynalab_requests_total{method="POST",route="other",status="0",code=""} 1`,
		`mynalab_request_seconds_total{method="POST",route="/v1/check",status="200",code=""} 0.001`,
	} {
		require.Contains(t, text, line+"\n")
	}
	require.NotContains(t, text, "佐藤")
	require.NotContains(t, text, "W0000001")
}

func TestMetricsProbeTheStore(t *testing.T) {
	w := watch.New(watch.Config{Now: tick(), Probe: func(context.Context) error { return errors.New("down") }})
	numbers := httptest.NewRecorder()
	w.Metrics(numbers, httptest.NewRequest("GET", "/metrics", nil))
	require.Contains(t, numbers.Body.String(), "mynalab_store_up 0\n")
	require.Contains(t, numbers.Body.String(), "mynalab_store_probe_seconds 0.001\n")
}

package capture_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports/capture"
	"github.com/mynalab/mynalab/reports/trace"
)

// served sends one request through a recorded handler over real HTTP and returns the answer with its body. It closes the
// server before it returns, so that no goroutine uses the record any more.
func served(t *testing.T, rec *recording, req func(url string) *http.Request, h http.HandlerFunc) (*http.Response, string, error) {
	t.Helper()
	server := httptest.NewServer(capture.Handler(rec.Recorder, h))
	defer server.Close()
	resp, err := server.Client().Do(req(server.URL))
	if err != nil {
		return nil, "", err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return resp, string(body), err
}

func post(path, auth, body string) func(string) *http.Request {
	return func(url string) *http.Request {
		req, err := http.NewRequest(http.MethodPost, url+path, strings.NewReader(body))
		if err != nil {
			panic(err)
		}
		if auth != "" {
			req.Header.Set("Authorization", auth)
		}
		return req
	}
}

func TestAnExchangeIsRecordedWithoutItsSecrets(t *testing.T) {
	rec := record(capture.Config{Secrets: capture.NewSecrets("402871596034", "Minato-Test-01", "s3cret-token")})
	sent := `{"password":"Minato-Test-01", "accountId":"W0000001", "activationCode":"402871596034"}`
	var got []byte
	resp, body, err := served(t, rec, post("/v1/registration", "Bearer another-token", sent), func(w http.ResponseWriter, r *http.Request) {
		got, _ = io.ReadAll(r.Body)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusCreated)
		_, _ = io.WriteString(w, `{"deviceToken":"s3cret-token","institutionName":"A&B <接骨院>"}`)
	})
	require.NoError(t, err)
	require.Equal(t, sent, string(got), "the handler gets what was sent")
	require.Contains(t, body, "s3cret-token", "the client gets what was answered")
	require.Equal(t, http.StatusCreated, resp.StatusCode)
	require.Equal(t, "application/json", resp.Header.Get("Content-Type"))

	events := rec.events(t)
	require.Len(t, events, 2)
	require.Equal(t, trace.Fields{"exchange": "1", "method": "POST", "path": "/v1/registration", "auth": "bearer",
		"headers": "accept-encoding authorization content-length user-agent",
		"body":    `{"accountId":"W0000001","activationCode":"***","password":"***"}`}, events[0].Fields)
	require.Equal(t, trace.Product, events[0].By)
	require.Equal(t, trace.Fields{"exchange": "1", "method": "POST", "path": "/v1/registration", "status": "201",
		"body": `{"deviceToken":"***","institutionName":"A&B <接骨院>"}`}, events[1].Fields)
	require.Equal(t, trace.TheService, events[1].By)
	require.NoError(t, rec.Err())
}

func TestBodiesThatAreNoJSONTellTheirLength(t *testing.T) {
	for body, want := range map[string]string{"pin=12": `{"bytes":6}`, `{"a":1}{"b":2}`: `{"bytes":14}`, "": "",
		strings.Repeat("x", 1<<20+9): `{"bytes":1048577}`, `{"a" : 0012}`: `{"bytes":12}`, ` [1, "x"] `: `[1,"x"]`} {
		rec := record(capture.Config{})
		var length int
		_, _, err := served(t, rec, post("/x", "Basic abc", body), func(_ http.ResponseWriter, r *http.Request) {
			got, err := io.ReadAll(r.Body)
			require.NoError(t, err)
			length = len(got)
		})
		require.NoError(t, err)
		require.Equal(t, len(body), length, "the whole body passes")
		events := rec.events(t)
		require.Equal(t, want, events[0].Fields["body"])
		require.Equal(t, "other", events[0].Fields["auth"])
		require.Equal(t, "200", events[1].Fields["status"])
	}
}

func TestAnAnswerIsRecordedBeforeAnybodyHasIt(t *testing.T) {
	rec := record(capture.Config{})
	handler := capture.Handler(rec.Recorder, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusNoContent)
		require.Len(t, rec.events(t), 1, "nothing was sent yet")
	}))
	w := &peeking{ResponseRecorder: httptest.NewRecorder(), peek: func() { require.Len(t, rec.events(t), 2) }}
	handler.ServeHTTP(w, httptest.NewRequest(http.MethodDelete, "/v1/registration", nil))
	require.True(t, w.peeked)
	require.Equal(t, http.StatusNoContent, w.Code)
	require.Equal(t, "none", rec.events(t)[0].Fields["auth"])
}

// peeking calls peek when the status is sent.
type peeking struct {
	*httptest.ResponseRecorder
	peek   func()
	peeked bool
}

func (p *peeking) WriteHeader(status int) {
	p.peek()
	p.peeked = true
	p.ResponseRecorder.WriteHeader(status)
}

func TestAnAbortedAnswerIsAFailure(t *testing.T) {
	rec := record(capture.Config{})
	_, _, err := served(t, rec, post("/v1/check", "", "{}"), func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	require.Error(t, err)
	events := rec.events(t)
	require.Len(t, events, 2)
	require.Equal(t, trace.KindFailure, events[1].Kind)
	require.Equal(t, "aborted", events[1].Fields["error"])
}

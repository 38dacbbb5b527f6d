package control_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/control"
)

// Package mockservice tests the client against the real handler; this test uses servers that are not a control handler.
func TestClientErrorsAreOneLine(t *testing.T) {
	for _, c := range []struct {
		name   string
		status int
		body   string
		want   string
	}{
		{"a problem", 400, `{"code":"MOCK-E001","messageEn":"the request is malformed","detail":"serial: x"}`,
			"GET /clock was refused: MOCK-E001 the request is malformed: serial: x"},
		{"no problem", 404, "<html>\nnot found\n</html>",
			"GET /clock was refused: 404 Not Found; check that the URL is the control handler's"},
		{"another server", 200, "<html>", "reading the answer of GET /clock"},
	} {
		t.Run(c.name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(c.status)
				_, _ = io.WriteString(w, c.body)
			}))
			defer server.Close()
			_, err := control.Dial(server.URL, server.Client(), "").Clock(t.Context())
			require.ErrorContains(t, err, c.want)
			require.NotContains(t, err.Error(), "\n")
		})
	}
	t.Run("nobody there", func(t *testing.T) {
		server := httptest.NewServer(http.NotFoundHandler())
		server.Close()
		err := control.Dial(server.URL, server.Client(), "").SetClock(t.Context(), time.Time{})
		require.ErrorContains(t, err, "check that the service runs there")
	})
	t.Run("no URL", func(t *testing.T) {
		err := control.Dial(":", http.DefaultClient, "").Reset(t.Context(), control.Reset{})
		require.ErrorContains(t, err, "check its URL")
	})
}

func TestClientSends(t *testing.T) {
	var got []string
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got = append(got, fmt.Sprint(r.Method, " ", r.URL.Path, " ", string(body)))
		require.Equal(t, "Bearer sesame", r.Header.Get("Authorization"))
	}))
	defer server.Close()
	c := control.Dial(server.URL+"/", server.Client(), "sesame")
	at := time.Date(2025, 6, 2, 9, 0, 0, 0, time.FixedZone("JST", 9*3600))
	require.NoError(t, c.SetClock(t.Context(), at))
	require.NoError(t, c.SetFaults(t.Context(), control.Faults{RevocationDown: true, RevocationDelay: 3, RevocationStale: true}))
	require.NoError(t, c.PutCertificate(t.Context(), control.Certificate{Serial: "7B", PersonID: "P01", Supersedes: "7A"}))
	require.NoError(t, c.Revoke(t.Context(), control.Revocation{Serial: "7A", At: at, Reason: control.Superseded}))
	require.Equal(t, strings.Split(`POST /clock {"now":"2025-06-02T09:00:00+09:00"}
POST /faults {"revocationDelay":3,"revocationDown":true,"revocationStale":true}
POST /certificates {"personId":"P01","serial":"7B","supersedes":"7A"}
POST /revocations {"at":"2025-06-02T09:00:00+09:00","reason":"superseded","serial":"7A"}`, "\n"), got)
}

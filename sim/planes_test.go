package main

import (
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// pemFile writes a server's own certificate to a file for --ca.
func pemFile(t *testing.T, server *httptest.Server) string {
	t.Helper()
	return written(t, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})))
}

func written(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

// guardedControl starts a control handler that requires a token.
func guardedControl(t *testing.T, token string) *httptest.Server {
	t.Helper()
	controlServer := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer "+token {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		_, _ = w.Write([]byte(`{"now":"2025-06-02T09:00:00+09:00"}`))
	}))
	t.Cleanup(controlServer.Close)
	return controlServer
}

func TestAServiceIsFoundAliveBeforeARun(t *testing.T) {
	service := httptest.NewTLSServer(http.NotFoundHandler()) // any answer shows that it runs
	defer service.Close()
	controlServer := guardedControl(t, "s3cret")
	nobody := httptest.NewServer(http.NotFoundHandler())
	nobody.Close()
	elsewhere := httptest.NewServer(http.RedirectHandler(controlServer.URL, http.StatusFound))
	defer elsewhere.Close()
	ill := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }))
	defer ill.Close()
	ca, token := pemFile(t, service), written(t, "s3cret\n")
	for name, c := range map[string]struct {
		flags linkFlags
		code  int
		says  string
	}{
		"embedded":                {linkFlags{service: embeddedService}, exitOK, ""},
		"service alone":           {linkFlags{service: service.URL, ca: ca}, exitOK, ""},
		"with control":            {linkFlags{service: service.URL, ca: ca, control: controlServer.URL, token: token}, exitOK, ""},
		"no token":                {linkFlags{service: service.URL, ca: ca, control: controlServer.URL}, exitUsage, "requires its token"},
		"wrong token":             {linkFlags{service: service.URL, ca: ca, control: controlServer.URL, token: written(t, "other")}, exitUsage, "requires its token"},
		"control does not answer": {linkFlags{service: service.URL, ca: ca, control: nobody.URL}, exitHarness, "start it with mynalab serve"},
		"control is a redirect":   {linkFlags{service: service.URL, ca: ca, control: elsewhere.URL, token: token}, exitHarness, "check that the URL is the control handler's"},
		"server error":            {linkFlags{service: ill.URL, ca: pemFile(t, ill)}, exitHarness, "it answered 503"},
		"another CA":              {linkFlags{service: service.URL, ca: otherCA(t)}, exitUsage, "its certificate can't be verified with --ca"},
	} {
		t.Run(name, func(t *testing.T) {
			err := c.flags.reach(t.Context())
			if c.code == exitOK {
				require.NoError(t, err)
				return
			}
			var exit *exitError
			require.ErrorAs(t, err, &exit)
			require.Equal(t, c.code, exit.code)
			require.ErrorContains(t, err, c.says)
			require.NotContains(t, err.Error(), "s3cret")
		})
	}
}

func otherCA(t *testing.T) string {
	t.Helper()
	script, err := os.ReadFile(filepath.Join("testdata", "link.txtar"))
	require.NoError(t, err)
	block, _ := pem.Decode(script)
	require.NotNil(t, block, "link.txtar carries a CA")
	return written(t, string(pem.EncodeToMemory(block)))
}

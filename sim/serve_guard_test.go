package main

import (
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestInProcessAnswersAsAPortDoes: inProcess returns what the handler would answer over a port: the first status counts, the
// body follows it, and headers that are set later are dropped.
func TestInProcessAnswersAsAPortDoes(t *testing.T) {
	handler := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Early", "1")
		w.WriteHeader(http.StatusNotFound)
		w.WriteHeader(http.StatusOK)
		w.Header().Set("X-Late", "1")
		_, _ = io.WriteString(w, "nobody")
	})
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://control/", nil)
	require.NoError(t, err)
	response, err := inProcess{handler}.RoundTrip(request)
	require.NoError(t, err)
	require.Equal(t, "404 Not Found", response.Status)
	require.Equal(t, http.Header{"X-Early": {"1"}}, response.Header)
	require.Same(t, request, response.Request)
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.Equal(t, "nobody", string(body))
}

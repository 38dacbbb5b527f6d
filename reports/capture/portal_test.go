package capture_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports/capture"
	"github.com/mynalab/mynalab/reports/trace"
)

// atPortal sends one request through a recorded portal, which returns this answer.
func atPortal(t *testing.T, rec *recording, contentType, sent string, status int, answer string) (heard, back string) {
	t.Helper()
	inner := carrier(func(r *http.Request) (*http.Response, error) {
		body, err := io.ReadAll(r.Body)
		require.NoError(t, err)
		heard = string(body)
		return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(answer))}, nil
	})
	req, err := http.NewRequest(http.MethodPost, "http://portal.example/v1/portals/omf/sessions?name=a.pdf", strings.NewReader(sent))
	require.NoError(t, err)
	req.Header.Set("Content-Type", contentType)
	req.Header.Set("Authorization", "Bearer s3cret-token")
	resp, err := capture.Portal(rec.Recorder, inner, map[string]string{"Minato-Test-01": "W0000001/password"}).RoundTrip(req)
	require.NoError(t, err)
	read, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return heard, string(read)
}

type carrier func(*http.Request) (*http.Response, error)

func (c carrier) RoundTrip(r *http.Request) (*http.Response, error) { return c(r) }

func TestWhatAPersonDoesAtAPortalIsRecordedWithReferences(t *testing.T) {
	rec := record(capture.Config{Secrets: capture.NewSecrets("Minato-Test-01", "s3cret-token")})
	sent := `{"mailAddress":"a@clinic.example", "password":"typed-by-mistake"}`
	answer := `{"sessionToken":"s3cret-token","password":"Minato-Test-01"}`
	heard, back := atPortal(t, rec, "application/json", sent, 201, answer)
	require.Equal(t, sent, heard)
	require.Equal(t, answer, back)

	events := rec.events(t)
	require.Len(t, events, 2)
	require.Equal(t, trace.PersonActor, events[0].By)
	require.Equal(t, trace.Stimulus, events[0].Dir)
	require.Equal(t, trace.Service, events[0].Plane)
	require.Equal(t, trace.Fields{"exchange": "portal 1", "method": "POST", "path": "/v1/portals/omf/sessions", "query": "name=a.pdf",
		"auth": "bearer", "body": `{"mailAddress":"a@clinic.example","password":"***"}`}, events[0].Fields)
	require.Equal(t, trace.TheService, events[1].By)
	require.Equal(t, trace.Fields{"exchange": "portal 1", "method": "POST", "path": "/v1/portals/omf/sessions", "status": "201",
		"body": `{"password":"W0000001/password","sessionToken":"***"}`}, events[1].Fields)
	require.NoError(t, rec.Err())
}

func TestOfAFileOnlyTheLengthIsRecorded(t *testing.T) {
	rec := record(capture.Config{})
	heard, _ := atPortal(t, rec, "application/octet-stream", "%PDF-1.7", 204, "")
	require.Equal(t, "%PDF-1.7", heard)
	require.Equal(t, `{"bytes":8}`, rec.events(t)[0].Fields["body"])
}

func TestAPortalThatDoesNotAnswerIsAFailure(t *testing.T) {
	rec := record(capture.Config{})
	inner := carrier(func(*http.Request) (*http.Response, error) { return nil, errors.New("boom") })
	req, err := http.NewRequest(http.MethodGet, "http://portal.example/v1/portals/omf", nil)
	require.NoError(t, err)
	_, err = capture.Portal(rec.Recorder, inner, nil).RoundTrip(req)
	require.ErrorContains(t, err, "boom")
	require.Equal(t, trace.KindFailure, rec.events(t)[1].Kind)
}

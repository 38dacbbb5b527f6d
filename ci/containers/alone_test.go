package containers_test

import (
	"context"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// alone does what a vendor's own test does: start the service, set its clock, read it back. The database is the one that
// the image uses by default.
func alone(ctx context.Context, t *testing.T, image string) {
	mock := started(ctx, t, image)
	noon := time.Date(2025, time.June, 2, 12, 0, 0, 0, time.FixedZone("JST", 9*60*60))
	require.NoError(t, mock.Control.SetClock(ctx, noon))
	now, err := mock.Control.Clock(ctx)
	require.NoError(t, err)
	require.True(t, noon.Equal(now))
	withoutToken, err := mock.Client().Get(mock.ControlURL + "/clock")
	require.NoError(t, err)
	defer withoutToken.Body.Close()
	require.Equal(t, http.StatusUnauthorized, withoutToken.StatusCode)
	_, err = http.Get(mock.URL + "/healthz")
	require.ErrorContains(t, err, "certificate", "other clients must not trust its CA")
	is, err := mock.Inspect(ctx)
	require.NoError(t, err)
	code, out, err := mock.Exec(ctx, is.Config.Healthcheck.Test[len([]string{"CMD"}):])
	require.NoError(t, err)
	said, err := io.ReadAll(out)
	require.NoError(t, err)
	require.Zero(t, code, string(said))
	require.NoError(t, mock.Stop(ctx, nil))
	ended, err := mock.State(ctx)
	require.NoError(t, err)
	require.Zero(t, ended.ExitCode, "it exits cleanly when it is stopped")
}

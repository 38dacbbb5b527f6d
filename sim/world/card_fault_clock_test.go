package world_test

import (
	"crypto/x509"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice"
	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/slot"
	"github.com/mynalab/mynalab/sim/world"
	"github.com/mynalab/mynalab/virtualcard"
)

// stopping returns a slot whose service no longer accepts world time once stop is called.
func stopping(t *testing.T) (c slot.Config, stop func()) {
	t.Helper()
	mock := mockservice.New(mockservice.Default(time.Now))
	public := httptest.NewTLSServer(mock.Public())
	t.Cleanup(public.Close)
	var stopped atomic.Bool
	controlServer := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if stopped.Load() && r.URL.Path == "/clock" {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		mock.Control().ServeHTTP(w, r)
	}))
	t.Cleanup(controlServer.Close)
	base, err := url.Parse(public.URL)
	require.NoError(t, err)
	c = config(t)
	roots := x509.NewCertPool()
	roots.AddCert(public.Certificate())
	c.Service = slot.Remote(slot.RemoteConfig{URL: base, CA: roots, Control: control.Dial(controlServer.URL, controlServer.Client(), "")})
	return c, func() { stopped.Store(true) }
}

// TestALateCardWhoseTimeNobodyKeeps proves that an error while waiting for the card is returned at the end and is not blamed
// on the product.
func TestALateCardWhoseTimeNobodyKeeps(t *testing.T) {
	c, stop := stopping(t)
	w, _ := stage(t, c)
	require.NoError(t, w.Patient().CardSuffers("late", virtualcard.FaultOptions{Delay: time.Minute}))
	stop()
	require.NoError(t, w.Patient().ChecksInByFace())
	err := w.Close()
	var trouble *world.BlamedError
	require.ErrorAs(t, err, &trouble)
	require.Equal(t, trace.BlameEnvironment, trouble.Blame)
	require.ErrorContains(t, err, "setting the service's clock")
}

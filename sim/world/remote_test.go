package world_test

import (
	"crypto/x509"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice"
	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/slot"
	"github.com/mynalab/mynalab/sim/world"
)

// elsewhere returns a slot whose service has its own ports, with a handler around its public handler.
func elsewhere(t *testing.T, around func(http.Handler) http.Handler) (slot.Config, *httptest.Server) {
	t.Helper()
	mock := mockservice.New(mockservice.Default(time.Now))
	public := httptest.NewTLSServer(around(mock.Public()))
	t.Cleanup(public.Close)
	controlServer := httptest.NewServer(mock.Control())
	t.Cleanup(controlServer.Close)
	base, err := url.Parse(public.URL)
	require.NoError(t, err)
	roots := x509.NewCertPool()
	roots.AddCert(public.Certificate())
	c := config(t)
	c.Service = slot.Remote(slot.RemoteConfig{URL: base, CA: roots, Control: control.Dial(controlServer.URL, controlServer.Client(), "")})
	return c, public
}

func asItIs(h http.Handler) http.Handler { return h }

// checks replaces the handling of check requests and passes all others.
func checks(instead http.HandlerFunc) func(http.Handler) http.Handler {
	return func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/v1/check" {
				instead(w, r)
				return
			}
			h.ServeHTTP(w, r)
		})
	}
}

func TestAServiceElsewhereIsRecordedAlike(t *testing.T) {
	c, public := elsewhere(t, asItIs)
	w, sink := stage(t, c)
	require.NoError(t, w.Patient().ChecksInByFace())
	require.NoError(t, w.InternetLine().ReplaysLastCheck())
	there := recorded(t, w, sink)
	w, sink = stage(t, config(t))
	require.NoError(t, w.Patient().ChecksInByFace())
	require.NoError(t, w.InternetLine().ReplaysLastCheck())
	require.Equal(t, recorded(t, w, sink), there)
	require.Equal(t, strings.TrimPrefix(public.URL, "https://"), c.Header().Adapters[trace.Service])
}

func TestAServiceElsewhereThatGoesAwayIsTheEnvironments(t *testing.T) {
	c, public := elsewhere(t, asItIs)
	w, _ := stage(t, c)
	public.Close()
	require.NoError(t, w.Patient().ChecksInByFace())
	var trouble *world.BlamedError
	require.ErrorAs(t, w.Close(), &trouble)
	require.Equal(t, trace.BlameEnvironment, trouble.Blame)
}

func TestWhatAServiceElsewhereBreaksOffReachesTheProductBroken(t *testing.T) {
	for name, instead := range map[string]http.HandlerFunc{
		"before the answer": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"within the answer": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			_, _ = w.Write([]byte(`{"half":`))
		},
	} {
		t.Run(name, func(t *testing.T) {
			c, _ := elsewhere(t, checks(instead))
			w, sink := stage(t, c)
			require.NoError(t, w.Patient().ChecksInByFace())
			require.Equal(t, "service-unreachable", lastScreen(t, recorded(t, w, sink))["outcome"])
		})
	}
}

func TestNobodyElseIsAskedThanTheServiceThatWasNamed(t *testing.T) {
	var asked atomic.Int64
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer other.Close()
	c, _ := elsewhere(t, checks(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL, http.StatusTemporaryRedirect)
	}))
	w, sink := stage(t, c)
	require.NoError(t, w.Patient().ChecksInByFace())
	require.Equal(t, "service-failed", lastScreen(t, recorded(t, w, sink))["outcome"])
	require.Zero(t, asked.Load())
}

func TestARequestReachesAServiceElsewhereAsItWasSent(t *testing.T) {
	var got *http.Request
	c, public := elsewhere(t, func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			got = r.Clone(t.Context())
			h.ServeHTTP(w, r)
		})
	})
	w, _ := stage(t, c)
	require.NoError(t, w.Patient().ChecksInByFace())
	require.Equal(t, strings.TrimPrefix(public.URL, "https://"), got.Host)
	require.NotEmpty(t, got.Header.Get("Authorization"))
	require.Empty(t, got.Header.Get("X-Forwarded-For"))
	require.False(t, slices.Contains(got.TransferEncoding, "chunked"), "the length of the request is known")
}

func TestWhatNeedsControlFailsAsUncontrolled(t *testing.T) {
	for name, verb := range map[string]func(*world.World) error{
		"clock":     func(w *world.World) error { return w.Clock().PassMinutes(1) },
		"faults":    func(w *world.World) error { return w.Service().LosesRevocation() },
		"accounts":  func(w *world.World) error { return w.Clinic().CancelsAccount() },
		"people":    func(w *world.World) error { return w.Patient().ChecksInByFace() },
		"colleague": func(w *world.World) error { return w.Clinic().OtherTerminalRegisters() },
		"history": func(w *world.World) error {
			return w.Claim(trace.Claim{Check: "any", Needs: []trace.Need{trace.NeedInventory}})
		},
	} {
		t.Run(name, func(t *testing.T) {
			c, public := elsewhere(t, asItIs)
			base, err := url.Parse(public.URL)
			require.NoError(t, err)
			roots := x509.NewCertPool()
			roots.AddCert(public.Certificate())
			c.Service, c.Random = slot.Remote(slot.RemoteConfig{URL: base, CA: roots}), zeroes{}
			w, err := world.Enter(t.Context(), opened(t, c), world.Scene{ID: t.Name(), Sink: io.Discard})
			require.NoError(t, err)
			require.NoError(t, w.Patient().Arrives("佐藤 花子"))
			err = verb(w)
			var trouble *world.BlamedError
			require.ErrorAs(t, err, &trouble)
			require.True(t, trouble.Uncontrolled)
			require.ErrorIs(t, err, slot.ErrUncontrolled)
		})
	}
}

// zeroes is a source of zeros instead of random bytes.
type zeroes struct{}

func (zeroes) Read(p []byte) (int, error) { return len(p), nil }

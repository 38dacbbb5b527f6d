package slot

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"time"

	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/reports/trace"
)

// RemoteConfig names a service in another process that speaks the contract of mockservice/openapi.yaml.
type RemoteConfig struct {
	// URL is where it answers terminals. What they ask goes there and nowhere else: no redirect is followed.
	URL *url.URL
	// CA are those who may have signed its certificate.
	CA *x509.CertPool
	// Control is the client of its control handler; nil where nobody told its URL. Then its clock, its people and its
	// faults are what they are, and a scenario that needs others is unsupported (design §5).
	Control *control.Client
}

// RemoteTransport carries requests to a service whose certificate is signed by one of ca, by no proxy and as they are.
func RemoteTransport(ca *x509.CertPool) *http.Transport {
	return &http.Transport{TLSClientConfig: &tls.Config{RootCAs: ca, MinVersion: tls.VersionTLS12}, DisableCompression: true}
}

// lifeLimit is how long a service in another process may take for a sign of life.
const lifeLimit = 5 * time.Second

// Unreached is why a service in another process gave no sign of life when its plane was opened.
type Unreached struct {
	// Control: it is the control handler that gave none, and not the service.
	Control bool
	Err     error
}

// Error is one line.
func (u *Unreached) Error() string { return "asking the service for a sign of life: " + u.Err.Error() }

// Unwrap is why.
func (u *Unreached) Unwrap() error { return u.Err }

// remote relays to a service in another process.
type remote struct {
	RemoteConfig
	transport *http.Transport
}

var _ Service = (*remote)(nil)

// Remote is a service in another process.
func Remote(c RemoteConfig) func() Service { return func() Service { return newRemote(c) } }

func newRemote(c RemoteConfig) *remote { return &remote{c, RemoteTransport(c.CA)} }

// Open asks service and control handler for a sign of life, before a scenario relies on them. Its error is Unreached.
func (r *remote) Open(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, lifeLimit)
	defer cancel()
	if err := r.lives(ctx); err != nil {
		return &Unreached{false, err}
	}
	if r.RemoteConfig.Control == nil {
		return nil
	}
	if _, err := r.RemoteConfig.Control.Clock(ctx); err != nil {
		r.transport.CloseIdleConnections()
		return &Unreached{true, err}
	}
	return nil
}

// lives takes any answer for a sign of life but that something is broken.
func (r *remote) lives(ctx context.Context) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, r.URL.JoinPath("healthz").String(), nil)
	if err != nil {
		return err
	}
	answer, err := r.transport.RoundTrip(request)
	if err != nil {
		return err
	}
	answer.Body.Close()
	if answer.StatusCode >= http.StatusInternalServerError {
		r.transport.CloseIdleConnections()
		return fmt.Errorf("it is not well: %s", answer.Status)
	}
	return nil
}

// Close lets go of kept connections.
func (r *remote) Close(context.Context) error {
	r.transport.CloseIdleConnections()
	return nil
}

// Adapter is host and port: the rest of a URL may hold what a record should not.
func (r *remote) Adapter() string                      { return r.URL.Host }
func (r *remote) Runs([]string) (trace.Sentence, bool) { return trace.Sentence{}, true }
func (r *remote) Controlled() bool                     { return r.RemoteConfig.Control != nil }

func (r *remote) Public(h Hooks) http.Handler {
	return &httputil.ReverseProxy{Transport: r.transport, ErrorLog: silence(), ModifyResponse: h.Answered,
		Rewrite: func(p *httputil.ProxyRequest) {
			p.SetURL(r.URL)
			p.Out.URL.RawQuery = p.In.URL.RawQuery // as it was sent, be it well-formed or not
		},
		ErrorHandler: func(_ http.ResponseWriter, r *http.Request, err error) { h.Lost(r, err) },
	}
}

// Control is a client whose calls all fail where nobody told the URL of a control handler.
func (r *remote) Control() *control.Client {
	if r.RemoteConfig.Control == nil {
		return control.Dial("http://uncontrolled", &http.Client{Transport: uncontrolled{}}, "")
	}
	return r.RemoteConfig.Control
}

// ErrUncontrolled is why a verb fails that moves a service whose control handler is not known.
var ErrUncontrolled = errors.New("nobody told the URL of the service's control handler")

// uncontrolled stands where the way to a control handler would be.
type uncontrolled struct{}

// RoundTrip reaches nobody.
func (uncontrolled) RoundTrip(*http.Request) (*http.Response, error) { return nil, ErrUncontrolled }

// NobodyThere tells whether nobody was there to answer. Whoever was there and broke off may have done so on purpose.
func NobodyThere(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "dial"
}

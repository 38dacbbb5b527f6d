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

// RemoteConfig names a service in another process that implements the contract of mockservice/openapi.yaml.
type RemoteConfig struct {
	// URL is where it answers terminals. Their requests go there and nowhere else: no redirect is followed.
	URL *url.URL
	// CA holds the CAs that may have signed its certificate.
	CA *x509.CertPool
	// Control is the client of its control handler, or nil if its URL was not given. Without it, the service's clock, people
	// and faults cannot be changed, and a scenario that needs them changed is unsupported (design §5).
	Control *control.Client
}

// RemoteTransport carries requests unchanged and without a proxy to a service whose certificate is signed by one of ca.
func RemoteTransport(ca *x509.CertPool) *http.Transport {
	return &http.Transport{TLSClientConfig: &tls.Config{RootCAs: ca, MinVersion: tls.VersionTLS12}, DisableCompression: true}
}

// lifeLimit is how long a service in another process may take to answer when its plane is opened. Our choice: far longer than
// a healthy service needs, and short for a person who typed a wrong address.
const lifeLimit = 5 * time.Second

// Unreached is the error of a service in another process that did not answer when its plane was opened.
type Unreached struct {
	// Control: the control handler did not answer; else it was the service.
	Control bool
	// Err is the cause.
	Err error
}

// Error returns one line.
func (u *Unreached) Error() string { return "checking that the service answers: " + u.Err.Error() }

// Unwrap returns the cause.
func (u *Unreached) Unwrap() error { return u.Err }

// remote relays requests to a service in another process.
type remote struct {
	RemoteConfig
	transport *http.Transport
}

var _ Service = (*remote)(nil)

// Remote returns a maker of the plane for a service in another process.
func Remote(c RemoteConfig) func() Service { return func() Service { return newRemote(c) } }

func newRemote(c RemoteConfig) *remote { return &remote{c, RemoteTransport(c.CA)} }

// Open checks that service and control handler answer, before a scenario relies on them. Its error is Unreached.
func (r *remote) Open(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, lifeLimit)
	defer cancel()
	if err := r.checkAlive(ctx); err != nil {
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

// checkAlive accepts any answer as a sign of life, except one that reports a server error (5xx).
func (r *remote) checkAlive(ctx context.Context) error {
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
		return fmt.Errorf("it answered %s", answer.Status)
	}
	return nil
}

// Close closes idle connections.
func (r *remote) Close(context.Context) error {
	r.transport.CloseIdleConnections()
	return nil
}

// Adapter returns host and port only: the rest of a URL may hold what a record should not.
func (r *remote) Adapter() string                      { return r.URL.Host }
func (r *remote) Runs([]string) (trace.Sentence, bool) { return trace.Sentence{}, true }
func (r *remote) Controlled() bool                     { return r.RemoteConfig.Control != nil }

// Public relays each request unchanged.
func (r *remote) Public(h Hooks) http.Handler {
	return &httputil.ReverseProxy{Transport: r.transport, ErrorLog: silence(), ModifyResponse: h.Answered,
		Rewrite: func(p *httputil.ProxyRequest) {
			p.SetURL(r.URL)
			p.Out.URL.RawQuery = p.In.URL.RawQuery // unchanged, well-formed or not
		},
		ErrorHandler: func(_ http.ResponseWriter, r *http.Request, err error) { h.Lost(r, err) },
	}
}

// Control returns a client whose calls all fail if the URL of the control handler was not given.
func (r *remote) Control() *control.Client {
	if r.RemoteConfig.Control == nil {
		return control.Dial("http://uncontrolled", &http.Client{Transport: uncontrolled{}}, "")
	}
	return r.RemoteConfig.Control
}

// ErrUncontrolled is why a verb fails that has to change a service whose control handler is not known.
var ErrUncontrolled = errors.New("the URL of the service's control handler was not given")

// uncontrolled is the transport of a control client without a URL.
type uncontrolled struct{}

// RoundTrip always fails.
func (uncontrolled) RoundTrip(*http.Request) (*http.Response, error) { return nil, ErrUncontrolled }

// NobodyThere reports whether nothing accepted the connection. A server that accepted it and broke off may have done so on
// purpose.
func NobodyThere(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "dial"
}

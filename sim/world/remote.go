package world

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"

	"github.com/mynalab/mynalab/mockservice/control"
)

// Remote is a service in another process that speaks the contract of mockservice/openapi.yaml.
type Remote struct {
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

// remote relays to a service in another process.
type remote struct {
	Remote
	transport *http.Transport
}

var _ source = (*remote)(nil)

func openRemote(r Remote) *remote {
	if r.Control == nil {
		r.Control = control.Dial("http://uncontrolled", &http.Client{Transport: uncontrolled{}}, "")
	}
	return &remote{Remote: r, transport: RemoteTransport(r.CA)}
}

func (r *remote) public(h hooks) http.Handler {
	return &httputil.ReverseProxy{Transport: r.transport, ErrorLog: silence(), ModifyResponse: h.answered,
		Rewrite: func(p *httputil.ProxyRequest) {
			p.SetURL(r.URL)
			p.Out.URL.RawQuery = p.In.URL.RawQuery // as it was sent, be it well-formed or not
		},
		ErrorHandler: func(_ http.ResponseWriter, r *http.Request, err error) { h.lost(r, err) },
	}
}

func (r *remote) control() *control.Client { return r.Control }

func (r *remote) close() error {
	r.transport.CloseIdleConnections()
	return nil
}

// ErrUncontrolled is why a verb fails that moves a service whose control handler is not known.
var ErrUncontrolled = errors.New("nobody told the URL of the service's control handler")

// uncontrolled stands where the way to a control handler would be.
type uncontrolled struct{}

// RoundTrip reaches nobody.
func (uncontrolled) RoundTrip(*http.Request) (*http.Response, error) { return nil, ErrUncontrolled }

// unreached tells whether nobody was there to answer. Whoever was there and broke off may have done so on purpose.
func unreached(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "dial"
}

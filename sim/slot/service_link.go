package slot

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"

	"github.com/mynalab/mynalab/mockservice"
	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/reports/trace"
)

// LinkConfig configures the certificates of a slot's port.
type LinkConfig struct {
	// TLS is the server side of the port at which the terminal reaches the service, and CA the PEM of the CA that signed its
	// certificate. FaultCertificates are the certificates that the port shows while the service has a handshake fault. Their
	// validity is in real time.
	TLS               *tls.Config
	CA                []byte
	FaultCertificates mockservice.FaultCertificates
}

// Link is the service as a slot's terminal reaches it: a loopback port of our own behind the clinic's line, in front of
// whatever service is used. So the record, the faults of the line and TLS are the same for every service.
type Link struct {
	Service
	config   LinkConfig
	seams    *Seams
	listener *lineListener
	port     *port
	// handshakeFault is the control.FaultKind of the handshake in the current scenario; empty if there isn't one.
	handshakeFault atomic.Value
	// now is the handler of the port: the service as the current scenario records it.
	now atomic.Pointer[http.Handler]
}

var _ Plane = (*Link)(nil)

func newLink(behind Service, config LinkConfig, seams *Seams) *Link {
	l := &Link{Service: behind, config: config, seams: seams}
	l.handshakeFault.Store(control.FaultKind(""))
	l.answerWith(http.NotFoundHandler())
	return l
}

// Open opens the port; the service behind it is opened on its own.
func (l *Link) Open(context.Context) error {
	config, err := l.serverTLS(l.config.FaultCertificates.ConfigFor(l.config.TLS, func(context.Context) control.FaultKind {
		return l.handshakeFault.Load().(control.FaultKind)
	}))
	if err != nil {
		return err
	}
	l.port, err = openPort(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { (*l.now.Load()).ServeHTTP(w, r) }),
		func(at net.Listener) net.Listener {
			l.listener = newLineListener(at, l.seams)
			return requestListener{l.listener, config, l.seams}
		}, l.seams.connection)
	return err
}

// Close closes the port.
func (l *Link) Close(ctx context.Context) error {
	if l.port == nil {
		return nil
	}
	port := l.port
	l.port = nil
	return port.close(ctx)
}

// Adapter returns the port's own name; the record's header names the service.
func (l *Link) Adapter() string { return "the service's port" }

// Runs allows every scenario.
func (l *Link) Runs([]string) (trace.Sentence, bool) { return trace.Sentence{}, true }

// answerWith sets the handler of the port.
func (l *Link) answerWith(h http.Handler) { l.now.Store(&h) }

// repair removes the faults of line and handshake.
func (l *Link) repair() {
	l.listener.set(whole)
	l.handshakeFault.Store(control.FaultKind(""))
}

// Cut takes the line away: connections break and no new one is made.
func (l *Link) Cut() { l.listener.set(cut) }

// Fade lets requests under way be answered and nothing new through.
func (l *Link) Fade() { l.listener.set(fading) }

// RedirectToImpostor breaks connections and leads new ones to an impostor, a server whose certificate another CA signed.
func (l *Link) RedirectToImpostor() { l.listener.set(redirected) }

// Restore makes the line whole again.
func (l *Link) Restore() { l.listener.set(whole) }

// SetHandshakeFault makes the port show a certificate with this fault; the empty kind ends the fault.
func (l *Link) SetHandshakeFault(kind control.FaultKind) { l.handshakeFault.Store(kind) }

// URL returns the base URL at which the terminal reaches the service.
func (l *Link) URL() string { return "https://" + l.port.address() }

// CA returns the PEM of the CA that signed the port's certificate.
func (l *Link) CA() []byte { return l.config.CA }

// Ask sends a request to the service itself, past the line and the record.
func (l *Link) Ask(ctx context.Context, method, path string, header http.Header, body []byte) (*httptest.ResponseRecorder, error) {
	request, err := http.NewRequestWithContext(ctx, method, path, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("asking the service: %w", err)
	}
	request.Header = header
	return askOf(l.Service, request)
}

// askOf lets a service answer a request without a port.
func askOf(s Service, r *http.Request) (*httptest.ResponseRecorder, error) {
	var lost error
	answer := httptest.NewRecorder()
	s.Public(Hooks{Lost: func(_ *http.Request, err error) { lost = err }}).ServeHTTP(answer, r)
	if lost != nil {
		return nil, fmt.Errorf("asking the service: %w", lost)
	}
	return answer, nil
}

// PortalTransport is how people reach the service's portals: from a desk of their own and not over the clinic's line, so that
// faults of the line do not affect them. The service is called without a port of ours, wherever it is.
type PortalTransport struct{ Behind Service }

// RoundTrip sends the request to the service.
func (o PortalTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	asked := r.Clone(r.Context())
	asked.RemoteAddr = "127.0.0.1:0"
	if asked.Body == nil {
		asked.Body = http.NoBody
	}
	answer, err := askOf(o.Behind, asked)
	if err := errors.Join(err, asked.Body.Close()); err != nil {
		return nil, err
	}
	response := answer.Result()
	response.Request = r
	return response, nil
}

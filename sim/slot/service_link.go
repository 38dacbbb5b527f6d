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

// LinkConfig is what a slot's port shows to whoever dials.
type LinkConfig struct {
	// TLS and CA are the certificate of the port at which the terminal reaches the service and the PEM of who signed it,
	// FaultCertificates are the certificates that it shows where the service suffers in its handshake. TLS validity is real time.
	TLS               *tls.Config
	CA                []byte
	FaultCertificates mockservice.FaultCertificates
}

// Link is the service as a slot's terminal reaches it: a loopback port of our own behind the clinic's line, whatever
// service stands behind it. So record, faults of the line and TLS are the same for all of them.
type Link struct {
	Service
	config   LinkConfig
	seams    *Seams
	listener *lineListener
	port     *port
	// handshakeFault is the fault of the handshake from which the service suffers in the scenario on stage; empty for none.
	handshakeFault atomic.Value
	// now is what answers on the port: the service as the scenario on stage records it.
	now atomic.Pointer[http.Handler]
}

var _ Plane = (*Link)(nil)

func newLink(behind Service, config LinkConfig, seams *Seams) *Link {
	l := &Link{Service: behind, config: config, seams: seams}
	l.handshakeFault.Store(control.FaultKind(""))
	l.answerWith(http.NotFoundHandler())
	return l
}

// Open opens the port; the service behind it has a life of its own.
func (l *Link) Open(context.Context) error {
	config, err := l.orImpostor(l.config.FaultCertificates.ConfigFor(l.config.TLS, func(context.Context) control.FaultKind {
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

// Close ends the port.
func (l *Link) Close(ctx context.Context) error {
	if l.port == nil {
		return nil
	}
	port := l.port
	l.port = nil
	return port.close(ctx)
}

// Adapter is the port's own name; the header names the service.
func (l *Link) Adapter() string { return "the service's port" }

// Runs lets every scenario run.
func (l *Link) Runs([]string) (trace.Sentence, bool) { return trace.Sentence{}, true }

// answerWith sets what answers on the port.
func (l *Link) answerWith(h http.Handler) { l.now.Store(&h) }

// sound makes line and handshake sound again.
func (l *Link) sound() {
	l.listener.set(whole)
	l.handshakeFault.Store(control.FaultKind(""))
}

// Cut takes the line away: connections break and no new one comes about. Fade lets what is under way be answered and
// nothing new through, RedirectToImpostor breaks connections and lets whoever dials reach a stranger, Restore makes it whole.
func (l *Link) Cut() { l.listener.set(cut) }

// Fade lets what is under way be answered, and nothing new through.
func (l *Link) Fade() { l.listener.set(fading) }

// RedirectToImpostor breaks connections and lets whoever dials reach a stranger.
func (l *Link) RedirectToImpostor() { l.listener.set(redirected) }

// Restore makes the line whole.
func (l *Link) Restore() { l.listener.set(whole) }

// SetHandshakeFault lets the port show a certificate with a fault; the empty kind ends that.
func (l *Link) SetHandshakeFault(kind control.FaultKind) { l.handshakeFault.Store(kind) }

// URL is the base URL at which the terminal reaches the service.
func (l *Link) URL() string { return "https://" + l.port.address() }

// CA is the PEM of who signed the port's certificate.
func (l *Link) CA() []byte { return l.config.CA }

// Ask asks the service itself, beside the line and the record.
func (l *Link) Ask(ctx context.Context, method, path string, header http.Header, body []byte) (*httptest.ResponseRecorder, error) {
	request, err := http.NewRequestWithContext(ctx, method, path, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("asking the service: %w", err)
	}
	request.Header = header
	return askOf(l.Service, request)
}

// askOf has a service answer a request without a port.
func askOf(s Service, r *http.Request) (*httptest.ResponseRecorder, error) {
	var lost error
	answer := httptest.NewRecorder()
	s.Public(Hooks{Lost: func(_ *http.Request, err error) { lost = err }}).ServeHTTP(answer, r)
	if lost != nil {
		return nil, fmt.Errorf("asking the service: %w", lost)
	}
	return answer, nil
}

// PortalTransport is how people reach the service's portals: from a desk of their own and not over the clinic's line, so that what
// happens to the line does not touch them. Wherever the service is, it is asked without a port of ours.
type PortalTransport struct{ Behind Service }

// RoundTrip asks the service.
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

package world

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync/atomic"

	"github.com/mynalab/mynalab/mockservice"
	"github.com/mynalab/mynalab/mockservice/control"
)

// source is where a slot's service comes from: the mock in this process, or a service in another one.
type source interface {
	// public answers what terminals ask, and tells the hooks what came of it.
	public(h hooks) http.Handler
	// control is the client of its control handler; where nobody told its URL, each call fails with ErrUncontrolled.
	control() *control.Client
	close() error
}

// hooks are what a world wants to know of a service in another process. One in this process keeps nothing back.
type hooks struct {
	// answered sees the answer before anybody else.
	answered func(*http.Response) error
	// lost hears of a request to which no answer came.
	lost func(*http.Request, error)
}

// front is the service as a slot's terminal reaches it: a loopback port of our own behind the clinic's line, whatever the
// source. So record, faults of the line and TLS are the same for all of them.
type front struct {
	source
	cable  *cable
	url    string
	ca     []byte
	server *http.Server
	// spoilt is the fault of the handshake from which the service suffers in the scenario on stage; empty for none.
	spoilt atomic.Value
	// now is what answers on the port: the source as the scenario on stage records it.
	now atomic.Pointer[http.Handler]
}

// openFront puts a source behind a port. TLS validity is real time, which the certificate in tlsConfig already has.
func openFront(behind source, tlsConfig *tls.Config, spoilt mockservice.Spoilt, ca []byte) (*front, error) {
	port, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, errors.Join(fmt.Errorf("opening a loopback port for the service: %w", err), behind.close())
	}
	f := &front{source: behind, cable: newCable(port), url: "https://" + port.Addr().String(), ca: ca}
	f.spoilt.Store(control.FaultKind(""))
	tlsConfig, err = f.orStranger(spoilt.Around(tlsConfig, func(context.Context) control.FaultKind {
		return f.spoilt.Load().(control.FaultKind)
	}))
	if err != nil {
		return nil, errors.Join(err, port.Close(), behind.close())
	}
	f.enact(http.NotFoundHandler())
	f.server = serve(tls.NewListener(f.cable, tlsConfig), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		(*f.now.Load()).ServeHTTP(w, r)
	}))
	return f, nil
}

// ask asks the service itself, beside the line and the record.
func (f *front) ask(ctx context.Context, method, path string, header http.Header, body []byte) (*heard, error) {
	request, err := http.NewRequestWithContext(ctx, method, path, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("asking the service: %w", err)
	}
	request.Header = header
	answer := newHeard()
	f.public(hooks{lost: func(_ *http.Request, lost error) { err = lost }}).ServeHTTP(answer, request)
	if err != nil {
		return nil, fmt.Errorf("asking the service: %w", err)
	}
	return answer, nil
}

// enact sets what answers on the port.
func (f *front) enact(h http.Handler) { f.now.Store(&h) }

// close ends the port and the source.
func (f *front) close() error {
	if err := f.server.Shutdown(context.Background()); err != nil {
		return fmt.Errorf("closing the service's port: %w", err)
	}
	return f.source.close()
}

func serve(l net.Listener, h http.Handler) *http.Server {
	server := &http.Server{Handler: h, ErrorLog: silence()}
	go func() { _ = server.Serve(l) }() // ends with Shutdown, which is its only error
	return server
}

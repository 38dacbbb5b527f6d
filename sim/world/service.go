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

// embeddedService is the mock on two loopback ports: the public one behind the clinic's line, and the control one.
type embeddedService struct {
	cable   *cable
	url     string
	ca      []byte
	control *control.Client
	mock    *mockservice.Service
	// public is what answers now: the mock as the scenario on stage records it.
	public  atomic.Pointer[http.Handler]
	servers []*http.Server
}

// openService starts the mock. TLS validity is real time, which the certificate in tlsConfig already has.
func openService(config mockservice.Config, tlsConfig *tls.Config, ca []byte) (*embeddedService, error) {
	mock := mockservice.New(config)
	s := &embeddedService{mock: mock, ca: ca}
	s.enact(mock.Public())
	public, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("opening a loopback port for the embedded service: %w", err)
	}
	desk, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		public.Close()
		return nil, fmt.Errorf("opening a loopback port for the embedded service's control handler: %w", err)
	}
	s.cable = newCable(public)
	s.url = "https://" + public.Addr().String()
	s.control = control.NewClient("http://"+desk.Addr().String(), &http.Client{Transport: &http.Transport{}})
	tlsConfig, err = s.orStranger(tlsConfig)
	if err != nil {
		return nil, errors.Join(err, public.Close(), desk.Close())
	}
	s.serve(tls.NewListener(s.cable, tlsConfig), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		(*s.public.Load()).ServeHTTP(w, r)
	}))
	s.serve(desk, mock.Control())
	return s, nil
}

// ask asks the mock itself, beside the line and the record.
func (s *embeddedService) ask(ctx context.Context, method, path string, header http.Header, body []byte) (*heard, error) {
	request, err := http.NewRequestWithContext(ctx, method, path, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("asking the service: %w", err)
	}
	request.Header = header
	answer := newHeard()
	s.mock.Public().ServeHTTP(answer, request)
	return answer, nil
}

// enact sets what answers on the public port.
func (s *embeddedService) enact(h http.Handler) { s.public.Store(&h) }

func (s *embeddedService) serve(l net.Listener, h http.Handler) {
	server := &http.Server{Handler: h, ErrorLog: silence()}
	s.servers = append(s.servers, server)
	go func() { _ = server.Serve(l) }() // ends with close, which is its only error
}

// close ends both ports.
func (s *embeddedService) close() error {
	for _, server := range s.servers {
		if err := server.Shutdown(context.Background()); err != nil {
			return fmt.Errorf("closing the embedded service: %w", err)
		}
	}
	return nil
}

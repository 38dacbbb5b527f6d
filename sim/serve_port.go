package main

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/mynalab/mynalab/mockservice"
	"github.com/mynalab/mynalab/mockservice/watch"
)

// How long a client may take. Bodies get more time than heads, since attachments of 100 MB may come over slow lines:
// bodyTime is enough for that at 3 Mbit/s. headTime bounds clients that stop in the middle of a head, idleTime the life of
// unused connections, and headSize (64 KiB) the memory for a head; these are our choice.
const (
	headTime = 10 * time.Second
	bodyTime = 5 * time.Minute
	idleTime = 2 * time.Minute
	headSize = 64 << 10
)

// port is an open port with its server.
type port struct {
	listener net.Listener
	server   *http.Server
	// plain: the port has no TLS. The server itself can't tell, since net/http sets a TLS configuration when it starts.
	plain bool
	// ended is closed when the server has stopped accepting. died then holds the reason, unless the port was closed on
	// purpose.
	ended chan struct{}
	died  error
}

// openPort opens HOST:PORT, with TLS unless config is nil. flag is the flag to name in the error.
func openPort(flag, address string, handler http.Handler, config *tls.Config) (*port, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, usage(errorOf(msgBadPort, flag, address, err))
	}
	return portAt(listener, handler, config), nil
}

// portAt serves on a listener that is already open.
func portAt(listener net.Listener, handler http.Handler, config *tls.Config) *port {
	p := &port{listener: listener, plain: config == nil, ended: make(chan struct{}), server: &http.Server{Handler: handler, TLSConfig: config,
		ReadHeaderTimeout: headTime, ReadTimeout: bodyTime, WriteTimeout: bodyTime, IdleTimeout: idleTime,
		MaxHeaderBytes: headSize, ErrorLog: log.New(io.Discard, "", 0)}}
	go p.accept()
	return p
}

// accept serves until close is called or the listener fails.
func (p *port) accept() {
	defer close(p.ended)
	serve := p.server.Serve
	if !p.plain {
		serve = func(l net.Listener) error { return p.server.ServeTLS(l, "", "") }
	}
	if err := serve(p.listener); !errors.Is(err, http.ErrServerClosed) {
		p.died = err
	}
}

// address returns where a program on this machine reaches the port. It has the port number that the machine chose if none was
// given.
func (p *port) address() string {
	at, ok := p.listener.Addr().(*net.TCPAddr)
	if ok && at.IP.IsUnspecified() {
		return net.JoinHostPort("127.0.0.1", strconv.Itoa(at.Port))
	}
	return p.listener.Addr().String()
}

func (p *port) scheme() string {
	if p.plain {
		return "http"
	}
	return "https"
}

// close stops accepting connections and waits for the requests under way, until ctx ends.
func (p *port) close(ctx context.Context) error {
	if p == nil {
		return nil
	}
	err := p.server.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		err = p.server.Close()
	}
	<-p.ended
	return errors.Join(err, p.died)
}

// watching returns the counters and the log of the service. Whenever somebody reads the counters, it probes the store with a
// small read.
func (d *served) watching(log *slog.Logger) *watch.Watch {
	return watch.New(watch.Config{Log: log, Routes: mockservice.Routes(), Now: d.s.now, Build: d.s.version,
		Probe: func(ctx context.Context) error {
			_, err := d.rows.Setup(ctx)
			return err
		}})
}

// watched returns the public handler with counters, log and /metrics.
func (d *served) watched(service *mockservice.Service) http.Handler {
	public := http.NewServeMux()
	public.Handle("/", service.Public())
	public.HandleFunc("GET /metrics", d.watch.Metrics)
	d.withExisting(service, public)
	return d.watch.Handler(public)
}

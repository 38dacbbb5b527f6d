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

// How long somebody may take to say what he wants. Attachments of 100 MB come in over slow lines, so that bodies have
// longer than heads.
const (
	headTime = 10 * time.Second
	bodyTime = 5 * time.Minute
	idleTime = 2 * time.Minute
	headSize = 64 << 10
)

// port is an open port and what answers there.
type port struct {
	listener net.Listener
	server   *http.Server
	// plain: without TLS. The server itself can't tell, since net/http gives it a configuration as it begins.
	plain bool
	// ended is closed once nothing is accepted any more; died then says why, where nobody asked for it.
	ended chan struct{}
	died  error
}

// openPort opens HOST:PORT, with TLS unless config is nil. flag names it where it can't be had.
func openPort(flag, address string, handler http.Handler, config *tls.Config) (*port, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, usage(errorOf(msgBadPort, flag, address, err))
	}
	return portAt(listener, handler, config), nil
}

// portAt accepts on a listener that is open already.
func portAt(listener net.Listener, handler http.Handler, config *tls.Config) *port {
	p := &port{listener: listener, plain: config == nil, ended: make(chan struct{}), server: &http.Server{Handler: handler, TLSConfig: config,
		ReadHeaderTimeout: headTime, ReadTimeout: bodyTime, WriteTimeout: bodyTime, IdleTimeout: idleTime,
		MaxHeaderBytes: headSize, ErrorLog: log.New(io.Discard, "", 0)}}
	go p.accept()
	return p
}

// accept ends with close, or dies.
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

// address is where somebody on this machine reaches the port, with the number that the machine chose where none was asked
// for.
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

// close accepts nobody any more and waits for the requests that are under way, as long as ctx lets it.
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

// watching counts and logs, and asks the store for something small whenever somebody reads the numbers.
func (d *served) watching(log *slog.Logger) *watch.Watch {
	return watch.New(watch.Config{Log: log, Routes: mockservice.Routes(), Now: d.s.now, Build: d.s.version,
		Probe: func(ctx context.Context) error {
			_, err := d.rows.Setup(ctx)
			return err
		}})
}

// watched is the public handler with its numbers, its log and /metrics.
func (d *served) watched(service *mockservice.Service) http.Handler {
	public := http.NewServeMux()
	public.Handle("/", service.Public())
	public.HandleFunc("GET /metrics", d.watch.Metrics)
	d.withExisting(service, public)
	return d.watch.Handler(public)
}

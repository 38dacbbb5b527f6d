package slot

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"time"
)

// headTime and bodyTime are how long a client may take to send the head and the whole of a request. A client sends some
// kilobytes at most, so only one that stopped in the middle takes that long; the limits leave time for a product that is
// stopped at a breakpoint for a while. Both are our choice.
const (
	headTime = 30 * time.Second
	bodyTime = 2 * time.Minute
)

// port is an open port on loopback with its server.
type port struct {
	listener net.Listener
	server   *http.Server
	// ended is closed when the server has stopped accepting. died then holds the reason, unless the port was closed on
	// purpose.
	ended chan struct{}
	died  error
}

// openPort opens a port that the machine chooses. states, if not nil, is called with each state of each connection.
func openPort(handler http.Handler, through func(net.Listener) net.Listener, states func(net.Conn, http.ConnState)) (*port, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("opening a loopback port: %w", err)
	}
	p := &port{listener: listener, ended: make(chan struct{}), server: &http.Server{Handler: handler, ErrorLog: silence(),
		ReadHeaderTimeout: headTime, ReadTimeout: bodyTime, ConnState: states}}
	go p.accept(through(listener))
	return p, nil
}

func (p *port) accept(l net.Listener) {
	defer close(p.ended)
	if err := p.server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		p.died = err
	}
}

// address returns host and port.
func (p *port) address() string { return p.listener.Addr().String() }

// close stops accepting connections and waits for the requests under way. When ctx ends, the remaining ones are cut off,
// half-sent requests included.
func (p *port) close(ctx context.Context) error {
	err := p.server.Shutdown(ctx)
	if err != nil {
		err = p.server.Close()
	}
	<-p.ended
	if err = errors.Join(err, p.died); err != nil {
		return fmt.Errorf("closing a loopback port: %w", err)
	}
	return nil
}

// unchanged returns the listener unchanged.
func unchanged(l net.Listener) net.Listener { return l }

// silence returns a logger that discards: clients of these servers hang up on purpose.
func silence() *log.Logger { return log.New(io.Discard, "", 0) }

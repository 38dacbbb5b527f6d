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

// How long a client may take to say what it wants. Nobody sends more than some kilobytes, so that only who has stopped in
// the middle takes so long; a product may be stopped at a breakpoint for a while.
const (
	headTime = 30 * time.Second
	bodyTime = 2 * time.Minute
)

// port is an open port on loopback and what answers there.
type port struct {
	listener net.Listener
	server   *http.Server
	// ended is closed once nothing is accepted any more; died then says why, where nobody asked for it.
	ended chan struct{}
	died  error
}

// openPort opens a port that the machine chooses. states, where given, is told of each connection's states.
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

// address is host and port.
func (p *port) address() string { return p.listener.Addr().String() }

// close accepts nobody any more and waits for the requests that are under way. Those that ctx does not wait for, a half
// one among them, are cut off.
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

// straight is a listener as it is.
func straight(l net.Listener) net.Listener { return l }

// silence is for servers whose clients hang up on purpose.
func silence() *log.Logger { return log.New(io.Discard, "", 0) }

package slot

import (
	"io"
	"net"
	"sync"
)

// lineState is what the clinic's line lets through.
type lineState int

const (
	whole      lineState = iota // everything gets through
	fading                      // requests under way are answered, nothing new gets through
	cut                         // requests under way break, nothing gets through
	redirected                  // requests under way break, new connections reach the impostor instead of the service
)

// lineListener is the listener of the service's port as seen through the line: while the line is cut or fading, it closes new
// connections at once.
type lineListener struct {
	net.Listener
	seams *Seams

	mu    sync.Mutex
	state lineState
	open  map[net.Conn]struct{}
}

func newLineListener(l net.Listener, s *Seams) *lineListener {
	return &lineListener{Listener: l, seams: s, open: map[net.Conn]struct{}{}}
}

// Accept returns the next connection that the line lets through.
func (w *lineListener) Accept() (net.Conn, error) {
	for {
		conn, err := w.Listener.Accept()
		if err != nil {
			return nil, err
		}
		w.seams.touched()
		if w.join(conn) {
			return &lineConn{Conn: conn, listener: w}, nil
		}
		conn.Close()
	}
}

func (w *lineListener) join(conn net.Conn) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.state != whole && w.state != redirected {
		return false
	}
	w.open[conn] = struct{}{}
	return true
}

func (w *lineListener) set(s lineState) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.state = s
	if s != cut && s != redirected {
		return
	}
	for conn := range w.open {
		conn.Close()
	}
	clear(w.open)
}

func (w *lineListener) is(s lineState) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.state == s
}

// lineConn is one connection over the line.
type lineConn struct {
	net.Conn
	listener *lineListener
}

// Read ends the connection once the line is fading: a further request on a kept connection does not arrive.
func (t *lineConn) Read(b []byte) (int, error) {
	n, err := t.Conn.Read(b)
	if n > 0 {
		t.listener.seams.touched()
	}
	if err == nil && t.listener.is(fading) {
		return 0, io.EOF
	}
	return n, err
}

// Close closes the connection; the line forgets it.
func (t *lineConn) Close() error {
	t.listener.mu.Lock()
	delete(t.listener.open, t.Conn)
	t.listener.mu.Unlock()
	return t.Conn.Close()
}

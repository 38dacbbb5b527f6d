package slot

import (
	"io"
	"net"
	"sync"
)

// lineState is how much of the line is left.
type lineState int

const (
	whole      lineState = iota
	fading               // what is under way is still answered, nothing new gets through
	cut                  // nothing gets through, what is under way breaks
	redirected           // what is under way breaks, and whoever dials reaches somebody else than the service
)

// lineListener is the listener of a slot's service as seen through the line: while the line is cut, whoever dials is hung up on.
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

// Accept hands out connections while the line leads anywhere.
func (w *lineListener) Accept() (net.Conn, error) {
	for {
		conn, err := w.Listener.Accept()
		if err != nil {
			return nil, err
		}
		w.seams.touched()
		if w.join(conn) {
			return &lineConn{Conn: conn, cable: w}, nil
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
	cable *lineListener
}

// Read gives nothing more once the line fades: a further request on a kept connection does not arrive.
func (t *lineConn) Read(b []byte) (int, error) {
	n, err := t.Conn.Read(b)
	if n > 0 {
		t.cable.seams.touched()
	}
	if err == nil && t.cable.is(fading) {
		return 0, io.EOF
	}
	return n, err
}

func (t *lineConn) Close() error {
	t.cable.mu.Lock()
	delete(t.cable.open, t.Conn)
	t.cable.mu.Unlock()
	return t.Conn.Close()
}

package slot

import (
	"io"
	"net"
	"sync"
)

// state is how much of a cable is left.
type state int

const (
	whole  state = iota
	fading       // what is under way is still answered, nothing new gets through
	cut          // nothing gets through, what is under way breaks
	astray       // what is under way breaks, and whoever dials reaches somebody else than the service
)

// cable is the listener of a slot's service as seen through the line: while the line is cut, whoever dials is hung up on.
type cable struct {
	net.Listener
	seams *Seams

	mu    sync.Mutex
	state state
	open  map[net.Conn]struct{}
}

func newCable(l net.Listener, s *Seams) *cable {
	return &cable{Listener: l, seams: s, open: map[net.Conn]struct{}{}}
}

// Accept hands out connections while the line leads anywhere.
func (w *cable) Accept() (net.Conn, error) {
	for {
		conn, err := w.Listener.Accept()
		if err != nil {
			return nil, err
		}
		w.seams.touched()
		if w.join(conn) {
			return &thread{Conn: conn, cable: w}, nil
		}
		conn.Close()
	}
}

func (w *cable) join(conn net.Conn) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.state != whole && w.state != astray {
		return false
	}
	w.open[conn] = struct{}{}
	return true
}

func (w *cable) set(s state) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.state = s
	if s != cut && s != astray {
		return
	}
	for conn := range w.open {
		conn.Close()
	}
	clear(w.open)
}

func (w *cable) is(s state) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.state == s
}

// thread is one connection over the line.
type thread struct {
	net.Conn
	cable *cable
}

// Read gives nothing more once the line fades: a further request on a kept connection does not arrive.
func (t *thread) Read(b []byte) (int, error) {
	n, err := t.Conn.Read(b)
	if n > 0 {
		t.cable.seams.touched()
	}
	if err == nil && t.cable.is(fading) {
		return 0, io.EOF
	}
	return n, err
}

func (t *thread) Close() error {
	t.cable.mu.Lock()
	delete(t.cable.open, t.Conn)
	t.cable.mu.Unlock()
	return t.Conn.Close()
}

package world

import (
	"net"
	"sync"

	"github.com/mynalab/mynalab/reports/trace"
)

// Line is the clinic's internet line: all that the terminal has to reach the service.
type Line struct {
	world *World
}

// Cut takes the line away: connections break and no new one comes about.
func (l *Line) Cut() error { return l.set(true, "cut") }

// Restore gives the line back.
func (l *Line) Restore() error { return l.set(false, "restored") }

func (l *Line) set(cut bool, state string) error {
	l.world.slot.service.wire.set(cut)
	l.world.record.Add(trace.World, trace.Harness, trace.Stimulus, trace.KindLine, trace.Fields{"state": state})
	return nil
}

// wire is the listener of a slot's service as seen through the line: while the line is cut, whoever dials is hung up on.
type wire struct {
	net.Listener

	mu   sync.Mutex
	cut  bool
	open map[net.Conn]struct{}
}

func newWire(l net.Listener) *wire { return &wire{Listener: l, open: map[net.Conn]struct{}{}} }

// Accept hands out connections while the line is whole.
func (w *wire) Accept() (net.Conn, error) {
	for {
		conn, err := w.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if w.join(conn) {
			return &thread{Conn: conn, wire: w}, nil
		}
		conn.Close()
	}
}

func (w *wire) join(conn net.Conn) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.cut {
		return false
	}
	w.open[conn] = struct{}{}
	return true
}

func (w *wire) set(cut bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cut = cut
	if !cut {
		return
	}
	for conn := range w.open {
		conn.Close()
	}
	clear(w.open)
}

// thread is one connection over the line.
type thread struct {
	net.Conn
	wire *wire
}

func (t *thread) Close() error {
	t.wire.mu.Lock()
	delete(t.wire.open, t.Conn)
	t.wire.mu.Unlock()
	return t.Conn.Close()
}

package mockservice

import (
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
)

// bufferedAnswer is an answer that waits to be sent.
type bufferedAnswer struct {
	*httptest.ResponseRecorder
	// pieces is in how many the body is sent, 0 for one; lower: names of headers are written in small letters.
	pieces int
	lower  bool
}

// bufferAnswer has a handler answer a request. If it panics, nothing is sent.
func bufferAnswer(h http.Handler, r *http.Request) *bufferedAnswer {
	answer := &bufferedAnswer{ResponseRecorder: httptest.NewRecorder()}
	h.ServeHTTP(answer, r)
	return answer
}

// send sends it. A client that has gone away is no concern of the service, nor is a writer that can't send in pieces.
func (h *bufferedAnswer) send(w http.ResponseWriter) {
	h.head(w.Header())
	w.WriteHeader(h.Code)
	rest, controller := h.Body.Bytes(), http.NewResponseController(w)
	for n := h.pieces; n > 1 && len(rest) > n; n-- {
		_, _ = w.Write(rest[:len(rest)/n])
		_ = controller.Flush()
		rest = rest[len(rest)/n:]
	}
	_, _ = w.Write(rest)
}

// head copies the headers. A name in small letters stands beside an empty canonical one, lest net/http adds its own.
func (h *bufferedAnswer) head(to http.Header) {
	for name, values := range h.Header() {
		to[name] = values
		if h.lower && name != "Connection" {
			to[name], to[strings.ToLower(name)] = nil, values
		}
	}
}

// hangUp breaks a connection. Where it can be had, the other side is told by TCP that nobody is there (RST).
func hangUp(w http.ResponseWriter) {
	defer panic(http.ErrAbortHandler)
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	if over, ok := conn.(interface{ NetConn() net.Conn }); ok {
		conn = over.NetConn() // TLS would say farewell
	}
	if tcp, ok := conn.(interface{ SetLinger(sec int) error }); ok {
		_ = tcp.SetLinger(0) // a connection that is gone already needs none
	}
	_ = conn.Close()
}

package mockservice

import (
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
)

// bufferedAnswer is a complete response in memory, which can still be changed before it is sent.
type bufferedAnswer struct {
	*httptest.ResponseRecorder
	// pieces is the number of pieces in which the body is sent; 0 and 1 mean all at once.
	pieces int
	// lower: header names are sent in lower case.
	lower bool
}

// bufferAnswer calls a handler and returns its response. If the handler panics, nothing has been sent.
func bufferAnswer(h http.Handler, r *http.Request) *bufferedAnswer {
	answer := &bufferedAnswer{ResponseRecorder: httptest.NewRecorder()}
	h.ServeHTTP(answer, r)
	return answer
}

// send sends the response. It ignores errors: of a client that has disconnected, and of a writer that cannot flush pieces.
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

// head copies the headers. For a name in lower case it also sets the canonical name to nil, so that net/http does not add the
// header a second time.
func (h *bufferedAnswer) head(to http.Header) {
	for name, values := range h.Header() {
		to[name] = values
		if h.lower && name != "Connection" {
			to[name], to[strings.ToLower(name)] = nil, values
		}
	}
}

// hangUp breaks the connection and aborts the handler. If the TCP connection is accessible, it is closed with a reset (RST).
func hangUp(w http.ResponseWriter) {
	defer panic(http.ErrAbortHandler)
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	if over, ok := conn.(interface{ NetConn() net.Conn }); ok {
		conn = over.NetConn() // closing the TLS connection would send a close_notify alert first
	}
	if tcp, ok := conn.(interface{ SetLinger(sec int) error }); ok {
		_ = tcp.SetLinger(0) // fails only if the connection is closed already
	}
	_ = conn.Close()
}

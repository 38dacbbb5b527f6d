package slot

import (
	"crypto/tls"
	"errors"
	"io"
	"net"
)

// requestListener is a listener whose connections tell the seams of each request from its first byte on: a server counts a request
// only once its head is whole, and a product may stop in the middle of it.
type requestListener struct {
	net.Listener
	config *tls.Config
	seams  *Seams
}

// Accept gives a connection as the server reads it, above TLS. The handshake happens with the first reading.
func (l requestListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &requestConn{tls.Server(conn, l.config), l.seams}, nil
}

type requestConn struct {
	net.Conn
	seams *Seams
}

// plainly is net/http's own answer to a client that does not speak TLS.
const plainly = "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n"

// Read notes that a request has begun.
func (c *requestConn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	if n > 0 {
		c.seams.asks(c)
	}
	if plain := (tls.RecordHeaderError{}); errors.As(err, &plain) && plain.Conn != nil {
		_, _ = io.WriteString(plain.Conn, plainly) // who hung up meanwhile needs no answer
	}
	return n, err
}

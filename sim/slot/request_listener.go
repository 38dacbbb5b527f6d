package slot

import (
	"crypto/tls"
	"errors"
	"io"
	"net"
)

// requestListener tells the seams of each request from its first byte on. A server counts a request only once its head is
// complete, but a product may stop in the middle of it.
type requestListener struct {
	net.Listener
	config *tls.Config
	seams  *Seams
}

// Accept returns a connection that the server reads above TLS. The handshake happens with the first read.
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

// plainHTTPAnswer is net/http's own answer to a client that does not speak TLS.
const plainHTTPAnswer = "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n"

// Read notes that a request has begun.
func (c *requestConn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	if n > 0 {
		c.seams.asks(c)
	}
	if plain := (tls.RecordHeaderError{}); errors.As(err, &plain) && plain.Conn != nil {
		_, _ = io.WriteString(plain.Conn, plainHTTPAnswer) // a client that has hung up needs no answer
	}
	return n, err
}

package main

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
)

// tokenSize is the length in bytes of a control token that is made here: 256 bits, which nobody can guess.
const tokenSize = 32

// tokenFile returns the path of the control handler's token.
func (d *served) tokenFile() string {
	if d.flags.token != "" {
		return d.flags.token
	}
	return filepath.Join(d.flags.tlsDir, "control-token")
}

// bearer returns the control handler's token. It is that of --control-token. If the flag is not given and other machines can
// reach the control handler, a token is made once and kept in --tls-dir; else there is none.
func (f serveFlags) bearer(dir tlsDir) (string, error) {
	if f.token != "" {
		return linkFlags{token: f.token}.bearer()
	}
	host, _, err := net.SplitHostPort(f.control)
	if err != nil {
		return "", usage(errorOf(msgBadPort, "--control", f.control, err))
	}
	if loopback(host) {
		return "", nil
	}
	file := filepath.Join(f.tlsDir, "control-token")
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
		drawn := make([]byte, tokenSize)
		if _, err := rand.Read(drawn); err != nil {
			return "", broken(err)
		}
		if err := dir.write(file, []byte(hex.EncodeToString(drawn)+"\n"), 0o600); err != nil {
			return "", usage(errorOf(msgTLSDir, f.tlsDir, err))
		}
	}
	return linkFlags{token: file}.bearer()
}

// local keeps web pages in a browser on this machine from using the control handler, since they reach loopback, too. It
// refuses requests whose Origin is another site and, if there is no token, those with another Host than loopback.
func local(handler http.Handler, token string) http.Handler {
	handler = http.NewCrossOriginProtection().Handler(handler)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if token == "" && !loopback(hostOf(r.Host)) {
			http.Error(w, "without a token the control handler answers requests to loopback only", http.StatusForbidden)
			return
		}
		handler.ServeHTTP(w, r)
	})
}

// hostOf returns a Host header without its port.
func hostOf(header string) string {
	if host, _, err := net.SplitHostPort(header); err == nil {
		return host
	}
	return strings.Trim(header, "[]")
}

// inProcess carries requests to a handler without a port.
type inProcess struct{ handler http.Handler }

// RoundTrip calls the handler.
func (p inProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	answer := httptest.NewRecorder()
	p.handler.ServeHTTP(answer, r)
	response := answer.Result()
	response.Request = r
	return response, nil
}

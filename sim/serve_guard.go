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

// tokenSize of a control token that is made here, in bytes.
const tokenSize = 32

// tokenFile is where the control handler's token lies.
func (d *served) tokenFile() string {
	if d.flags.token != "" {
		return d.flags.token
	}
	return filepath.Join(d.flags.tlsDir, "control-token")
}

// bearer is the control handler's token: that of --control-token, or where the handler can be reached from outside one
// that is made once and kept in --tls-dir; else none.
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

// local keeps pages in somebody's browser from the control handler, since they are on loopback, too: by where they say they
// come from, and where there is no token by the name that they ask for.
func local(handler http.Handler, token string) http.Handler {
	handler = http.NewCrossOriginProtection().Handler(handler)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if token == "" && !loopback(hostOf(r.Host)) {
			http.Error(w, "the control handler answers to loopback only", http.StatusForbidden)
			return
		}
		handler.ServeHTTP(w, r)
	})
}

// hostOf is a Host header without its port.
func hostOf(header string) string {
	if host, _, err := net.SplitHostPort(header); err == nil {
		return host
	}
	return strings.Trim(header, "[]")
}

// inProcess carries requests to a handler without a port.
type inProcess struct{ handler http.Handler }

// RoundTrip asks the handler.
func (p inProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	answer := httptest.NewRecorder()
	p.handler.ServeHTTP(answer, r)
	response := answer.Result()
	response.Request = r
	return response, nil
}

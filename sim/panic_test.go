package main

import (
	"bytes"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice"
	"github.com/mynalab/mynalab/reports"
)

// panicky is an output that panics.
type panicky struct{}

func (panicky) Write([]byte) (int, error) { panic("at the disco") }

// TestAPanicIsToldAsOurDefect: a panic does not exit with Go's own code 2, which stands for a usage error here.
func TestAPanicIsToldAsOurDefect(t *testing.T) {
	var stderr bytes.Buffer
	code := run([]string{"list"}, surroundings{stdout: panicky{}, stderr: &stderr, lang: reports.LangEN, now: time.Now})
	require.Equal(t, exitHarness, code)
	require.Contains(t, stderr.String(), "mynalab: this is a defect of mynalab (at the disco): report it")
	require.Contains(t, stderr.String(), "panic_test.go", "the stack shows the place")
}

// deaf is a listener that has stopped accepting.
type deaf struct{ net.Listener }

func (deaf) Accept() (net.Conn, error) { return nil, net.ErrClosed }

// TestAPortThatDiesEndsTheService: a process that runs but answers nobody would be worse than one that ends with an error.
func TestAPortThatDiesEndsTheService(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close() //nolint:errcheck // it was never used
	for name, at := range map[string]func(net.Listener) *port{
		"with TLS": func(l net.Listener) *port {
			config, _, err := mockservice.NewTLS(time.Now())
			require.NoError(t, err)
			return portAt(l, http.NotFoundHandler(), config)
		},
		"plain": func(l net.Listener) *port { return portAt(l, http.NotFoundHandler(), nil) },
	} {
		t.Run(name, func(t *testing.T) {
			other, err := net.Listen("tcp", "127.0.0.1:0")
			require.NoError(t, err)
			d := &served{public: at(deaf{listener}), controlPort: portAt(other, http.NotFoundHandler(), nil)}
			d.waitForEnd(t.Context())
			require.ErrorIs(t, d.public.close(t.Context()), net.ErrClosed)
			require.NoError(t, d.controlPort.close(t.Context()))
		})
	}
}

package mockservice_test

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice"
)

// benchToken is the device token of the terminal in the benchmarks.
const benchToken = "bench-device-token"

// line is a handler behind TLS on a real port, with a client that keeps one connection for each terminal.
type line struct {
	url    string
	client *http.Client
}

func openLine(b *testing.B, handler http.Handler, terminals int) *line {
	b.Helper()
	config, ca, err := mockservice.NewTLS(time.Now())
	require.NoError(b, err)
	server := httptest.NewUnstartedServer(handler)
	server.TLS = config
	server.StartTLS()
	b.Cleanup(server.Close)
	roots := x509.NewCertPool()
	require.True(b, roots.AppendCertsFromPEM(ca))
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}, MaxIdleConnsPerHost: terminals}
	b.Cleanup(transport.CloseIdleConnections)
	return &line{url: server.URL, client: &http.Client{Transport: transport}}
}

// post sends a body; a status other than 200 is an error.
func (l *line) post(path string, body []byte) error {
	request, err := http.NewRequest(http.MethodPost, l.url+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer "+benchToken)
	request.Header.Set("Content-Type", "application/json")
	response, err := l.client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("status %d: %s", response.StatusCode, answer)
	}
	return err
}

// postAll sends bodies from several terminals in parallel. It returns how long all requests took together, and how long each took.
func (l *line) postAll(b *testing.B, path string, bodies [][]byte, terminals int) (time.Duration, []time.Duration) {
	b.Helper()
	each := make([]time.Duration, len(bodies))
	var all sync.WaitGroup
	start := time.Now()
	for terminal := range terminals {
		all.Go(func() {
			for i := terminal; i < len(bodies); i += terminals {
				sent := time.Now()
				if err := l.post(path, bodies[i]); err != nil {
					b.Error(err)
					return
				}
				each[i] = time.Since(sent)
			}
		})
	}
	all.Wait()
	return time.Since(start), each
}

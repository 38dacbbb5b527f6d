package world_test

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/sim/world"
)

// TestTwoDelaysAtOnceBothCount sends several requests at the same time, as a product may; each arrives four minutes late.
func TestTwoDelaysAtOnceBothCount(t *testing.T) {
	s := opened(t, config(t))
	var sink strings.Builder
	w, err := world.Enter(t.Context(), s, world.Scene{ID: t.Name(), Sink: &sink})
	require.NoError(t, err)
	require.NoError(t, w.InternetLine().DelaysChecks(4))
	roots := x509.NewCertPool()
	require.True(t, roots.AppendCertsFromPEM(s.Link().CA()))
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}, DisableKeepAlives: true}}
	const requests = 8
	var all sync.WaitGroup
	for range requests {
		all.Go(func() {
			answer, err := client.Post(s.Link().URL()+"/v1/check", "application/json", strings.NewReader("{}"))
			if err != nil {
				t.Error(err)
				return
			}
			answer.Body.Close()
		})
	}
	all.Wait()
	require.Equal(t, world.DefaultStart().Add(requests*4*time.Minute), w.Clock().Now())
	require.NoError(t, w.Close())
}

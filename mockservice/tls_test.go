package mockservice_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice"
	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/mockservice/wire"
)

func TestTLSServesLoopback(t *testing.T) {
	config, ca, err := mockservice.NewTLS(time.Now())
	require.NoError(t, err)
	server := httptest.NewUnstartedServer(mockservice.New(mockservice.Default(realNow)).Public())
	server.TLS = config
	server.StartTLS()
	defer server.Close()
	roots := x509.NewCertPool()
	require.True(t, roots.AppendCertsFromPEM(ca))
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}}
	defer client.CloseIdleConnections()
	response, err := client.Get(server.URL + wire.PathHealth)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Equal(t, 200, response.StatusCode)
}

func TestTLSCertificates(t *testing.T) {
	now := time.Date(2025, 6, 2, 0, 0, 0, 0, time.UTC)
	config, caPEM, err := mockservice.NewTLS(now)
	require.NoError(t, err)
	block, rest := pem.Decode(caPEM)
	require.Empty(t, rest, "the CA's key is not in the file")
	ca, err := x509.ParseCertificate(block.Bytes)
	require.NoError(t, err)
	leaf, err := x509.ParseCertificate(config.Certificates[0].Certificate[0])
	require.NoError(t, err)
	roots := x509.NewCertPool()
	roots.AddCert(ca)
	verify := func(name string, at time.Time) error {
		_, err := leaf.Verify(x509.VerifyOptions{Roots: roots, DNSName: name, CurrentTime: at})
		return err
	}
	require.Equal(t, []string{"MYNALAB TEST"}, ca.Subject.OrganizationalUnit)
	require.Equal(t, elliptic.P256(), ca.PublicKey.(*ecdsa.PublicKey).Curve)
	require.True(t, ca.PermittedDNSDomainsCritical)
	for _, name := range []string{"127.0.0.1", "localhost"} {
		require.NoError(t, verify(name, now))
	}
	require.Error(t, verify("example.com", now))
	require.NoError(t, verify("localhost", now.Add(30*24*time.Hour)))
	require.Error(t, verify("localhost", now.Add(30*24*time.Hour+time.Second)))

	_, other, err := mockservice.NewTLS(now)
	require.NoError(t, err)
	require.NotEqual(t, string(caPEM), string(other), "fresh each time")
	require.True(t, strings.HasPrefix(string(other), "-----BEGIN CERTIFICATE"))
}

// The name constraints are in the CA's certificate itself: even somebody with its key could certify only loopback names.
func TestTLSConstraint(t *testing.T) {
	_, caPEM, err := mockservice.NewTLS(realNow())
	require.NoError(t, err)
	block, _ := pem.Decode(caPEM)
	ca, err := x509.ParseCertificate(block.Bytes)
	require.NoError(t, err)
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	// The same CA, but with a key that this test has.
	ca.PublicKey = nil
	twin, err := x509.CreateCertificate(rand.Reader, ca, ca, &key.PublicKey, key)
	require.NoError(t, err)
	parent, err := x509.ParseCertificate(twin)
	require.NoError(t, err)
	der, err := x509.CreateCertificate(rand.Reader, &x509.Certificate{SerialNumber: ca.SerialNumber, NotBefore: ca.NotBefore,
		NotAfter: ca.NotAfter, DNSNames: []string{"example.com"}}, parent, &key.PublicKey, key)
	require.NoError(t, err)
	leaf, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	roots := x509.NewCertPool()
	roots.AddCert(parent)
	_, err = leaf.Verify(x509.VerifyOptions{Roots: roots, DNSName: "example.com", CurrentTime: realNow()})
	require.ErrorContains(t, err, "not permitted")
}

// The certificates of the faults chain to the same CA, so only a client that also checks name and expiry refuses them.
func TestTLSFaults(t *testing.T) {
	now := time.Now()
	files, err := mockservice.FreshTLS(now)
	require.NoError(t, err)
	config, err := files.Config()
	require.NoError(t, err)
	spoilt, err := files.FaultCertificates()
	require.NoError(t, err)
	service := mockservice.New(mockservice.Default(realNow))
	controlServer := httptest.NewServer(service.Control())
	defer controlServer.Close()
	server := httptest.NewUnstartedServer(service.Public())
	server.TLS = spoilt.ConfigFor(config, service.Handshake)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()
	roots := x509.NewCertPool()
	require.True(t, roots.AppendCertsFromPEM(files.CA))
	controlClient := control.Dial(controlServer.URL, controlServer.Client(), "")
	ask := func(verify *tls.Config) error {
		client := &http.Client{Transport: &http.Transport{TLSClientConfig: verify, DisableKeepAlives: true}}
		response, err := client.Get(server.URL + wire.PathHealth)
		if err == nil {
			err = response.Body.Close()
		}
		return err
	}
	careful := &tls.Config{RootCAs: roots, ClientSessionCache: tls.NewLRUClientSessionCache(1)}
	require.NoError(t, ask(careful))
	for kind, want := range map[control.FaultKind]string{control.OtherName: "doesn't contain any IP SANs", control.Expired: "certificate has expired"} {
		t.Run("CHK-18 "+string(kind), func(t *testing.T) {
			require.NoError(t, controlClient.SetFaults(t.Context(), control.Faults{List: []control.Fault{{Kind: kind, Count: 2}}}))
			require.ErrorContains(t, ask(careful), want, "no session is resumed")
			careless := &tls.Config{RootCAs: roots, InsecureSkipVerify: true, VerifyConnection: func(s tls.ConnectionState) error {
				_, err := s.PeerCertificates[0].Verify(x509.VerifyOptions{Roots: roots, CurrentTime: s.PeerCertificates[0].NotBefore})
				return err
			}}
			require.NoError(t, ask(careless), "a client that checks only the CA accepts the certificate")
			require.NoError(t, ask(careful), "the fault applied to two connections")
		})
	}
	for kind := range spoilt {
		require.Contains(t, mockservice.FaultKinds(), kind)
	}
}

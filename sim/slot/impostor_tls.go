package slot

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"time"

	"github.com/mynalab/mynalab/mockservice"
)

// serverTLS returns the service's TLS configuration, or an impostor's while the line is redirected. A product that does not
// check the certificate still gets its answers then, and the record shows it.
func (l *Link) serverTLS(own *tls.Config) (*tls.Config, error) {
	impostor, err := impostorOf(own)
	if err != nil {
		return nil, fmt.Errorf("making the impostor's TLS certificate: %w", err)
	}
	either := own.Clone()
	either.GetConfigForClient = func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
		switch {
		case l.listener.is(redirected):
			return impostor, nil
		case own.GetConfigForClient != nil:
			return own.GetConfigForClient(hello)
		default:
			return nil, nil // nil means the configuration either itself
		}
	}
	return either, nil
}

// impostorOf returns a server configuration that differs from the service's only in the CA that signed its certificate. It
// does not resume sessions of the service, since a client may skip the certificate check in a resumed session.
func impostorOf(own *tls.Config) (*tls.Config, error) {
	if len(own.Certificates) == 0 {
		return nil, errors.New("the service has no certificate")
	}
	leaf, err := x509.ParseCertificate(own.Certificates[0].Certificate[0])
	if err != nil {
		return nil, errors.New("the service's certificate can't be read")
	}
	// mockservice.NewTLS starts the validity an hour before the time it is given, so this gives both certificates the same
	// validity.
	impostor, _, err := mockservice.NewTLS(leaf.NotBefore.Add(time.Hour))
	if err != nil {
		return nil, err
	}
	impostor.SessionTicketsDisabled = true
	return impostor, nil
}

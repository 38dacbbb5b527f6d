package slot

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"time"

	"github.com/mynalab/mynalab/mockservice"
)

// orImpostor is the service's side of TLS, or a stranger's while the line is redirected. A product that does not look at
// whom it talks to then gets its answers all the same, and they are recorded.
func (l *Link) orImpostor(own *tls.Config) (*tls.Config, error) {
	stranger, err := impostorOf(own)
	if err != nil {
		return nil, fmt.Errorf("making a stranger's TLS certificate: %w", err)
	}
	either := own.Clone()
	either.GetConfigForClient = func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
		switch {
		case l.listener.is(redirected):
			return stranger, nil
		case own.GetConfigForClient != nil:
			return own.GetConfigForClient(hello)
		default:
			return nil, nil // nil stands for either itself
		}
	}
	return either, nil
}

// impostorOf is a server's configuration that differs from the service's in who signed its certificate alone. It takes up
// no session of the service's, since a client need not look at certificates then.
func impostorOf(own *tls.Config) (*tls.Config, error) {
	if len(own.Certificates) == 0 {
		return nil, errors.New("the service has no certificate")
	}
	leaf, err := x509.ParseCertificate(own.Certificates[0].Certificate[0])
	if err != nil {
		return nil, errors.New("the service's certificate can't be read")
	}
	// The service's own was made an hour after its validity begins: see mockservice.NewTLS.
	stranger, _, err := mockservice.NewTLS(leaf.NotBefore.Add(time.Hour))
	if err != nil {
		return nil, err
	}
	stranger.SessionTicketsDisabled = true
	return stranger, nil
}

package mockservice

import (
	"context"
	"crypto/tls"
	"fmt"

	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/mockservice/store"
)

// FaultCertificates are the certificates that the handshake faults present, by kind of fault.
type FaultCertificates map[control.FaultKind]tls.Certificate

// FaultCertificates parses the certificates for the handshake faults.
func (f TLSFiles) FaultCertificates() (FaultCertificates, error) {
	certificates := FaultCertificates{}
	for kind, text := range map[control.FaultKind][]byte{control.OtherName: f.OtherName, control.Expired: f.Expired} {
		pair, err := tls.X509KeyPair(text, f.Key)
		if err != nil {
			return nil, fmt.Errorf("reading the certificate of fault %s: %w", kind, err)
		}
		certificates[kind] = pair
	}
	return certificates, nil
}

// ConfigFor returns a server configuration that calls strikes for each new connection and presents the certificate of the fault
// that it returns, or that of own if it returns the empty kind. Under a fault there are no session tickets, since a client that
// resumes a session does not check the certificate.
func (s FaultCertificates) ConfigFor(own *tls.Config, strikes func(context.Context) control.FaultKind) *tls.Config {
	bad := map[control.FaultKind]*tls.Config{}
	for kind, certificate := range s {
		config := own.Clone()
		config.GetConfigForClient, config.SessionTicketsDisabled = nil, true
		config.Certificates = []tls.Certificate{certificate}
		bad[kind] = config
	}
	either := own.Clone()
	either.GetConfigForClient = func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
		if config, ok := bad[strikes(hello.Context())]; ok {
			return config, nil
		}
		if own.GetConfigForClient != nil {
			return own.GetConfigForClient(hello)
		}
		return nil, nil // nil means: use the configuration either
	}
	return either
}

// Handshake returns the handshake fault that applies to a new connection, empty for none. If the store fails, it reports the
// error and lets the connection through; the requests on it then fail by themselves.
func (s *Service) Handshake(ctx context.Context) control.FaultKind {
	row, err := s.cfg.Store.Setup(ctx)
	if err != nil {
		s.report(err)
		return ""
	}
	striking, err := s.strikingFaults(ctx, row, func(f store.Fault) bool { return faultKinds()[control.FaultKind(f.Kind)].around == nil })
	if err != nil {
		s.report(err)
	}
	if len(striking) == 0 {
		return ""
	}
	return control.FaultKind(striking[0].Kind)
}

// report passes a failure of the service itself to Config.Report.
func (s *Service) report(err error) {
	if s.cfg.Report != nil {
		s.cfg.Report(err)
	}
}

package mockservice

import (
	"context"
	"crypto/tls"
	"fmt"

	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/mockservice/store"
)

// FaultCertificates are the certificates that faults of the handshake show.
type FaultCertificates map[control.FaultKind]tls.Certificate

// FaultCertificates reads them.
func (f TLSFiles) FaultCertificates() (FaultCertificates, error) {
	spoilt := FaultCertificates{}
	for kind, text := range map[control.FaultKind][]byte{control.OtherName: f.OtherName, control.Expired: f.Expired} {
		pair, err := tls.X509KeyPair(text, f.Key)
		if err != nil {
			return nil, fmt.Errorf("reading the certificate of fault %s: %w", kind, err)
		}
		spoilt[kind] = pair
	}
	return spoilt, nil
}

// ConfigFor is a server's configuration that shows each new connection the certificate of the fault which strikes it; empty for
// none. No session is taken up under a fault, since a client need not look at certificates then.
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
		return nil, nil // nil stands for either itself
	}
	return either
}

// Handshake is the fault that strikes a new connection; empty for none. A store that does not answer is for the requests to
// find out.
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

// report reports a failure of our own side.
func (s *Service) report(err error) {
	if s.cfg.Report != nil {
		s.cfg.Report(err)
	}
}

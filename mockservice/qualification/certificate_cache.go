package qualification

import (
	"crypto/sha256"
	"crypto/x509"
	"sync"
)

// cacheLimit is how many certificates are remembered. A counter sees the same cards again and again.
const cacheLimit = 4096

// certificateCache remembers what a certificate says and which authority signed it: that follows from its bytes alone, so that it needs
// to be found out once. What time and facts decide (validity, revocation, holder) is asked each time. The zero value is
// ready; it is safe for concurrent use.
type certificateCache struct {
	mu    sync.Mutex
	known map[[sha256.Size]byte]parsedCertificate
}

// parsedCertificate is a certificate with its issuer, nil where no authority has its name, and whether the issuer's key signed
// it.
type parsedCertificate struct {
	certificate, issuer *x509.Certificate
	signed              bool
}

// certificate reads DER, or remembers having done so. One that can't be read is not remembered.
func (s *certificateCache) certificate(der []byte, authorities []*x509.Certificate) (parsedCertificate, error) {
	key := sha256.Sum256(der)
	s.mu.Lock()
	found, ok := s.known[key]
	s.mu.Unlock()
	if ok {
		return found, nil
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		return parsedCertificate{}, err
	}
	found.certificate = certificate
	found.issuer, found.signed = pickIssuer(certificate, authorities)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.known == nil || len(s.known) >= cacheLimit {
		s.known = map[[sha256.Size]byte]parsedCertificate{}
	}
	s.known[key] = found
	return found, nil
}

package qualification

import (
	"crypto/sha256"
	"crypto/x509"
	"sync"
)

// cacheLimit is the number of certificates after which the cache is emptied. 4096 is our choice: counters check the same cards
// repeatedly, and so many parsed certificates take some tens of MB at most.
const cacheLimit = 4096

// certificateCache caches parsed certificates with their issuers. Both follow from the certificate's bytes and the authorities,
// so they need to be computed only once. What depends on time or stored rows (validity, revocation, holder) is never cached.
// The zero value is ready for use; it is safe for concurrent use.
type certificateCache struct {
	mu    sync.Mutex
	known map[[sha256.Size]byte]parsedCertificate
}

// parsedCertificate is a certificate with its issuer, nil if no authority has the issuer's name, and whether the issuer's key
// signed it.
type parsedCertificate struct {
	certificate, issuer *x509.Certificate
	signed              bool
}

// parse returns the parsed certificate for DER, from the cache if it is there. A certificate that cannot be parsed is not
// cached.
func (s *certificateCache) parse(der []byte, authorities []*x509.Certificate) (parsedCertificate, error) {
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

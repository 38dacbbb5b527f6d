package mockservice

import (
	"bytes"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// The public paths of the JPKI, which is another party than the qualification service and only shares its port. Real
// revocation data go to registered verifiers only (SVC-311): here whoever reaches the port is one.
const (
	PathAuthorities = "/jpki/auth-ca.pem" // GET: the generations of the user-authentication CA, oldest first
	PathCRL         = "/jpki/auth.crl"    // GET: under the newest key, or with ?generation=1…3 under that one's; DER
	PathOCSP        = "/jpki/ocsp"        // POST: RFC 6960; GET with the request in base64 behind a slash
)

// authorities answers with the certificates of all generations.
func (s *Service) authorities(*http.Request) (int, any, error) {
	var text bytes.Buffer
	for _, a := range jpki.Generations() {
		if err := pem.Encode(&text, &pem.Block{Type: "CERTIFICATE", Bytes: a.DER()}); err != nil {
			return 0, nil, err
		}
	}
	return http.StatusOK, octets{"application/pem-certificate-chain", text.Bytes()}, nil
}

// crl answers with the list of revocations (SVC-307).
func (s *Service) crl(r *http.Request) (int, any, error) {
	generations := jpki.Generations()
	n := len(generations)
	if asked := r.URL.Query().Get("generation"); asked != "" {
		var err error
		if n, err = strconv.Atoi(asked); err != nil || n < 1 || n > len(generations) {
			return 0, nil, malformed("generation: it is no number from 1 to " + strconv.Itoa(len(generations)))
		}
	}
	now, err := s.now(r.Context())
	if err != nil {
		return 0, nil, err
	}
	der, took, err := s.responder.CRL(r.Context(), generations[n-1], now)
	if errors.Is(err, jpki.ErrDown) {
		return 0, nil, wire.ProblemFor(wire.CodeRevocationDown, "")
	}
	return http.StatusOK, late{took, octets{"application/pkix-crl", der}}, err
}

// ocsp answers a request in the body.
func (s *Service) ocsp(r *http.Request) (int, any, error) {
	request, err := io.ReadAll(io.LimitReader(r.Body, jpki.OCSPRequestLimit+1))
	if err != nil {
		return 0, nil, malformed("the body is cut short")
	}
	return s.answerOCSP(r, request)
}

// ocspInPath answers a request in the path (RFC 6960 appendix A.1). What is no base64 is no request.
func (s *Service) ocspInPath(r *http.Request) (int, any, error) {
	request, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(r.URL.Path, PathOCSP+"/"))
	if err != nil {
		request = nil
	}
	return s.answerOCSP(r, request)
}

// answerOCSP has a responder that is down say so twice: by HTTP and by tryLater.
func (s *Service) answerOCSP(r *http.Request, request []byte) (int, any, error) {
	if len(request) > jpki.OCSPRequestLimit {
		return 0, nil, wire.ProblemFor(wire.CodeTooLarge, "")
	}
	now, err := s.now(r.Context())
	if err != nil {
		return 0, nil, err
	}
	reply, err := s.responder.OCSP(r.Context(), request, now)
	if err != nil {
		return 0, nil, err
	}
	status := http.StatusOK
	if reply.Status == jpki.TryLater {
		status = http.StatusServiceUnavailable
	}
	return status, late{reply.Took, octets{"application/ocsp-response", reply.DER}}, nil
}

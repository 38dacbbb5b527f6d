package mockservice

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"io"
	"net/http"
	"net/url"
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

// GetAuthorities answers with the certificates of all generations.
func (s publicAPI) GetAuthorities(context.Context, wire.GetAuthoritiesRequestObject) (wire.GetAuthoritiesResponseObject, error) {
	var text bytes.Buffer
	for _, a := range jpki.Generations() {
		if err := pem.Encode(&text, &pem.Block{Type: "CERTIFICATE", Bytes: a.DER()}); err != nil {
			return nil, err
		}
	}
	return wire.GetAuthorities200ApplicationPemCertificateChainResponse{Body: &text, ContentLength: int64(text.Len())}, nil
}

// GetCRL answers with the list of revocations (SVC-307).
func (s publicAPI) GetCRL(ctx context.Context, r wire.GetCRLRequestObject) (wire.GetCRLResponseObject, error) {
	generations := jpki.Generations()
	n := len(generations)
	if r.Params.Generation > 0 {
		n = r.Params.Generation
	}
	now, err := s.now(ctx)
	if err != nil {
		return nil, err
	}
	der, took, err := s.responder.CRL(ctx, generations[n-1], now)
	switch {
	case errors.Is(err, jpki.ErrDown):
		return nil, delayedRefusal{wire.ProblemFor(wire.CodeRevocationDown, ""), took}
	case err != nil:
		return nil, err
	}
	return wire.GetCRL200ApplicationPkixCRLResponse{Body: bytes.NewReader(der), ContentLength: int64(len(der)),
		Headers: wire.GetCRL200ResponseHeaders{MynalabDelay: delay(took)}}, nil
}

// PostOCSP answers a request in the body.
func (s publicAPI) PostOCSP(ctx context.Context, r wire.PostOCSPRequestObject) (wire.PostOCSPResponseObject, error) {
	request, err := io.ReadAll(io.LimitReader(r.Body, jpki.OCSPRequestLimit+1))
	if err != nil {
		return nil, wire.ProblemFor(wire.CodeTooLarge, "")
	}
	reply, down, err := s.ocsp(ctx, request)
	if down {
		return wire.PostOCSP503ApplicationOCSPResponseResponse{Body: reply.Body, ContentLength: reply.ContentLength,
			Headers: wire.PostOCSP503ResponseHeaders{MynalabDelay: reply.Headers.MynalabDelay}}, err
	}
	return wire.PostOCSP200ApplicationOCSPResponseResponse{OCSPApplicationOCSPResponseResponse: reply}, err
}

// GetOCSP answers a request in the path (RFC 6960 appendix A.1). What is no base64 is no request.
func (s publicAPI) GetOCSP(ctx context.Context, r wire.GetOCSPRequestObject) (wire.GetOCSPResponseObject, error) {
	request, err := base64.StdEncoding.DecodeString(r.Query)
	if err != nil {
		request = nil
	}
	reply, down, err := s.ocsp(ctx, request)
	if down {
		return wire.GetOCSP503ApplicationOCSPResponseResponse{Body: reply.Body, ContentLength: reply.ContentLength,
			Headers: wire.GetOCSP503ResponseHeaders{MynalabDelay: reply.Headers.MynalabDelay}}, err
	}
	return wire.GetOCSP200ApplicationOCSPResponseResponse{OCSPApplicationOCSPResponseResponse: reply}, err
}

// ocsp has a responder that is down say so twice: by HTTP and by tryLater.
func (s publicAPI) ocsp(ctx context.Context, request []byte) (reply wire.OCSPApplicationOCSPResponseResponse, down bool, err error) {
	if len(request) > jpki.OCSPRequestLimit {
		return reply, false, wire.ProblemFor(wire.CodeTooLarge, "")
	}
	now, err := s.now(ctx)
	if err != nil {
		return reply, false, err
	}
	said, err := s.responder.OCSP(ctx, request, now)
	if err != nil {
		return reply, false, err
	}
	reply.Body, reply.ContentLength = bytes.NewReader(said.DER), int64(len(said.DER))
	reply.Headers.MynalabDelay = delay(said.Took)
	return reply, said.Status == jpki.TryLater, nil
}

// inOnePiece makes one segment of an OCSP request in the path: its base64 may hold slashes, escaped or not.
func inOnePiece(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if request, ok := strings.CutPrefix(r.URL.Path, PathOCSP+"/"); ok && request != "" {
			whole := *r.URL
			whole.RawPath = PathOCSP + "/" + url.PathEscape(request)
			r = r.Clone(r.Context())
			r.URL = &whole
		}
		next.ServeHTTP(w, r)
	})
}

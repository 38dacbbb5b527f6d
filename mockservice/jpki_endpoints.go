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

// The public paths of the JPKI. In reality the JPKI is another party than the qualification service; here it shares the port.
// Real revocation data go only to registered verifiers (SVC-311); here every client that reaches the port gets them.
const (
	PathAuthorities = "/jpki/auth-ca.pem" // GET: the generations of the user-authentication CA, oldest first; PEM
	PathCRL         = "/jpki/auth.crl"    // GET: signed by the newest generation, or with ?generation=1…3 by that one; DER
	PathOCSP        = "/jpki/ocsp"        // POST: RFC 6960; GET with the request in base64 after a slash
)

// GetAuthorities returns the certificates of all generations.
func (s publicAPI) GetAuthorities(context.Context, wire.GetAuthoritiesRequestObject) (wire.GetAuthoritiesResponseObject, error) {
	var text bytes.Buffer
	for _, a := range jpki.Generations() {
		if err := pem.Encode(&text, &pem.Block{Type: "CERTIFICATE", Bytes: a.DER()}); err != nil {
			return nil, err
		}
	}
	return wire.GetAuthorities200ApplicationPemCertificateChainResponse{Body: &text, ContentLength: int64(text.Len())}, nil
}

// GetCRL returns the CRL (SVC-307).
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

// GetOCSP answers a request in the path (RFC 6960 appendix A.1). A path that is not base64 gets the answer to an empty request:
// malformedRequest.
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

// ocsp answers an OCSP request. down means that the responder is down: the reply then is tryLater, and the caller sends it with
// HTTP status 503.
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

// inOnePiece makes an OCSP request in the path a single path segment, since its base64 may contain slashes, escaped or not.
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

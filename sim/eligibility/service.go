package eligibility

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/mynalab/mynalab/mockservice/wire"
	"github.com/mynalab/mynalab/sim/driver"
)

// maxAnswer is the largest accepted answer of the service, in bytes. 1 MiB is our choice: far more than any real answer.
const maxAnswer = 1 << 20

// nonceSize is the size of a challenge's nonce (wire.ChallengeAnswer).
const nonceSize = 32

// service is the connection to the qualification service.
type service struct {
	base   string
	client *http.Client
}

// newService returns a client that trusts only the slot's CA. Every exchange has a connection of its own: net/http repeats a
// request if a kept connection turns out to be dead, and a check must never be sent twice (a challenge can be used once
// only). For the same reason it follows no redirect. Nothing stays open, so nothing of a former slot must be closed. The TLS
// session is kept instead, so that only the first handshake needs the certificates.
func newService(slot driver.Slot, timeout time.Duration) (*service, error) {
	base, err := url.Parse(slot.ServiceURL)
	if err != nil || base.Scheme != "https" || base.Host == "" {
		return nil, errors.New("reading the slot: the service URL is not an https URL; write it as https://HOST:PORT")
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(slot.ServiceCA) {
		return nil, errors.New("reading the slot: the service CA contains no certificate; pass the service's CA as PEM")
	}
	return &service{
		base: strings.TrimSuffix(slot.ServiceURL, "/"),
		client: &http.Client{
			Transport: &http.Transport{
				TLSClientConfig: &tls.Config{
					RootCAs: roots, MinVersion: tls.VersionTLS12, ClientSessionCache: tls.NewLRUClientSessionCache(1),
				},
				DisableKeepAlives: true,
			},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
			Timeout:       timeout,
		},
	}, nil
}

func (s *service) register(ctx context.Context, request wire.RegistrationRequest) (wire.RegistrationAnswer, error) {
	var answer wire.RegistrationAnswer
	err := s.exchange(ctx, exchange{method: http.MethodPost, path: wire.PathRegistration, in: request,
		want: http.StatusCreated, out: &answer})
	if err == nil && answer.DeviceToken == "" {
		err = ErrUnreadable
	}
	return answer, err
}

func (s *service) deregister(ctx context.Context, token string) error {
	return s.exchangeWithToken(ctx, token, exchange{method: http.MethodDelete, path: wire.PathRegistration,
		want: http.StatusNoContent})
}

func (s *service) challenge(ctx context.Context, token string) (wire.ChallengeAnswer, error) {
	var answer wire.ChallengeAnswer
	err := s.exchangeWithToken(ctx, token, exchange{method: http.MethodPost, path: wire.PathChallenge,
		want: http.StatusCreated, out: &answer})
	if err == nil && (answer.ChallengeID == "" || len(answer.Nonce) != nonceSize) {
		err = ErrUnreadable
	}
	return answer, err
}

func (s *service) check(ctx context.Context, token string, request wire.CheckRequest) (wire.CheckAnswer, error) {
	var answer wire.CheckAnswer
	err := s.exchangeWithToken(ctx, token, exchange{method: http.MethodPost, path: wire.PathCheck, in: request,
		want: http.StatusOK, out: &answer})
	if err == nil && answer.XmlMsg.MessageHeader.SegmentOfResult == "" {
		err = ErrUnreadable
	}
	return answer, err
}

// exchange is one request, its expected status code and the place for its answer; in and out may be nil.
type exchange struct {
	method, path, token string
	in                  any
	want                int
	out                 any
}

// exchangeWithToken makes an exchange that requires a registered terminal.
func (s *service) exchangeWithToken(ctx context.Context, token string, x exchange) error {
	if token == "" {
		return ErrNotRegistered
	}
	x.token = token
	return s.exchange(ctx, x)
}

// exchange sends the request once and reads the answer. Without success the error is a wire.Problem, ErrUnreachable or
// ErrUnreadable.
func (s *service) exchange(ctx context.Context, x exchange) error {
	request, err := x.request(ctx, s.base)
	if err != nil {
		return err
	}
	response, err := s.client.Do(request)
	if err != nil {
		return ErrUnreachable
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer+1))
	switch {
	case err != nil:
		return ErrUnreachable
	case len(body) > maxAnswer:
		return ErrUnreadable
	case response.StatusCode != x.want:
		return problem(response.Header.Get("Content-Type"), body)
	case x.out == nil:
		return nil
	case json.Unmarshal(body, x.out) != nil:
		return ErrUnreadable
	}
	return nil
}

func (x exchange) request(ctx context.Context, base string) (*http.Request, error) {
	var body io.Reader = http.NoBody
	if x.in != nil {
		encoded, err := json.Marshal(x.in)
		if err != nil {
			return nil, fmt.Errorf("encoding the request: %w", err)
		}
		body = bytes.NewReader(encoded)
	}
	request, err := http.NewRequestWithContext(ctx, x.method, base+x.path, body)
	if err != nil {
		return nil, fmt.Errorf("making the request: %w", err)
	}
	if x.in != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	if x.token != "" {
		request.Header.Set("Authorization", "Bearer "+x.token)
	}
	return request, nil
}

// problem decodes a problem document. One without a code or without a Japanese text is ErrUnreadable.
func problem(contentType string, body []byte) error {
	media, _, err := mime.ParseMediaType(contentType)
	var p wire.Problem
	if err != nil || media != wire.ProblemContentType || json.Unmarshal(body, &p) != nil ||
		p.Code == "" || p.MessageJA == "" {
		return ErrUnreadable
	}
	return p
}

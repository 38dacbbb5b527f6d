package main

import (
	"context"
	"crypto/tls"
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/mynalab/mynalab/sim/world"
)

// linkLimit is how long a service in another process may take for its first answer.
const linkLimit = 5 * time.Second

// errToken is a control handler's answer to somebody whom it does not know.
var errToken = errors.New("the control handler wants another token")

// bearing tells a refused token from a control handler that is not there.
type bearing struct{ next http.RoundTripper }

func (b bearing) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := b.next.RoundTrip(r)
	if err == nil && answer.StatusCode == http.StatusUnauthorized {
		answer.Body.Close()
		return nil, errToken
	}
	return answer, err
}

// stay follows no redirect.
func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// open is the service as it was named, found alive; nil for the embedded one.
func (f linkFlags) open(ctx context.Context) (*world.Remote, error) {
	service, err := f.link()
	if err != nil || service == nil {
		return nil, err
	}
	return service, f.reach(ctx, service)
}

// reach asks service and control handler for a sign of life, before a scenario relies on them.
func (f linkFlags) reach(ctx context.Context, r *world.Remote) error {
	ctx, cancel := context.WithTimeout(ctx, linkLimit)
	defer cancel()
	client := &http.Client{Transport: world.RemoteTransport(r.CA), CheckRedirect: stay}
	defer client.CloseIdleConnections()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, r.URL.JoinPath("healthz").String(), nil)
	if err != nil {
		return usage(say(wordBadService, f.service, err))
	}
	answer, err := client.Do(request)
	if err != nil {
		return unreached(f.service, err)
	}
	answer.Body.Close()
	if answer.StatusCode >= http.StatusInternalServerError {
		return broken(say(wordUnreached, f.service, errors.New("it is not well: "+answer.Status)))
	}
	if r.Control == nil {
		return nil
	}
	switch _, err := r.Control.Clock(ctx); {
	case errors.Is(err, errToken):
		return usage(say(wordNoToken, f.control))
	case err != nil:
		return unreached(f.control, err)
	}
	return nil
}

// unreached tells a certificate that --ca does not vouch for from a host that does not answer.
func unreached(host string, err error) error {
	var untrusted *tls.CertificateVerificationError
	if errors.As(err, &untrusted) {
		return usage(say(wordUntrusted, host, untrusted.Err))
	}
	if asked := (*url.Error)(nil); errors.As(err, &asked) {
		err = asked.Err // without method and URL, which the sentence names itself
	}
	return broken(say(wordUnreached, host, err))
}

package main

import (
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/sim/world"
)

// embeddedService is the --service that is in this process.
const embeddedService = "embedded"

// linkFlags say where the service is.
type linkFlags struct{ service, control, ca, token string }

// add puts them on a command.
func (f *linkFlags) add(c *cobra.Command) {
	c.Flags().StringVar(&f.service, "service", embeddedService, "embedded, or the https URL of a service in another process")
	c.Flags().StringVar(&f.control, "control", "", "URL of that service's control handler; without it only the exchange is judged")
	c.Flags().StringVar(&f.ca, "ca", "", "file (PEM) with the CA that has signed the service's certificate")
	c.Flags().StringVar(&f.token, "control-token", "", "file with the control handler's token, where it asks for one")
}

// remote tells whether the service is in another process.
func (f linkFlags) remote() bool { return f.service != "" && f.service != embeddedService }

// link is the service as it was named; nil for the embedded one. It asks nobody yet.
func (f linkFlags) link() (*world.Remote, error) {
	if !f.remote() {
		if f.control+f.ca+f.token != "" {
			return nil, usage(say(wordNoService))
		}
		return nil, nil
	}
	base, err := serviceURL(f.service)
	if err != nil {
		return nil, usage(say(wordBadService, f.service, err))
	}
	roots, err := f.roots()
	if err != nil {
		return nil, err
	}
	desk, err := f.desk(roots)
	if err != nil {
		return nil, err
	}
	return &world.Remote{URL: base, CA: roots, Control: desk}, nil
}

// serviceURL is a URL that names a host and nothing secret.
func serviceURL(text string) (*url.URL, error) {
	base, err := url.Parse(text)
	switch {
	case err != nil:
		return nil, errors.New("it is no URL")
	case base.Scheme != "https" || base.Hostname() == "":
		return nil, errors.New("it does not begin with https://HOST")
	case base.User != nil || base.RawQuery != "" || base.Fragment != "":
		return nil, errors.New("it holds more than host, port and path")
	}
	return base, nil
}

// roots are the CAs in the file that was named. No other one is trusted, least of all the machine's own.
func (f linkFlags) roots() (*x509.CertPool, error) {
	if f.ca == "" {
		return nil, usage(say(wordNoCA))
	}
	text, err := os.ReadFile(f.ca)
	if err != nil {
		return nil, usage(say(wordBadCA, err))
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(text) {
		return nil, usage(say(wordBadCA, errors.New(f.ca+" holds no certificate in PEM")))
	}
	return roots, nil
}

// desk is the client of the control handler, nil where none was named. It follows no redirect and knows no proxy.
func (f linkFlags) desk(roots *x509.CertPool) (*control.Client, error) {
	if f.control == "" {
		if f.token != "" {
			return nil, usage(say(wordNoControl))
		}
		return nil, nil
	}
	base, err := controlURL(f.control)
	if err != nil {
		return nil, usage(say(wordBadControl, f.control, err))
	}
	token, err := f.bearer()
	if err != nil {
		return nil, err
	}
	if token == "" && !loopback(base.Hostname()) {
		return nil, usage(say(wordNoToken, f.control))
	}
	client := &http.Client{Transport: bearing{world.RemoteTransport(roots)}, CheckRedirect: stay}
	return control.Dial(base.String(), client, token), nil
}

// controlURL is a URL whose way nobody else can listen on: https, or http on this machine.
func controlURL(text string) (*url.URL, error) {
	base, err := url.Parse(text)
	if err == nil && base.Scheme == "http" && loopback(base.Hostname()) {
		local := *base
		local.Scheme = "https"
		_, err = serviceURL(local.String())
		return base, err
	}
	if err == nil && base.Scheme == "http" {
		return nil, errors.New("it is http and not on loopback")
	}
	return serviceURL(text)
}

// loopback tells whether a host is this machine, without asking anybody.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// bearer is the token in the file that was named; empty where none was.
func (f linkFlags) bearer() (string, error) {
	if f.token == "" {
		return "", nil
	}
	text, err := os.ReadFile(f.token)
	if err != nil {
		return "", usage(say(wordBadToken, err))
	}
	token := strings.TrimSpace(string(text))
	if token == "" || strings.ContainsAny(token, " \r\n\t") {
		return "", usage(say(wordBadToken, errors.New(f.token+" does not hold one word")))
	}
	return token, nil
}

// Package containers starts the mock qualification service in a container, for tests that are written with
// testcontainers-go: vendors meet the service there that mynalab meets, and stage it through the same control handler.
//
// It is a module of its own, so that mynalab needs no Docker. It builds no image (ci/image.sh does), pulls none, and trusts
// no CA but the one that the container has made for itself.
package containers

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/moby/moby/api/types/container"
	"github.com/moby/moby/api/types/network"
	"github.com/testcontainers/testcontainers-go"
	tcnetwork "github.com/testcontainers/testcontainers-go/network"
	"github.com/testcontainers/testcontainers-go/wait"

	"github.com/mynalab/mynalab/mockservice/control"
)

// Where things are in the image: see ci/Dockerfile.
const (
	portPublic  = "8443/tcp"
	portControl = "8444/tcp"
	fileCA      = "/data/tls/ca.pem"
	fileToken   = "/data/tls/control-token"
)

// Image is what ci/image.sh calls the image.
const Image = "mynalab"

// startLimit is how long a container may take until it answers.
const startLimit = time.Minute

// Mock is a mock service in a container that runs. Its ports are published on 127.0.0.1 alone.
type Mock struct {
	*testcontainers.DockerContainer
	// URL is what a terminal is configured with, ControlURL the control handler's.
	URL, ControlURL string
	// CA has signed the certificate of both, as PEM: a terminal must trust it. Roots is the same for a Go program.
	CA    []byte
	Roots *x509.CertPool
	// Token is what the control handler wants to see, as a bearer token.
	Token string
	// Control stages the service: clock, people, faults.
	Control *control.Client
}

// Run starts a container of the image and waits until it answers. Options are those of testcontainers: arguments of
// mynalab serve are added by WithDatabase, WithName and testcontainers.WithCmdArgs. The container is the caller's to end, with
// testcontainers.CleanupContainer(t, mock) before the error is looked at.
func Run(ctx context.Context, image string, options ...testcontainers.ContainerCustomizer) (*Mock, error) {
	own := []testcontainers.ContainerCustomizer{
		testcontainers.WithExposedPorts(portPublic, portControl),
		testcontainers.WithHostConfigModifier(confine),
		// Whose certificate it is can only be told once the container has made it.
		testcontainers.WithWaitStrategy(wait.ForHTTP("/healthz").WithPort(portPublic).WithTLS(true).WithAllowInsecure(true).
			WithStartupTimeout(startLimit)),
	}
	started, err := testcontainers.Run(ctx, image, append(own, options...)...)
	var m *Mock
	if started != nil {
		m = &Mock{DockerContainer: started}
	}
	if err != nil {
		return m, fmt.Errorf("starting the mock service: %w", err)
	}
	if err := m.meet(ctx); err != nil {
		return m, fmt.Errorf("meeting the mock service: %w", err)
	}
	return m, nil
}

// confine takes away what the service does not need: to write outside of its volume, any capability, any port but on
// loopback.
func confine(c *container.HostConfig) {
	c.ReadonlyRootfs = true
	c.CapDrop = []string{"ALL"}
	c.SecurityOpt = append(c.SecurityOpt, "no-new-privileges")
	c.PortBindings = network.PortMap{}
	for _, port := range []string{portPublic, portControl} {
		c.PortBindings[network.MustParsePort(port)] = []network.PortBinding{{HostIP: netip.AddrFrom4([4]byte{127, 0, 0, 1})}}
	}
}

// WithDatabase lets the service keep its rows where the URL says: memory, sqlite:FILE in the volume /data, or
// postgres://USER:PASSWORD@HOST:PORT/DATABASE in a network that the container is in.
func WithDatabase(url string) testcontainers.CustomizeRequestOption {
	return testcontainers.WithCmdArgs("--db", url)
}

// WithName puts the service into a network in which other containers, e.g. a product under test, call it by that name: its
// certificate names it.
func WithName(name string, in *testcontainers.DockerNetwork) testcontainers.CustomizeRequestOption {
	return func(r *testcontainers.GenericContainerRequest) error {
		if err := testcontainers.WithCmdArgs("--host", name)(r); err != nil {
			return err
		}
		return tcnetwork.WithNetwork([]string{name}, in)(r)
	}
}

// meet learns where the service is and whom it says it is, and has a word with it and with its control handler.
func (m *Mock) meet(ctx context.Context) error {
	var err error
	if m.URL, err = m.PortEndpoint(ctx, portPublic, "https"); err != nil {
		return err
	}
	if m.ControlURL, err = m.PortEndpoint(ctx, portControl, "https"); err != nil {
		return err
	}
	if m.CA, err = m.read(ctx, fileCA); err != nil {
		return err
	}
	token, err := m.read(ctx, fileToken)
	if err != nil {
		return err
	}
	m.Token = strings.TrimSpace(string(token))
	m.Roots = x509.NewCertPool()
	if !m.Roots.AppendCertsFromPEM(m.CA) {
		return errors.New(fileCA + " holds no certificate")
	}
	m.Control = control.Dial(m.ControlURL, m.Client(), m.Token)
	if _, err := m.Control.Clock(ctx); err != nil {
		return err
	}
	return m.health(ctx)
}

func (m *Mock) health(ctx context.Context) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, m.URL+"/healthz", nil)
	if err != nil {
		return err
	}
	answer, err := m.Client().Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return errors.New("it is not well: " + answer.Status)
	}
	return nil
}

// read is a file of the container's.
func (m *Mock) read(ctx context.Context, path string) ([]byte, error) {
	file, err := m.CopyFileFromContainer(ctx, path)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", path, err)
	}
	defer file.Close()
	return io.ReadAll(file)
}

// Client is an HTTP client that trusts the service's CA and nobody else.
func (m *Mock) Client() *http.Client {
	return &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: m.Roots, MinVersion: tls.VersionTLS12}}}
}

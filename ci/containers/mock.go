// Package containers starts the mock qualification service in a container, for tests that are written with
// testcontainers-go. Vendors get the same service that mynalab uses, and control it through the same control handler.
//
// It is a module of its own, so that mynalab itself does not need Docker. It builds no image (ci/image.sh does), pulls
// none, and trusts only the CA that the container makes for itself. Start with [Run], which returns a [Mock]; ExampleRun
// shows a whole test.
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

// Ports and files of the image, see ci/Dockerfile.
const (
	portPublic  = "8443/tcp"
	portControl = "8444/tcp"
	fileCA      = "/data/tls/ca.pem"
	fileToken   = "/data/tls/control-token"
)

// Image is the name that ci/image.sh gives the image.
const Image = "mynalab"

// startLimit is how long a container may take until it answers. It needs seconds; our choice leaves room for a slow
// machine.
const startLimit = time.Minute

// Mock is a mock service in a running container. Its ports are published on 127.0.0.1 only.
type Mock struct {
	*testcontainers.DockerContainer
	// URL is the service's address, for the terminal; ControlURL is that of the control handler.
	URL, ControlURL string
	// CA, as PEM, has signed the certificates of both; a terminal must trust it. Roots is the same for a Go program.
	CA    []byte
	Roots *x509.CertPool
	// Token is the bearer token for the control handler.
	Token string
	// Control sets the service's clock, people and faults.
	Control *control.Client
}

// Run starts a container of the image and waits until it answers. Options are those of testcontainers; WithDatabase,
// WithName and testcontainers.WithCmdArgs add arguments of mynalab serve. The caller ends the container with
// testcontainers.CleanupContainer(t, mock), called before the error is checked.
func Run(ctx context.Context, image string, options ...testcontainers.ContainerCustomizer) (*Mock, error) {
	own := []testcontainers.ContainerCustomizer{
		testcontainers.WithExposedPorts(portPublic, portControl),
		testcontainers.WithHostConfigModifier(confine),
		// The wait can't verify the certificate, which the container makes only when it starts; connect does.
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
	if err := m.connect(ctx); err != nil {
		return m, fmt.Errorf("connecting to the mock service: %w", err)
	}
	return m, nil
}

// confine removes what the service does not need: writing outside of its volume, capabilities, and ports other than on
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

// WithDatabase sets the database of the service by its URL: memory, sqlite:FILE in the volume /data, or
// postgres://USER:PASSWORD@HOST:PORT/DATABASE in a network of the container.
func WithDatabase(url string) testcontainers.CustomizeRequestOption {
	return testcontainers.WithCmdArgs("--db", url)
}

// WithName puts the service into a network in which other containers, e.g. a product under test, reach it by that name. Its
// certificate contains the name.
func WithName(name string, in *testcontainers.DockerNetwork) testcontainers.CustomizeRequestOption {
	return func(r *testcontainers.GenericContainerRequest) error {
		if err := testcontainers.WithCmdArgs("--host", name)(r); err != nil {
			return err
		}
		return tcnetwork.WithNetwork([]string{name}, in)(r)
	}
}

// connect reads the service's addresses, CA and token, and sends a request to it and to its control handler.
func (m *Mock) connect(ctx context.Context) error {
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
		return errors.New(fileCA + " contains no certificate")
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
		return errors.New("GET /healthz answered " + answer.Status)
	}
	return nil
}

// read returns the content of a file in the container.
func (m *Mock) read(ctx context.Context, path string) ([]byte, error) {
	file, err := m.CopyFileFromContainer(ctx, path)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", path, err)
	}
	defer file.Close()
	return io.ReadAll(file)
}

// Client returns an HTTP client that trusts only the service's CA.
func (m *Mock) Client() *http.Client {
	return &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: m.Roots, MinVersion: tls.VersionTLS12}}}
}

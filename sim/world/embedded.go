package world

import (
	"context"
	"fmt"
	"net"
	"net/http"

	"github.com/mynalab/mynalab/mockservice"
	"github.com/mynalab/mynalab/mockservice/control"
)

// embedded is the mock in this process, with its control handler on a loopback port.
type embedded struct {
	mock   *mockservice.Service
	desk   *http.Server
	client *control.Client
}

var _ source = (*embedded)(nil)

func openEmbedded(config mockservice.Config) (*embedded, error) {
	port, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("opening a loopback port for the embedded service's control handler: %w", err)
	}
	mock := mockservice.New(config)
	return &embedded{mock: mock, desk: serve(port, mock.Control()),
		client: control.Dial("http://"+port.Addr().String(), &http.Client{Transport: &http.Transport{}}, "")}, nil
}

func (e *embedded) public(hooks) http.Handler { return e.mock.Public() }

func (e *embedded) control() *control.Client { return e.client }

func (e *embedded) close() error {
	if err := e.desk.Shutdown(context.Background()); err != nil {
		return fmt.Errorf("closing the embedded service: %w", err)
	}
	return nil
}

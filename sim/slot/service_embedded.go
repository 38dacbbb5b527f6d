package slot

import (
	"context"
	"fmt"
	"net/http"

	"github.com/mynalab/mynalab/mockservice"
	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/reports/trace"
)

// embedded is the mock service in this process, with its control handler on a loopback port.
type embedded struct {
	config      func() mockservice.Config
	mock        *mockservice.Service
	controlPort *port
	client      *control.Client
}

var _ Service = (*embedded)(nil)

// Embedded returns a maker of the service in this process; config is called for each slot.
func Embedded(config func() mockservice.Config) func() Service {
	return func() Service { return &embedded{config: config} }
}

// Open makes the service and opens the port of its control handler.
func (e *embedded) Open(context.Context) error {
	mock := mockservice.New(e.config())
	controlPort, err := openPort(mock.Control(), unchanged, nil)
	if err != nil {
		return fmt.Errorf("opening the embedded service's control handler: %w", err)
	}
	e.mock, e.controlPort = mock, controlPort
	e.client = control.Dial("http://"+controlPort.address(), &http.Client{Transport: &http.Transport{}}, "")
	return nil
}

// Close closes the port of the control handler.
func (e *embedded) Close(ctx context.Context) error {
	if e.controlPort == nil {
		return nil
	}
	controlPort := e.controlPort
	e.controlPort = nil
	return controlPort.close(ctx)
}

func (e *embedded) Adapter() string                      { return "embedded" }
func (e *embedded) Runs([]string) (trace.Sentence, bool) { return trace.Sentence{}, true }
func (e *embedded) Public(Hooks) http.Handler            { return e.mock.Public() }
func (e *embedded) Control() *control.Client             { return e.client }
func (e *embedded) Controlled() bool                     { return true }

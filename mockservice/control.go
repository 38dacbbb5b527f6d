package mockservice

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"slices"
	"strings"

	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// controlAPI implements the operations of the control contract.
type controlAPI struct{ *Service }

var _ control.StrictServerInterface = controlAPI{}

// authorise is the authenticator of the control handler. The request must have the token of Config.ControlToken; if that is
// empty, every request is accepted. The comparison takes constant time.
func (s controlAPI) authorise(r *http.Request, _ bool) (context.Context, error) {
	shown, want := sha256.Sum256([]byte(bearer(r))), sha256.Sum256([]byte(s.cfg.ControlToken))
	if s.cfg.ControlToken != "" && subtle.ConstantTimeCompare(shown[:], want[:]) != 1 {
		return nil, wire.ProblemFor(wire.CodeControlToken, "")
	}
	return r.Context(), nil
}

// GetDocument returns the contract.
func (s controlAPI) GetDocument(context.Context, control.GetDocumentRequestObject) (control.GetDocumentResponseObject, error) {
	text := control.Document()
	return control.GetDocument200ApplicationYamlResponse{Body: strings.NewReader(text), ContentLength: int64(len(text))}, nil
}

// Reset deletes all rows and prepares the service for one scenario. The mode stays, and so do faults that name a scenario.
func (s controlAPI) Reset(ctx context.Context, r control.ResetRequestObject) (control.ResetResponseObject, error) {
	before, err := s.cfg.Store.Setup(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.cfg.Store.Reset(ctx); err != nil {
		return nil, err
	}
	return control.Reset204Response{}, s.changeSetup(ctx, func(row *store.Setup) {
		row.Seed, row.Scenario, row.Now = r.Body.Seed, r.Body.Scenario, r.Body.Now
		row.Mode, row.Quirks = before.Mode, before.Quirks
		row.Faults = slices.DeleteFunc(before.Faults, func(f store.Fault) bool { return f.Scenario == "" })
	})
}

// GetClock returns the service's time.
func (s controlAPI) GetClock(ctx context.Context, _ control.GetClockRequestObject) (control.GetClockResponseObject, error) {
	now, err := s.now(ctx)
	return control.GetClock200JSONResponse{Now: now}, err
}

// SetClock sets the time. It stands still until it is set again; the zero time makes the service use Config.Now again.
func (s controlAPI) SetClock(ctx context.Context, r control.SetClockRequestObject) (control.SetClockResponseObject, error) {
	return control.SetClock204Response{}, s.changeSetup(ctx, func(row *store.Setup) { row.Now = r.Body.Now })
}

func (s controlAPI) changeSetup(ctx context.Context, edit func(*store.Setup)) error {
	return s.cfg.Store.ChangeSetup(ctx, func(row *store.Setup) error {
		edit(row)
		return nil
	})
}

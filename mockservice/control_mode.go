package mockservice

import (
	"context"
	"net/http"

	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/mockservice/store"
)

// GetMode returns the mode of the public handler and, in mode awkward, its quirks.
func (s controlAPI) GetMode(ctx context.Context, _ control.GetModeRequestObject) (control.GetModeResponseObject, error) {
	row, err := s.cfg.Store.Setup(ctx)
	return control.GetMode200JSONResponse(s.mode(row)), err
}

// SetMode sets the mode of the public handler.
func (s controlAPI) SetMode(ctx context.Context, r control.SetModeRequestObject) (control.SetModeResponseObject, error) {
	for _, name := range r.Body.Quirks {
		if r.Body.Mode != control.Awkward {
			return nil, malformed("quirks: only mode awkward has quirks; leave them out or set mode awkward")
		}
		if _, ok := quirkNamed(name); !ok {
			return nil, malformed("quirks: a name is not in the table of quirks; GET /mode in mode awkward lists the names")
		}
	}
	return control.SetMode204Response{}, s.changeSetup(ctx, func(row *store.Setup) {
		row.Mode, row.Quirks = string(r.Body.Mode), r.Body.Quirks
	})
}

// mode returns the mode of the public handler: the one that the control handler set, else Config.Mode, else normal.
func (s *Service) mode(row store.Setup) control.Mode {
	m := control.Mode{Mode: control.ModeName(row.Mode), Quirks: row.Quirks}
	if m.Mode == "" {
		m.Mode = s.cfg.Mode
	}
	switch {
	case m.Mode == "":
		m.Mode = control.Normal
	case m.Mode == control.Awkward && len(m.Quirks) == 0:
		m.Quirks = QuirkNames()
	}
	return m
}

// inMode wraps the public handler in the present mode.
func (s *Service) inMode(row store.Setup, next http.Handler) http.Handler {
	switch m := s.mode(row); m.Mode {
	case control.Strict:
		return withStrictRules(next)
	case control.Awkward:
		return s.awkward(m, next)
	default:
		return next
	}
}

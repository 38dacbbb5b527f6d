package mockservice

import (
	"net/http"
	"time"

	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/mockservice/store"
)

// reset empties the service for one scenario.
func (s *Service) reset(r *http.Request) (int, any, error) {
	request, err := read[control.Reset](r)
	if err != nil {
		return 0, nil, err
	}
	if err := s.cfg.Store.Reset(r.Context()); err != nil {
		return 0, nil, err
	}
	return s.stage(r, func(row *store.Stage) {
		row.Seed, row.Scenario, row.Now = request.Seed, request.Scenario, request.Now
	})
}

// clock answers with the service's now.
func (s *Service) clock(r *http.Request) (int, any, error) {
	now, err := s.now(r.Context())
	return http.StatusOK, control.Clock{Now: now}, err
}

// setClock sets the time. It stands still until it is set again; the zero time gives it back to Config.Now.
func (s *Service) setClock(r *http.Request) (int, any, error) {
	request, err := read[control.Clock](r)
	if err != nil {
		return 0, nil, err
	}
	return s.stage(r, func(row *store.Stage) { row.Now = request.Now })
}

// longestDelay of an answer, in seconds: whoever waits for a day has given up.
const longestDelay = 24 * 60 * 60

// setFaults replaces the faults that the service shows.
func (s *Service) setFaults(r *http.Request) (int, any, error) {
	request, err := read[control.Faults](r)
	if err != nil {
		return 0, nil, err
	}
	if request.RevocationDelay < 0 || request.RevocationDelay > longestDelay {
		return 0, nil, malformed("revocationDelay: it is negative or more than a day")
	}
	return s.stage(r, func(row *store.Stage) {
		row.RevocationDown, row.RevocationStale = request.RevocationDown, request.RevocationStale
		row.RevocationDelay = time.Duration(request.RevocationDelay) * time.Second
	})
}

func (s *Service) stage(r *http.Request, edit func(*store.Stage)) (int, any, error) {
	err := s.cfg.Store.ChangeStage(r.Context(), func(row *store.Stage) error {
		edit(row)
		return nil
	})
	return http.StatusNoContent, nil, err
}

package mockservice

import (
	"context"
	"net/http"
	"time"

	"github.com/mynalab/mynalab/mockservice/oqs"
)

// Existing returns the interface of the existing type, which answers for the same people.
func (s *Service) Existing() *oqs.Exchange { return oqs.New(s.cfg.Store, s.cfg.Existing, s.draw) }

// WebAPI returns a handler in the form of the existing type's WebAPI (SVC-011 to SVC-016). It is not part of the limited type,
// so Public does not include it; the caller can serve it next to Public.
func (s *Service) WebAPI() http.Handler { return oqs.NewWebAPI(s.Existing(), s.Now) }

// Now returns the service's time.
func (s *Service) Now(ctx context.Context) (time.Time, error) { return s.now(ctx) }

package mockservice

import (
	"context"
	"net/http"
	"time"

	"github.com/mynalab/mynalab/mockservice/oqs"
)

// Existing is the existing type's interface, over the same people.
func (s *Service) Existing() *oqs.Exchange { return oqs.New(s.cfg.Store, s.cfg.Existing, s.draw) }

// WebAPI is the shape of the existing type's WebAPI (SVC-011 to SVC-016). It is no part of the limited type, so that it stands
// on the public port only where somebody asks for it.
func (s *Service) WebAPI() http.Handler { return oqs.NewWebAPI(s.Existing(), s.Now) }

// Now is the service's time.
func (s *Service) Now(ctx context.Context) (time.Time, error) { return s.now(ctx) }

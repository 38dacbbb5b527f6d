package mockservice

import (
	"context"
	"time"

	"github.com/mynalab/mynalab/mockservice/store"
)

// onStage is what a request of the public handler finds: the stage row as it was when the request came, and what the
// service suffers from while it answers this one.
type onStage struct {
	row store.Stage
	// skew is how far the service's clock runs ahead, forged whether the JPKI's words are somebody else's.
	skew   time.Duration
	forged bool
}

type onStageKey struct{}

// enter notes the stage for a request.
func (o *onStage) enter(ctx context.Context) context.Context {
	return context.WithValue(ctx, onStageKey{}, o)
}

// onStageOf is what a request found; a request of the control handler finds nothing.
func onStageOf(ctx context.Context) (*onStage, bool) {
	o, ok := ctx.Value(onStageKey{}).(*onStage)
	return o, ok
}

// staged is the stage row, read once for each request of the public handler.
func (s *Service) staged(ctx context.Context) (store.Stage, error) {
	if o, ok := onStageOf(ctx); ok {
		return o.row, nil
	}
	return s.cfg.Store.Stage(ctx)
}

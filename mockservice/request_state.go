package mockservice

import (
	"context"
	"time"

	"github.com/mynalab/mynalab/mockservice/store"
)

// requestState is what a request of the public handler finds: the setup row as it was when the request came, and what the
// service suffers from while it answers this one.
type requestState struct {
	row store.Setup
	// skew is how far the service's clock runs ahead, forged whether the JPKI's words are somebody else's.
	skew   time.Duration
	forged bool
}

type requestStateKey struct{}

// enter notes the state for a request.
func (o *requestState) enter(ctx context.Context) context.Context {
	return context.WithValue(ctx, requestStateKey{}, o)
}

// requestStateOf is what a request found; a request of the control handler finds nothing.
func requestStateOf(ctx context.Context) (*requestState, bool) {
	o, ok := ctx.Value(requestStateKey{}).(*requestState)
	return o, ok
}

// setup is the setup row, read once for each request of the public handler.
func (s *Service) setup(ctx context.Context) (store.Setup, error) {
	if o, ok := requestStateOf(ctx); ok {
		return o.row, nil
	}
	return s.cfg.Store.Setup(ctx)
}

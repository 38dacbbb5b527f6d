package mockservice

import (
	"context"
	"time"

	"github.com/mynalab/mynalab/mockservice/store"
)

// requestState is the state of one request to the public handler: the setup row as it was when the request came, and the faults
// that change how this request is processed.
type requestState struct {
	row store.Setup
	// skew is how far the service's clock is ahead; forged means that the JPKI's answers are signed with a wrong key.
	skew   time.Duration
	forged bool
}

type requestStateKey struct{}

// enter returns a context that carries the state.
func (o *requestState) enter(ctx context.Context) context.Context {
	return context.WithValue(ctx, requestStateKey{}, o)
}

// requestStateOf returns the state of a request; ok is false for a request to the control handler, which has none.
func requestStateOf(ctx context.Context) (*requestState, bool) {
	o, ok := ctx.Value(requestStateKey{}).(*requestState)
	return o, ok
}

// setup returns the setup row. A request to the public handler reads it only once, so that all of it sees the same row.
func (s *Service) setup(ctx context.Context) (store.Setup, error) {
	if o, ok := requestStateOf(ctx); ok {
		return o.row, nil
	}
	return s.cfg.Store.Setup(ctx)
}

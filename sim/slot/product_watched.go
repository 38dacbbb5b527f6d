package slot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/mynalab/mynalab/sim/driver"
)

// errPanicked is what a product's panic in a call becomes: it is the product's doing and ends that call alone.
var errPanicked = errors.New("the product panicked")

// hangUp is how long a call waits, once the product has answered, for what the product may have asked for and hung up on: it
// was sent within the call and is recorded in it.
const hangUp = 50 * time.Millisecond

// watched is a product whose calls the seams know of, and whose panics are errors.
type watched struct {
	driver.Product
	seams *Seams
}

// Configure is a call by the harness.
func (p watched) Configure(ctx context.Context, s driver.Slot) (err error) {
	defer panicked(&err)
	return p.Product.Configure(ctx, s)
}

// Clock is a call by the harness.
func (p watched) Clock(ctx context.Context, now time.Time) (err error) {
	defer panicked(&err)
	return p.Product.Clock(ctx, now)
}

// Do is a call by a person.
func (p watched) Do(ctx context.Context, call driver.Call) (screen driver.Screen, err error) {
	defer panicked(&err)
	defer p.hungUp(ctx)
	defer p.seams.called()()
	return p.Product.Do(ctx, call)
}

// hungUp waits a moment for what the product may have hung up on.
func (p watched) hungUp(ctx context.Context) {
	if p.seams.pending() {
		ctx, cancel := context.WithTimeout(ctx, hangUp)
		defer cancel()
		p.seams.hungUp(ctx)
	}
}

func panicked(err *error) {
	if raised := recover(); raised != nil {
		*err = OfProduct("calling the product", fmt.Errorf("%w: %v", errPanicked, raised))
	}
}

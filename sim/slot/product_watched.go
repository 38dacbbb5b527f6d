package slot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/mynalab/mynalab/sim/driver"
)

// errPanicked is the error of a call in which the product panicked. The product is to blame, and only that call ends.
var errPanicked = errors.New("the product panicked")

// hangUpWait is how long a call waits, once the product has answered, for requests that the product may have sent and hung up on:
// they were sent within the call and are recorded in it. Our choice: on loopback such a request arrives within a millisecond
// or so; the wait is paid only when something is pending.
const hangUpWait = 50 * time.Millisecond

// watched is a product whose calls are reported to the seams and whose panics become errors.
type watched struct {
	driver.Product
	seams *Seams
}

// Configure is a call by the harness.
func (p watched) Configure(ctx context.Context, s driver.Slot) (err error) {
	defer recovered(&err)
	return p.Product.Configure(ctx, s)
}

// Clock is a call by the harness.
func (p watched) Clock(ctx context.Context, now time.Time) (err error) {
	defer recovered(&err)
	return p.Product.Clock(ctx, now)
}

// Do is a call by a person.
func (p watched) Do(ctx context.Context, call driver.Call) (screen driver.Screen, err error) {
	defer recovered(&err)
	defer p.hungUp(ctx)
	defer p.seams.called()()
	return p.Product.Do(ctx, call)
}

// hungUp waits briefly for requests that the product may have hung up on.
func (p watched) hungUp(ctx context.Context) {
	if p.seams.pending() {
		ctx, cancel := context.WithTimeout(ctx, hangUpWait)
		defer cancel()
		p.seams.hungUp(ctx)
	}
}

// recovered turns a panic of the product into an error that blames it.
func recovered(err *error) {
	if raised := recover(); raised != nil {
		*err = OfProduct("calling the product", fmt.Errorf("%w: %v", errPanicked, raised))
	}
}

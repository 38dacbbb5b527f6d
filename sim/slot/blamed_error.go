package slot

import (
	"errors"
	"fmt"

	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/driver"
)

// BlamedError is why a verb could not be carried out, and who is to blame. It is never a verdict on the product.
type BlamedError struct {
	// Blame names who has to act.
	Blame trace.Blame
	// Unsupported: the product does not have the verb.
	Unsupported bool
	// Uncontrolled: the service would have to follow the world, but the URL of its control handler was not given.
	Uncontrolled bool
	err          error
}

// Error returns one line.
func (t *BlamedError) Error() string { return t.err.Error() }

// Unwrap returns the cause.
func (t *BlamedError) Unwrap() error { return t.err }

// blamed makes a BlamedError. If err already has a blame, that one stays, since the place where the error arose knew more.
func blamed(blame trace.Blame, doing string, err error) error {
	if known := (*BlamedError)(nil); errors.As(err, &known) {
		blame = known.Blame
	}
	return &BlamedError{Blame: blame, Unsupported: errors.Is(err, driver.ErrUnsupported),
		Uncontrolled: errors.Is(err, ErrUncontrolled), err: fmt.Errorf("%s: %w", doing, err)}
}

// Environment blames the environment: what lies between and around the parties.
func Environment(doing string, err error) error { return blamed(trace.BlameEnvironment, doing, err) }

// Harness blames mynalab itself.
func Harness(doing string, err error) error { return blamed(trace.BlameHarness, doing, err) }

// Configuration blames what the user typed or what the feature text orders.
func Configuration(doing string, err error) error {
	return blamed(trace.BlameConfiguration, doing, err)
}

// OfProduct blames the product, which keeps the scenario from going on.
func OfProduct(doing string, err error) error { return blamed(trace.BlameProduct, doing, err) }

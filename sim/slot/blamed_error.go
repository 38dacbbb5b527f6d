package slot

import (
	"errors"
	"fmt"

	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/driver"
)

// BlamedError is why a verb could not be carried out, with whom to blame. It is never a verdict on the product.
type BlamedError struct {
	Blame trace.Blame
	// Unsupported: the product does not have the verb.
	Unsupported bool
	// Uncontrolled: the service would have to follow the world, and nobody told where its control handler is.
	Uncontrolled bool
	err          error
}

// Error is the trouble as one line.
func (t *BlamedError) Error() string { return t.err.Error() }

// Unwrap is what went wrong underneath.
func (t *BlamedError) Unwrap() error { return t.err }

// blamed keeps the blame of an error underneath: whoever knew more has spoken already.
func blamed(blame trace.Blame, doing string, err error) error {
	if known := (*BlamedError)(nil); errors.As(err, &known) {
		blame = known.Blame
	}
	return &BlamedError{Blame: blame, Unsupported: errors.Is(err, driver.ErrUnsupported),
		Uncontrolled: errors.Is(err, ErrUncontrolled), err: fmt.Errorf("%s: %w", doing, err)}
}

// Environment blames what lies between and around the parties.
func Environment(doing string, err error) error { return blamed(trace.BlameEnvironment, doing, err) }

// Harness blames ourselves.
func Harness(doing string, err error) error { return blamed(trace.BlameHarness, doing, err) }

// Configuration blames what the user typed or the feature text asks for.
func Configuration(doing string, err error) error {
	return blamed(trace.BlameConfiguration, doing, err)
}

// OfProduct blames the product: it keeps the scenario from going on.
func OfProduct(doing string, err error) error { return blamed(trace.BlameProduct, doing, err) }

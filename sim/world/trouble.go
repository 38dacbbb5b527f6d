package world

import (
	"errors"
	"fmt"

	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/driver"
)

// Trouble is why a verb could not be carried out, with whom to blame. It is never a verdict on the product.
type Trouble struct {
	Blame trace.Blame
	// Unsupported: the product does not have the verb.
	Unsupported bool
	// Uncontrolled: the service would have to follow the world, and nobody told where its control handler is.
	Uncontrolled bool
	err          error
}

// Error is the trouble as one line.
func (t *Trouble) Error() string { return t.err.Error() }

// Unwrap is what went wrong underneath.
func (t *Trouble) Unwrap() error { return t.err }

func trouble(blame trace.Blame, doing string, err error) error {
	return &Trouble{Blame: blame, Unsupported: errors.Is(err, driver.ErrUnsupported),
		Uncontrolled: errors.Is(err, ErrUncontrolled), err: fmt.Errorf("%s: %w", doing, err)}
}

// environment blames what lies between and around the parties.
func environment(doing string, err error) error { return trouble(trace.BlameEnvironment, doing, err) }

// harness blames ourselves.
func harness(doing string, err error) error { return trouble(trace.BlameHarness, doing, err) }

// configuration blames what the user typed or the feature text asks for.
func configuration(doing string, err error) error {
	return trouble(trace.BlameConfiguration, doing, err)
}

// Package driver defines what harness and product under test exchange: the verbs of a person at the product ([Call]), the
// screen that the person then sees ([Screen]), and the slot that the product works in ([Slot]).
//
// It gives no verdict and knows no scenario. A product runs in the same process; still, the messages are plain data, so that
// a transport could carry them to another process.
//
// Start reading at [Product], the interface of a product under test, and [Usages], the table of its verbs.
package driver

import (
	"context"
	"errors"
	"time"
)

// ErrUnsupported is returned for a verb that the product does not have. It never counts as a pass.
var ErrUnsupported = errors.New("verb not supported by this product")

// Product is something under test that a person could operate. Calls never overlap.
type Product interface {
	// Describe returns what the product says about itself.
	Describe(ctx context.Context) (Description, error)
	// Configure tells the product its slot. It is the first call, and it comes again for each scenario; the product then
	// forgets everything, as if it had never been installed. Whatever the product does before it answers belongs to the
	// previous scenario. Configure itself touches neither card nor service; a product that does so fails the check
	// acts-when-asked, or the previous scenario gets the error that the product acted after its end.
	Configure(ctx context.Context, slot Slot) error
	// Clock tells the product what time it is in the world.
	Clock(ctx context.Context, now time.Time) error
	// Do is one action of a person; it returns the screen that the person then sees. A product touches card and service only
	// between a call of Do and its answer.
	Do(ctx context.Context, call Call) (Screen, error)
	// Close ends the product and releases all that it holds, by force if ctx ends first. No call follows.
	Close(ctx context.Context) error
}

// Description is what a product says about itself.
type Description struct {
	// Name and Version identify the product.
	Name    string `json:"name"`
	Version string `json:"version"`
	// Verbs are those that the product has; it answers any other with ErrUnsupported.
	Verbs []Verb `json:"verbs"`
}

// Slot is where a product works. It is plain data: a product in the same process got the reader itself when it was made.
type Slot struct {
	// Reader is the name of the reader to use.
	Reader string `json:"reader"`
	// ServiceURL is the base URL of the qualification service, e.g. https://127.0.0.1:8443.
	ServiceURL string `json:"serviceUrl"`
	// ServiceCA is the PEM of the CA that the service's TLS certificate chains to.
	ServiceCA []byte `json:"serviceCa"`
}

// Ref names a secret of the cast without containing it. PINs, passwords and activation codes are passed only in this form.
type Ref struct {
	// Owner is the cast's id of the person, account or facility that has the secret.
	Owner string `json:"owner"`
	// Name says which of the owner's secrets it is.
	Name string `json:"name"`
}

// Package driver is the vocabulary between the harness and a product under test: the verbs of a person at the product,
// the screen that the person then sees, and the slot that the product is told to work in.
//
// It gives no verdict and knows no scenario. A product lives in the same process; the messages are plain data all the same,
// so that a carrier can take them elsewhere.
package driver

import (
	"context"
	"errors"
	"time"
)

// ErrUnsupported is answered to a verb that the product does not have. It is never a pass.
var ErrUnsupported = errors.New("verb not supported by this product")

// Product is something under test that a person could operate. Calls never overlap.
type Product interface {
	Describe(ctx context.Context) (Description, error)
	// Configure tells the product its slot. It comes before anything else and again for each scenario; the product
	// forgets everything that it knew (as if it was never installed). Until it is answered, whatever the product does belongs
	// to the scenario before; it touches neither card nor service for it (a product that does fails acts-when-asked, or is
	// told to have acted after the end of the scenario before).
	Configure(ctx context.Context, slot Slot) error
	// Clock tells the product what time it is in the world.
	Clock(ctx context.Context, now time.Time) error
	// Do is one deed of a person, answered with what the person then sees. A product touches card and service between a call
	// and its answer and at no other time.
	Do(ctx context.Context, call Call) (Screen, error)
	// Close ends the product and gives back all that it holds, by force where ctx ends first. No call follows.
	Close(ctx context.Context) error
}

// Description is what a product says about itself.
type Description struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	// Verbs are those that the product has; any other is answered with ErrUnsupported.
	Verbs []Verb `json:"verbs"`
}

// Slot is where a product works. It is plain data: a product in the same process was handed the reader itself when it
// was made.
type Slot struct {
	// Reader is the name of the reader to use.
	Reader string `json:"reader"`
	// ServiceURL is the base URL of the qualification service, e.g. https://127.0.0.1:8443.
	ServiceURL string `json:"serviceUrl"`
	// ServiceCA is the PEM of the CA that the service's TLS certificate chains to.
	ServiceCA []byte `json:"serviceCa"`
}

// Ref names a secret of the cast without telling it: whose, and which of theirs. PINs, passwords and activation codes
// travel only like this.
type Ref struct {
	Owner string `json:"owner"`
	Name  string `json:"name"`
}

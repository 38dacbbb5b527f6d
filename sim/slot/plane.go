package slot

import (
	"context"
	"net/http"

	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/reports/capture"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/driver"
	"github.com/mynalab/mynalab/sim/municipality"
	"github.com/mynalab/mynalab/sim/people"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// Plane is what is behind one seam of a slot; it is opened and closed. Adapter works on a plane that was never opened, and
// closing such a plane does nothing.
type Plane interface {
	// Open makes the plane ready. If it returns an error, nothing of it stays open.
	Open(ctx context.Context) error
	// Close releases all that Open took, by force if ctx ends first. A second Close does nothing.
	Close(ctx context.Context) error
	// Adapter returns the plane's name for the record's header.
	Adapter() string
	// Runs reports whether a scenario with these tags can run with this plane, and if not, why. It is called between two
	// scenarios, on an open plane.
	Runs(tags []string) (why trace.Sentence, ok bool)
}

// Cards is the card plane: a reader and the source of the cards in it.
type Cards interface {
	Plane
	// Reader returns the reader that cards are put in.
	Reader() reader.Reader
	// Hold gives a person of the scenario the ordered card. Its error is a BlamedError.
	Hold(CardEnv, municipality.Order) (HeldCard, error)
	// OfOthers reports whether the cards may belong to people who are not of the cast.
	OfOthers() bool
}

// Service is the service plane.
type Service interface {
	Plane
	// Public handles the requests of terminals and passes each outcome to the hooks.
	Public(Hooks) http.Handler
	// Control returns the client of the control handler. If its URL was not given, each call fails with ErrUncontrolled.
	Control() *control.Client
	// Controlled reports whether the service's clock, people and faults follow the world.
	Controlled() bool
}

// Product is the control plane: the product under test.
type Product interface {
	Plane
	// Driver returns the open product.
	Driver() driver.Product
}

// ProductEnv is what a product in the same process is made with.
type ProductEnv struct {
	// Reader is the slot's reader, recorded as the product's.
	Reader reader.Reader
	// Cast resolves references to secrets (driver.Ref).
	Cast people.Cast
}

// CardEnv is the part of a scenario's world that the card plane needs.
type CardEnv struct {
	// Record is the scenario's record.
	Record *capture.Recorder
	// Issuer issues cards made to order.
	Issuer *municipality.Issuer
}

// HeldCard is a card that a person of the scenario holds. Each of its errors is a BlamedError.
type HeldCard interface {
	// Serial returns the serial number of the user certificate in upper-case hex.
	Serial() string
	// SignatureSerial returns the serial number of the signature certificate in upper-case hex.
	SignatureSerial() (string, error)
	// Put puts the card in the reader, Take takes it away.
	Put()
	Take()
	// Disturb wraps the card in a fault until it is next taken away.
	Disturb(with func(reader.Chip) reader.Chip) error
	// Unlock sets a new PIN for the user certificate and resets its retry counter.
	Unlock(pin string) error
	// Issued returns how the card was issued; made is false for a card that was not made to order.
	Issued() (issued municipality.Issued, made bool)
}

// Hooks tell a world about the answers of a service in another process. A service in this process calls neither of them.
type Hooks struct {
	// Answered is called with each answer before the product gets it; nil means no call.
	Answered func(*http.Response) error
	// Lost is called with each request that got no answer.
	Lost func(*http.Request, error)
}

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

// Plane is what stands behind one seam of a slot, with a life of its own. A value that was never opened names itself, and
// closing it does nothing.
type Plane interface {
	// Open makes it ready. After an error nothing of it stays open.
	Open(ctx context.Context) error
	// Close gives back all that Open took, by force where ctx ends first. A second Close does nothing.
	Close(ctx context.Context) error
	// Adapter names it in the record's header.
	Adapter() string
	// Runs tells whether a scenario with these tags can be staged with it, and if not, why. It is asked between two
	// scenarios, of an open plane.
	Runs(tags []string) (why trace.Sentence, ok bool)
}

// Cards is the card plane: a reader and where the cards in it come from.
type Cards interface {
	Plane
	Reader() reader.Reader
	// Hold gives somebody on stage a card as ordered. Its error is a BlamedError.
	Hold(CardEnv, municipality.Order) (HeldCard, error)
	// OfOthers tells whether the cards may be those of people who are not of the cast.
	OfOthers() bool
}

// Service is the service plane.
type Service interface {
	Plane
	// Public answers what terminals ask, and tells the hooks what came of it.
	Public(Hooks) http.Handler
	// Control is the client of its control handler; where nobody told its URL, each call fails with ErrUncontrolled.
	Control() *control.Client
	// Controlled tells whether it follows the world: its clock, its people, its faults.
	Controlled() bool
}

// Product is the control plane: the product under test.
type Product interface {
	Plane
	// Driver is the open product.
	Driver() driver.Product
}

// ProductEnv is what a product in the same process is made with.
type ProductEnv struct {
	Reader reader.Reader
	// Cast reveals secrets.
	Cast people.Cast
}

// CardEnv is as much of a scenario's world as a plane needs.
type CardEnv struct {
	Record *capture.Recorder
	// Issuer issues cards made to order.
	Issuer *municipality.Issuer
}

// HeldCard is a card in somebody's hand. Each error is a BlamedError.
type HeldCard interface {
	// Serial is that of the user certificate, in upper-case hex.
	Serial() string
	SignatureSerial() (string, error)
	// Put lays the card on the reader, Take takes it away.
	Put()
	Take()
	// Disturb puts something around the card until it is next taken away.
	Disturb(with func(reader.Chip) reader.Chip) error
	// Unlock sets the PIN of the user certificate anew, with all its tries.
	Unlock(pin string) error
	// Issued is how the card was issued; made is false for one that was not made to order.
	Issued() (issued municipality.Issued, made bool)
}

// Hooks are what a world wants to know of a service in another process. One in this process keeps nothing back.
type Hooks struct {
	// Answered sees the answer before anybody else; nil: nobody does.
	Answered func(*http.Response) error
	// Lost hears of a request to which no answer came.
	Lost func(*http.Request, error)
}

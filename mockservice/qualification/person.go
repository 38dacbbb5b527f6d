package qualification

import (
	"context"
	"errors"

	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// checkPerson is step 7. It finds the holder by the certificate's serial number, the only key that the service has (SVC-314,
// SVC-315). Rules.UnknownSerial decides what happens to a serial number that the service does not know.
func checkPerson(ctx context.Context, c *Inquiry) error {
	certificate, err := c.Rows.Certificate(ctx, jpki.SerialText(c.Certificate.SerialNumber))
	if err == nil {
		c.Person, err = c.Rows.Person(ctx, certificate.PersonID)
	}
	switch {
	case err == nil:
		return nil
	case !errors.Is(err, store.ErrNotFound):
		return err
	case c.Rules.UnknownSerial == UnknownIsNotRegistered:
		return refuse(wire.CodeNotRegistered)
	}
	c.Conclude(wire.ValidityNone, nil)
	return nil
}

// checkRegistration is step 8. The card must be registered as 健康保険証 (SVC-294); it cannot be registered during a check
// (SVC-154).
func checkRegistration(_ context.Context, c *Inquiry) error {
	if !c.Person.Registered {
		return refuse(wire.CodeNotRegistered)
	}
	return nil
}

// checkFlags is step 9. It refuses a person whose information must not be provided (SVC-303), and removes an address that must
// not be shown (eligibility reference §2.6).
func checkFlags(_ context.Context, c *Inquiry) error {
	if c.Person.Stopped {
		return refuse(wire.CodeNotUsable)
	}
	if c.Person.WithholdAddress {
		for i := range c.Person.Qualifications {
			c.Person.Qualifications[i].Address, c.Person.Qualifications[i].PostNumber = "", ""
		}
	}
	return nil
}

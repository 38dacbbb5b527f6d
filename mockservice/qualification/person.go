package qualification

import (
	"context"
	"errors"

	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// checkPerson finds the holder by the certificate's serial number, the only key that the service has (SVC-314, SVC-315).
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

// checkRegistration wants the card to be registered as 健康保険証 (SVC-294); there is no registration on the spot
// (SVC-154).
func checkRegistration(_ context.Context, c *Inquiry) error {
	if !c.Person.Registered {
		return refuse(wire.CodeNotRegistered)
	}
	return nil
}

// checkFlags refuses a person whose information is stopped (SVC-303) and strikes out an address that must not be shown
// (eligibility reference §2.6).
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

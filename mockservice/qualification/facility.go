package qualification

import (
	"context"
	"fmt"

	"github.com/mynalab/mynalab/mockservice/wire"
)

// checkFacility determines the facility that the check is for and refuses one that is not allowed. Allowed are the terminal's
// own facility, and the subordinate clinic of a 併設申告 that the terminal's clinic made and has not cancelled (DUT-09, DUT-11).
func checkFacility(ctx context.Context, c *Inquiry) error {
	if asked := c.Request.InstitutionCode; asked != "" {
		c.For = asked
	}
	if c.For == c.Account.InstitutionCode {
		return nil
	}
	list, err := c.Rows.ColocationList(ctx)
	if err != nil {
		return fmt.Errorf("reading colocations: %w", err)
	}
	for _, l := range list {
		declared := !l.DeclaredAt.IsZero() && !l.DeclaredAt.After(c.Now)
		ended := !l.CancelledAt.IsZero() && !l.CancelledAt.After(c.Now)
		if l.Subordinate == c.For && l.Main == c.Account.InstitutionCode && declared && !ended {
			return nil
		}
	}
	return refuse(wire.CodeNotDeclared)
}

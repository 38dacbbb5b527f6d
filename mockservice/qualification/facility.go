package qualification

import (
	"context"
	"fmt"

	"github.com/mynalab/mynalab/mockservice/wire"
)

// checkFacility finds out which facility the check is for: the terminal's own, or the subordinate clinic of a 併設申告 that
// its clinic has made and not taken back (DUT-09, DUT-11).
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

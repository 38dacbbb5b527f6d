package virtualcard

import (
	"crypto/subtle"

	"github.com/mynalab/mynalab/virtualcard/apdu"
)

// verify is VERIFY without data (a query, answered 63Cx whatever happened before) and with a PIN (card reference §5).
func verify(c *Card, command apdu.Command) apdu.Response {
	f, sw := c.target(command.P2)
	if sw != apdu.SW9000OK {
		return statusOnly(sw)
	}
	if f.Kind != PINFile {
		return statusOnly(c.profile.Verify.NotAKeySW)
	}
	i := c.tables.pinIndex(f.Application, f.FID)
	switch {
	case i < 0: // no counter, and no reference data that could match (CARD-321)
		return statusOnly(apdu.SW6300VerifyFailed)
	case c.settle() != nil:
		return statusOnly(apdu.SW6F00Internal)
	case len(command.Data) == 0:
		return statusOnly(c.query(i))
	default:
		return statusOnly(c.compare(i, command.Data))
	}
}

// query returns the number of tries left as a status word; it never changes anything (CARD-317 to CARD-319).
func (c *Card) query(i int) apdu.Status {
	left := c.memory.PINs[i].TriesLeft
	if left == 0 {
		return c.profile.Verify.BlockedQuerySW
	}
	return apdu.TriesLeftSW(left)
}

// compare spends a try and stores that before it compares the PIN.
func (c *Card) compare(i int, entered []byte) apdu.Status {
	row, before := c.tables.PINs[i], c.memory.PINs[i]
	if before.TriesLeft == 0 {
		return c.profile.Verify.BlockedSW
	}
	if c.profile.Verify.BadLength == BadLengthRefuse && !row.Form.fitsLength(len(entered)) {
		return apdu.SW6700WrongLength
	}
	if err := c.spend(i); err != nil {
		return apdu.SW6F00Internal
	}
	if subtle.ConstantTimeCompare([]byte(before.PIN), entered) != 1 {
		if c.profile.Verify.FailClears {
			c.ownStatus().forget(row.FID)
		}
		return apdu.TriesLeftSW(c.memory.PINs[i].TriesLeft)
	}
	restored := before
	restored.TriesLeft = row.Tries
	if err := c.store(i, restored); err != nil {
		return apdu.SW6F00Internal
	}
	c.ownStatus().verify(row.FID)
	return apdu.SW9000OK
}

// changePIN replaces a PIN that has been verified; the old PIN is not sent again. It handles CHANGE REFERENCE DATA and CHANGE
// KEY; the PIN's row says which of them may change it (CARD-147, CARD-148).
func changePIN(c *Card, command apdu.Command) apdu.Response {
	f, sw := c.target(command.P2)
	if sw != apdu.SW9000OK {
		return statusOnly(sw)
	}
	i := c.tables.pinIndex(f.Application, f.FID)
	switch {
	case f.Kind != PINFile:
		return statusOnly(c.profile.Verify.NotAKeySW)
	case i < 0 || c.tables.PINs[i].ChangedBy != command.INS || !c.allows(Verified(f.FID)):
		return statusOnly(apdu.SW6982SecurityNotSatisfied)
	case !c.tables.PINs[i].Form.Fits(string(command.Data)):
		return statusOnly(c.profile.Change.BadFormatSW)
	}
	changed := c.memory.PINs[i]
	changed.PIN = string(command.Data)
	if err := c.store(i, changed); err != nil {
		return statusOnly(apdu.SW6F00Internal)
	}
	return statusOnly(apdu.SW9000OK)
}

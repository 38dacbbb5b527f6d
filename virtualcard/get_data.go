package virtualcard

import (
	"slices"

	"github.com/mynalab/mynalab/virtualcard/apdu"
)

// tagContactATR is the data object with the answer to reset of the contact interface, without its first byte.
const tagContactATR uint16 = 0x5F51

// getData returns the data object that P1 and P2 name. If Le is too small for it, the answer is 6700; the object is never
// cut, so a big object needs an extended Le (CARD-125, CARD-126).
func getData(c *Card, command apdu.Command) apdu.Response {
	object := c.object(command.P1P2())
	switch {
	case object == nil:
		return statusOnly(c.profile.GetData.MissingSW)
	case len(object) > command.Ne:
		return statusOnly(apdu.SW6700WrongLength)
	default:
		return apdu.Response{Data: object, SW: apdu.SW9000OK}
	}
}

// object returns a data object, or nil if the selected application has no object with that tag. All objects are at the issuer
// security domain (CARD-112 to CARD-119). Only the contact answer to reset is also in every other application, and on some
// cards only there (CARD-121).
func (c *Card) object(tag uint16) []byte {
	policy := c.profile.GetData
	issuer := c.application().Name == IssuerDomain
	if tag == tagContactATR {
		if len(policy.ContactATR) == 0 || issuer && !policy.ATRAtIssuer {
			return nil
		}
		return policy.ContactATR[1:]
	}
	if !issuer || !slices.Contains(policy.Objects, fidKey(tag)) {
		return nil
	}
	for _, object := range c.spec.Objects {
		if object.Tag == tag {
			return object.Bytes()
		}
	}
	return nil
}

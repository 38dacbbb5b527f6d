package virtualcard

import (
	"slices"

	"github.com/mynalab/mynalab/virtualcard/apdu"
)

// tagContactATR is the object that holds the answer to reset of the contact interface without its first byte.
const tagContactATR uint16 = 0x5F51

// getData gives the data object that P1 and P2 name. A Le too small for it is 6700 and never cuts it, so that a big object
// needs an extended Le (CARD-125, CARD-126).
func getData(c *Card, command apdu.Command) apdu.Response {
	object := c.object(command.P1P2())
	switch {
	case object == nil:
		return refuse(c.profile.GetData.MissingSW)
	case len(object) > command.Ne:
		return refuse(apdu.SW6700WrongLength)
	default:
		return apdu.Response{Data: object, SW: apdu.SW9000OK}
	}
}

// object is nil where the selected application has no object of that tag: all are at the issuer security domain (CARD-112
// to CARD-119), only the contact answer to reset is in every other application, and on some cards nowhere else (CARD-121).
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

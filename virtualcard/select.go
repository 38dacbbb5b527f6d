package virtualcard

import (
	"bytes"

	"github.com/mynalab/mynalab/virtualcard/apdu"
	"github.com/mynalab/mynalab/virtualcard/tlv"
)

// selectName selects an application by its identifier or the beginning of it, and without data the default application. A
// failure changes nothing (CARD-105).
func selectName(c *Card, command apdu.Command) apdu.Response {
	const nextBit, quiet = 0x02, 0x0C
	application := 0
	if len(command.Data) > 0 {
		application = c.match(command.Data, command.P2&nextBit != 0)
	}
	if application < 0 {
		return statusOnly(apdu.SW6A82NotFound)
	}
	c.enter(application)
	if command.P2&quiet == quiet {
		return statusOnly(apdu.SW9000OK)
	}
	fci := c.fci()
	return apdu.Response{Data: fci[:min(command.Ne, len(fci))], SW: apdu.SW9000OK}
}

// match returns the index of the first application whose identifier starts with name (CARD-085). If next is true and the
// selected application matches, it searches after that one (CARD-086). It returns -1 if there is none.
func (c *Card) match(name []byte, next bool) int {
	first := 0
	if next && bytes.HasPrefix(c.application().AID, name) {
		first = c.session.application + 1
	}
	for i := first; i < len(c.tables.Applications); i++ {
		if bytes.HasPrefix(c.tables.Applications[i].AID, name) {
			return i
		}
	}
	return -1
}

// fci returns the template of Q1: the AID inside the tags of the profile, which lists them from the outermost in.
func (c *Card) fci() []byte {
	object := c.application().AID
	for i := len(c.profile.Select.FCI) - 1; i >= 0; i-- {
		tag := tlv.Tag(0)
		for _, b := range c.profile.Select.FCI[i] {
			tag = tag<<8 | tlv.Tag(b)
		}
		object = tlv.Append(nil, tag, object)
	}
	return object
}

// selectFile makes an EF of the selected application the current one.
func selectFile(c *Card, command apdu.Command) apdu.Response {
	f := c.find(uint16(command.Data[0])<<8 | uint16(command.Data[1]))
	if f == nil {
		return statusOnly(apdu.SW6A82NotFound)
	}
	c.session.ef = f
	return statusOnly(apdu.SW9000OK)
}

// selectHere answers P1=00. There is no MF and no other DF, so the selection never changes.
func selectHere(c *Card, command apdu.Command) apdu.Response {
	switch {
	case len(command.Data) > 0:
		return statusOnly(apdu.SW6A82NotFound)
	case c.session.implicit:
		return statusOnly(apdu.SW6A86WrongP1P2)
	default:
		return statusOnly(apdu.SW9000OK)
	}
}

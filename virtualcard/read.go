package virtualcard

import "github.com/mynalab/mynalab/virtualcard/apdu"

// readBinary gives at most Le bytes from an offset; fewer are no error (CARD-188). By short identifier the offset has 8
// bits and a successful reading makes the EF current (CARD-193, CARD-194).
func readBinary(c *Card, command apdu.Command) apdu.Response {
	reference, offset := byte(0), int(command.P1P2())
	if command.P1&referenceBit != 0 {
		reference, offset = command.P1, int(command.P2)
	}
	f, sw := c.target(reference)
	if sw == apdu.SW9000OK {
		sw = c.readable(f, Transparent)
	}
	if sw != apdu.SW9000OK {
		return refuse(sw)
	}
	answer := c.slice(f.bytes(), offset, command.Ne)
	if answer.SW == apdu.SW9000OK {
		c.session.ef = f
	}
	return answer
}

// readable is steps 7 and 8 for a file that must be of that kind.
func (c *Card) readable(f *file, kind Kind) apdu.Status {
	switch {
	case f.Kind == Unknown:
		return c.profile.Read.UnknownSW[f.profileKey()]
	case f.Kind != kind:
		return apdu.SW6981WrongFileStructure
	case !c.allows(f.Read):
		return apdu.SW6982SecurityNotSatisfied
	default:
		return apdu.SW9000OK
	}
}

// slice is step 9.
func (c *Card) slice(content []byte, offset, ne int) apdu.Response {
	switch rest := len(content) - offset; {
	case rest < 0:
		return refuse(apdu.SW6B00OffsetOutside)
	case rest == 0:
		return refuse(c.profile.Read.EOFSW)
	case rest < ne:
		return apdu.Response{Data: content[offset:], SW: c.profile.Read.ShortSW}
	default:
		return apdu.Response{Data: content[offset : offset+ne], SW: apdu.SW9000OK}
	}
}

package virtualcard

import "github.com/mynalab/mynalab/virtualcard/apdu"

// readBinary returns at most Le bytes from an offset; fewer bytes are not an error (CARD-188). By short identifier, the
// offset has 8 bits and a successful read makes the EF the current one (CARD-193, CARD-194).
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
		return statusOnly(sw)
	}
	answer := c.slice(f.bytes(), offset, command.Ne)
	if answer.SW == apdu.SW9000OK {
		c.session.ef = f
	}
	return answer
}

// readable is steps 7 and 8 of the evaluation order: the file must be of the given kind and its Read rule must hold.
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

// slice is step 9 of the evaluation order: it cuts the requested bytes from the content.
func (c *Card) slice(content []byte, offset, ne int) apdu.Response {
	switch rest := len(content) - offset; {
	case rest < 0:
		return statusOnly(apdu.SW6B00OffsetOutside)
	case rest == 0:
		return statusOnly(c.profile.Read.EOFSW)
	case rest < ne:
		return apdu.Response{Data: content[offset:], SW: c.profile.Read.ShortSW}
	default:
		return apdu.Response{Data: content[offset : offset+ne], SW: apdu.SW9000OK}
	}
}

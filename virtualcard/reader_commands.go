package virtualcard

import (
	"io"

	"github.com/mynalab/mynalab/virtualcard/apdu"
)

// classReader is the class of the commands that a contactless reader answers itself (PC/SC part 3 §3.2.2.1). Behind a virtual
// reader they reach the card, which then answers for the reader (card reference §1.5, CARD-071, CARD-072).
const classReader = 0xFF

// pupiSize is the size in bytes of the identifier (PUPI) that a Type B card chooses at each activation.
const pupiSize = 4

// forReader answers a pseudo-APDU for the reader, if the profile describes a card with a contactless reader around it. A
// pseudo-APDU is not a command of the card: it is not counted and does not end a chain.
func (c *Card) forReader(raw []byte) (answer apdu.Response, ok bool) {
	if !c.profile.Reader.PUPI || len(raw) == 0 || raw[0] != classReader {
		return apdu.Response{}, false
	}
	command, err := apdu.Parse(raw)
	const identifier, history = 0x0000, 0x0100
	switch {
	case err != nil:
		return statusOnly(apdu.SW6700WrongLength), true
	case command.INS != apdu.INSGetData:
		return statusOnly(apdu.SW6E00UnknownCLA), true
	case command.P1P2() == history: // the historical bytes of an ATS, which Type B does not have
		return statusOnly(apdu.SW6A81NotSupported), true
	case command.P1P2() != identifier:
		return statusOnly(apdu.SW6A86WrongP1P2), true
	case command.Case() != 2 || command.Ne < pupiSize:
		return statusOnly(apdu.SW6700WrongLength), true
	}
	return c.pupi(), true
}

func (c *Card) pupi() apdu.Response {
	if c.session.pupi == nil {
		pupi := make([]byte, pupiSize)
		if _, err := io.ReadFull(c.chance, pupi); err != nil {
			return statusOnly(apdu.SW6F00Internal)
		}
		c.session.pupi = pupi
	}
	return apdu.Response{Data: c.session.pupi, SW: apdu.SW9000OK}
}

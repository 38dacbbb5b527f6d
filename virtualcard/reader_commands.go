package virtualcard

import (
	"io"

	"github.com/mynalab/mynalab/virtualcard/apdu"
)

// classReader is the class of the commands that a contactless reader answers by itself (PC/SC part 3 §3.2.2.1). Behind
// a virtual reader they reach the card, which then speaks for the reader (card reference §1.5, CARD-071, CARD-072).
const classReader = 0xFF

// pupiSize is the size of the identifier that a Type B card gives itself at each activation.
const pupiSize = 4

// forReader answers a pseudo-APDU on a card whose profile has a contactless reader around it. It is no command of the
// card: it counts for nothing and ends no chain.
func (c *Card) forReader(raw []byte) (answer apdu.Response, ok bool) {
	if !c.profile.Reader.PUPI || len(raw) == 0 || raw[0] != classReader {
		return apdu.Response{}, false
	}
	command, err := apdu.Parse(raw)
	const identifier, history = 0x0000, 0x0100
	switch {
	case err != nil:
		return refuse(apdu.SW6700WrongLength), true
	case command.INS != apdu.INSGetData:
		return refuse(apdu.SW6E00UnknownCLA), true
	case command.P1P2() == history: // of an ATS, which Type B does not have
		return refuse(apdu.SW6A81NotSupported), true
	case command.P1P2() != identifier:
		return refuse(apdu.SW6A86WrongP1P2), true
	case command.Case() != 2 || command.Ne < pupiSize:
		return refuse(apdu.SW6700WrongLength), true
	}
	return c.pupi(), true
}

func (c *Card) pupi() apdu.Response {
	if c.session.pupi == nil {
		pupi := make([]byte, pupiSize)
		if _, err := io.ReadFull(c.chance, pupi); err != nil {
			return refuse(apdu.SW6F00Internal)
		}
		c.session.pupi = pupi
	}
	return apdu.Response{Data: c.session.pupi, SW: apdu.SW9000OK}
}

package virtualcard

import "github.com/mynalab/mynalab/virtualcard/apdu"

// maxChained is the longest data field in bytes that a chain may build up: that of one extended command.
const maxChained = 65535

// chain is the data of a chained command so far (ISO/IEC 7816-4:2020 §5.3.3; advertised by ATR A1, CARD-023). No client is
// known to use chaining, so these rules are ours:
//
//   - Every part except the last is of case 3 and is answered 9000.
//   - A part with another header ends the chain and is treated as a command of its own.
//   - A command that takes no data cannot be chained (6884).
//   - Lengths are checked on the whole command.
type chain struct {
	open   bool
	header [4]byte
	data   []byte
}

// drop discards the parts received so far.
func (ch *chain) drop() { *ch = chain{} }

// join adds a part. If last is true, whole is the complete command and must be carried out; otherwise sw is the answer to the
// part.
func (ch *chain) join(part apdu.Command, row *Command) (whole apdu.Command, last bool, sw apdu.Status) {
	more := part.CLA&classChaining != 0
	header := [4]byte{part.CLA &^ classChaining, part.INS, part.P1, part.P2}
	if ch.open && ch.header != header {
		ch.drop()
	}
	if !more && !ch.open {
		return part, true, apdu.SW9000OK
	}
	if sw := ch.refusal(part, row, more); sw != apdu.SW9000OK {
		ch.drop()
		return apdu.Command{}, false, sw
	}
	ch.open, ch.header = true, header
	ch.data = append(ch.data, part.Data...)
	if more {
		return apdu.Command{}, false, apdu.SW9000OK
	}
	part.Data = ch.data
	return part, true, apdu.SW9000OK
}

func (ch *chain) refusal(part apdu.Command, row *Command, more bool) apdu.Status {
	switch {
	case !row.Cases.Has(3) && !row.Cases.Has(4):
		return apdu.SW6884NoChaining
	case more && part.Case() != 3, len(ch.data)+len(part.Data) > maxChained:
		return apdu.SW6700WrongLength
	default:
		return apdu.SW9000OK
	}
}

package virtualcard

import "github.com/mynalab/mynalab/virtualcard/apdu"

// maxChained is the longest data field that a chain may build up: that of one extended command.
const maxChained = 65535

// chain is the data of a chained command so far (ISO/IEC 7816-4:2020 §5.3.3; advertised by ATR A1, CARD-023). No client
// is known to use it, so these are its rules here:
// every part but the last is of case 3 and is answered 9000; a part with another header ends the chain and is a command
// of its own; a command that takes no data cannot be chained (6884); lengths are judged on the whole.
type chain struct {
	open   bool
	header [4]byte
	data   []byte
}

// drop forgets the parts.
func (ch *chain) drop() { *ch = chain{} }

// join adds a part. last says that the command is whole and is to be carried out; else sw answers the part.
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

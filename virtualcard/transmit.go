package virtualcard

import "github.com/mynalab/mynalab/virtualcard/apdu"

// Bits of the class byte (ISO/IEC 7816-4:2020 §5.4.1) and of a reference by short identifier (card reference §5.1).
const (
	classBase        = 0xE0
	classISO         = 0x00
	classProprietary = 0x80
	classFurther     = 0x40 // with its mask C0: further channels
	classFurtherMask = 0xC0
	classChaining    = 0x10
	classProtected   = 0x0C
	classChannel     = 0x03

	referenceBit = 0x80
	sfiMask      = 0x1F
)

// Transmit answers one command APDU, or nil without power. Every other input gets at least a status word.
func (c *Card) Transmit(command []byte) []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.powered {
		return nil
	}
	c.answer = c.respond(command).Append(c.answer[:0])
	return c.answer
}

// respond is the evaluation order of card reference §8.1; each handler goes on with step 6.
func (c *Card) respond(raw []byte) apdu.Response {
	c.session.commands++
	if c.profile.Quirk.First6F00 && c.session.commands == 1 {
		return refuse(apdu.SW6F00Internal)
	}
	command, err := apdu.Parse(raw) // step 1
	if err != nil || command.Extended && !c.profile.ExtLen {
		c.session.chain.drop()
		return refuse(apdu.SW6700WrongLength)
	}
	row, sw := c.classify(command) // steps 2 to 4
	if sw != apdu.SW9000OK {
		c.session.chain.drop()
		return refuse(sw)
	}
	command, last, sw := c.session.chain.join(command, row)
	if sw != apdu.SW9000OK || !last {
		return refuse(sw)
	}
	defer c.session.chain.drop()
	if !row.fitsLengths(command) { // step 5
		return refuse(c.wrongLength(row))
	}
	return row.Handler(c, command)
}

// refuse is an answer without data.
func refuse(sw apdu.Status) apdu.Response { return apdu.Response{SW: sw} }

// classify finds the row of the command, or the status of the first step that fails.
func (c *Card) classify(command apdu.Command) (Command, apdu.Status) {
	if sw := c.checkClass(command); sw != apdu.SW9000OK {
		return Command{}, sw
	}
	unknown := apdu.SW6D00UnknownINS
	for _, row := range c.tables.Commands {
		if row.CLA != command.CLA&classBase || row.INS != command.INS {
			continue
		}
		if row.P1.Fits(command.P1) && row.P2.Fits(command.P2) {
			return row, apdu.SW9000OK
		}
		unknown = apdu.SW6A86WrongP1P2
	}
	return Command{}, unknown
}

// checkClass is step 2: secure messaging, channel, chaining, anything else.
func (c *Card) checkClass(command apdu.Command) apdu.Status {
	cla := command.CLA
	switch base := cla & classBase; {
	case cla&classFurtherMask == classFurther: // CARD-490
		return apdu.SW6881NoLogicalChannel
	case base != classISO && base != classProprietary: // CARD-479
		return apdu.SW6E00UnknownCLA
	case cla&classProtected != 0: // CARD-489
		return c.withoutSession(command.INS)
	case cla&classChannel != 0: // CARD-102
		return apdu.SW6881NoLogicalChannel
	case cla&classChaining != 0 && !c.profile.Chaining.Supported: // CARD-491
		return c.profile.Chaining.RefusedSW
	default:
		return apdu.SW9000OK
	}
}

// withoutSession is the answer to a secure messaging class: no command of this card can open a session.
func (c *Card) withoutSession(ins byte) apdu.Status {
	for _, row := range c.tables.Commands {
		if row.INS == ins && row.Protected != 0 {
			return row.Protected
		}
	}
	return apdu.SW6882NoSecureMessaging
}

func (row Command) fitsLengths(command apdu.Command) bool {
	if !row.Cases.Has(command.Case()) || command.Ne != 0 && command.Ne < row.MinNe {
		return false
	}
	n := len(command.Data)
	return n == 0 || n >= row.Data.Min && n <= row.Data.Max
}

func (c *Card) wrongLength(row Command) apdu.Status {
	if row.WrongLength != nil {
		return row.WrongLength(c.profile)
	}
	return apdu.SW6700WrongLength
}

// target is step 6 for a reference: 80 names the current EF, 80|SFI one of the selected application.
func (c *Card) target(reference byte) (*file, apdu.Status) {
	sfi := reference & sfiMask
	if sfi == 0 {
		if c.session.ef == nil {
			return nil, apdu.SW6986NoCurrentEF
		}
		return c.session.ef, apdu.SW9000OK
	}
	for _, f := range c.files { // CARD-108: the identifier is the low five bits of the FID
		if f.Application == c.application().Name && byte(f.FID)&sfiMask == sfi {
			return f, apdu.SW9000OK
		}
	}
	return nil, apdu.SW6A82NotFound
}

// allows is step 8: the rule against the status of the selected application.
func (c *Card) allows(r Rule) bool {
	if c.statusOf != c.session.application {
		return r.holds(&status{})
	}
	return r.holds(&c.status)
}

// application is the row of the selected application.
func (c *Card) application() Application { return c.tables.Applications[c.session.application] }

// find is the file of the selected application, or nil.
func (c *Card) find(fid uint16) *file {
	for _, f := range c.files {
		if f.Application == c.application().Name && f.FID == fid {
			return f
		}
	}
	return nil
}

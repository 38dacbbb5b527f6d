package virtualcard

import (
	"slices"

	"github.com/mynalab/mynalab/virtualcard/apdu"
)

// Bits of the class byte (ISO/IEC 7816-4:2020 §5.4.1) and of a reference by short identifier (card reference §5.1).
const (
	classBase        = 0xE0
	classISO         = 0x00
	classProprietary = 0x80
	classFurther     = 0x40 // with mask C0: further channels
	classFurtherMask = 0xC0
	classChaining    = 0x10
	classProtected   = 0x0C
	classChannel     = 0x03

	referenceBit = 0x80
	sfiMask      = 0x1F
)

// classify returns the table row of the command, or the status word of the first step that fails. The order of the steps is a
// key of the profile (§8.1, §12 Q20).
func (c *Card) classify(command *apdu.Command) (*Command, apdu.Status) {
	row, known := c.lookUp(command)
	class := c.checkClass(command)
	if row != nil && class == apdu.SW9000OK { // every step passes, in whatever order
		return row, class
	}
	for _, step := range c.profile.SW.Order {
		switch {
		case step == StepClass && class != apdu.SW9000OK:
			return nil, class
		case step == StepInstruction && !known:
			return nil, apdu.SW6D00UnknownINS
		case step == StepParameters && known && row == nil:
			return nil, apdu.SW6A86WrongP1P2
		}
	}
	return row, apdu.SW9000OK
}

// firstRows returns the index of the first row of each instruction, so that a lookup does not start at the top of the table.
func firstRows(commands []Command) (first [256]uint16) {
	for ins := range first {
		first[ins] = uint16(len(commands))
	}
	for i, row := range slices.Backward(commands) {
		first[row.INS] = uint16(i)
	}
	return first
}

// lookUp returns the row of the command in the selected application. known reports whether the application has any row for
// the instruction.
func (c *Card) lookUp(command *apdu.Command) (row *Command, known bool) {
	for i := int(c.first[command.INS]); i < len(c.tables.Commands); i++ {
		row := &c.tables.Commands[i]
		if row.INS != command.INS || row.CLA != command.CLA&classBase || row.In != nil && !slices.Contains(row.In, c.application().Name) {
			continue
		}
		if row.P1.Fits(command.P1) && row.P2.Fits(command.P2) {
			return row, true
		}
		known = true
	}
	return nil, known
}

// checkClass is step 2: it checks the class byte for secure messaging, logical channel, chaining and unknown bits.
func (c *Card) checkClass(command *apdu.Command) apdu.Status {
	cla := command.CLA
	switch base := cla & classBase; {
	case cla&classFurtherMask == classFurther: // CARD-490
		return apdu.SW6881NoLogicalChannel
	case base != classISO && base != classProprietary: // CARD-479
		return apdu.SW6E00UnknownCLA
	case cla&classProtected != 0: // CARD-489
		return c.checkProtected(command)
	case cla&classChannel != 0: // CARD-102
		return apdu.SW6881NoLogicalChannel
	case cla&classChaining != 0 && !c.profile.Chaining.Supported: // CARD-491
		return c.profile.Chaining.RefusedSW
	default:
		return apdu.SW9000OK
	}
}

// checkProtected is step 2 for a secure messaging class. Without a session only the instructions that may come protected have
// an answer of their own. With a session only class 08 is accepted (CARD-303, §13 row 4).
func (c *Card) checkProtected(command *apdu.Command) apdu.Status {
	const confidential, authentic = 0x08, 0x0C
	protection := command.CLA & classProtected
	switch {
	case c.secureSession() == nil:
		return c.withoutSession(command.INS)
	case protection == authentic:
		return apdu.SW6987SecureMessagingAbsent
	case protection != confidential:
		return apdu.SW6882NoSecureMessaging
	case command.CLA&classChannel != 0:
		return apdu.SW6881NoLogicalChannel
	case command.CLA&classChaining != 0:
		return apdu.SW6884NoChaining
	default:
		return apdu.SW9000OK
	}
}

// withoutSession returns the answer to a secure messaging class while no session is open (CARD-304).
func (c *Card) withoutSession(ins byte) apdu.Status {
	for _, row := range c.tables.Commands {
		if row.INS == ins && row.Protected != 0 {
			return row.Protected
		}
	}
	return apdu.SW6882NoSecureMessaging
}

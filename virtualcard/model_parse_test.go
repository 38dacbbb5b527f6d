package virtualcard_test

// How the model parses a command and finds what it addresses.

// modelCommand is a parsed command; ne is 0 without Le.
type modelCommand struct {
	cla, ins, p1, p2 byte
	data             []byte
	ne               int
	extended         bool
}

// modelParse parses a command by ISO/IEC 7816-4:2020 §5.2.
func modelParse(b []byte) (c modelCommand, ok bool) {
	if len(b) < 4 {
		return c, false
	}
	c = modelCommand{cla: b[0], ins: b[1], p1: b[2], p2: b[3]}
	body := b[4:]
	switch {
	case len(body) == 0:
		return c, true
	case len(body) == 1:
		c.ne = modelLe(int(body[0]), 256)
		return c, true
	case body[0] != 0:
		return c.rest(body[1:], int(body[0]), 1)
	case len(body) < 3:
		return c, false
	case len(body) == 3:
		c.extended, c.ne = true, modelLe(int(body[1])<<8|int(body[2]), 65536)
		return c, true
	}
	c.extended = true
	lc := int(body[1])<<8 | int(body[2])
	if lc == 0 {
		return c, false
	}
	return c.rest(body[3:], lc, 2)
}

// rest parses lc bytes of data, optionally followed by an Le of leSize bytes.
func (c modelCommand) rest(body []byte, lc, leSize int) (modelCommand, bool) {
	if len(body) < lc {
		return c, false
	}
	c.data = body[:lc]
	switch le := body[lc:]; {
	case len(le) == 0:
		return c, true
	case len(le) != leSize:
		return c, false
	case leSize == 1:
		c.ne = modelLe(int(le[0]), 256)
	default:
		c.ne = modelLe(int(le[0])<<8|int(le[1]), 65536)
	}
	return c, true
}

func modelLe(n, zero int) int {
	if n == 0 {
		return zero
	}
	return n
}

// step follows the evaluation order of card reference §8.1 up to the instruction.
func (m *model) step(raw []byte) modelAnswer {
	c, ok := modelParse(raw)
	if !ok {
		return statusAnswer("6700")
	}
	switch {
	case c.cla&0xC0 == 0x40:
		return statusAnswer("6881")
	case c.cla&0x60 != 0:
		return statusAnswer("6E00")
	case c.cla&0x0C != 0 && (c.ins == 0xB0 || c.ins == 0x20):
		return statusAnswer("69FC")
	case c.cla&0x0C != 0:
		return statusAnswer("6882")
	case c.cla&0x03 != 0:
		return statusAnswer("6881")
	}
	commands := map[uint16]func(modelCommand) modelAnswer{
		0x00A4: m.selects, 0x00B0: m.read, 0x00B2: m.record, 0x0020: m.verify, 0x0084: m.challenge, 0x00CA: m.object, 0x0088: m.prove, 0x0024: m.change,
		0x8032: m.change, 0x802A: m.sign, 0x80FC: func(modelCommand) modelAnswer { return statusAnswer("6700") },
	}
	command, ok := commands[uint16(c.cla)<<8|uint16(c.ins)]
	if !ok {
		return statusAnswer("6D00")
	}
	return command(c)
}

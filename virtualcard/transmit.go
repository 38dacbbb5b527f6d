package virtualcard

import "github.com/mynalab/mynalab/virtualcard/apdu"

// Transmit answers one command APDU. It returns nil without power; otherwise every input gets at least a status word.
func (c *Card) Transmit(command []byte) []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.powered {
		return nil
	}
	c.answer = c.respond(command).Append(c.answer[:0])
	return c.answer
}

// respond follows the evaluation order of card reference §8.1; each handler continues with step 6.
func (c *Card) respond(raw []byte) apdu.Response {
	if answer, ok := c.forReader(raw); ok {
		return answer
	}
	c.session.commands++
	if c.profile.Quirk.First6F00 && c.session.commands == 1 {
		return statusOnly(apdu.SW6F00Internal)
	}
	command, err := apdu.Parse(raw)
	if err != nil {
		c.session.chain.drop()
		return statusOnly(c.profile.SW.MalformedSW)
	}
	row, sw := c.understand(&command)
	if sw != apdu.SW9000OK {
		c.session.chain.drop()
		return statusOnly(sw)
	}
	if c.session.chain.open || command.CLA&classChaining != 0 {
		whole, last, sw := c.session.chain.join(command, row)
		if sw != apdu.SW9000OK || !last {
			return statusOnly(sw)
		}
		defer c.session.chain.drop()
		command = whole
	}
	if command.CLA&classProtected != 0 {
		return c.respondSecurely(command, row)
	}
	if !row.fitsLengths(&command) { // step 5
		return statusOnly(c.wrongLength(row))
	}
	return row.Handler(c, command)
}

// understand is steps 2 to 4: it finds the row of the command.
func (c *Card) understand(command *apdu.Command) (*Command, apdu.Status) {
	if command.Extended && !c.profile.ExtLen {
		return nil, apdu.SW6700WrongLength
	}
	row, sw := c.classify(command)
	if sw == apdu.SW9000OK && command.CLA&classProtected != 0 && !row.Secure {
		sw = apdu.SW6882NoSecureMessaging
	}
	return row, sw
}

// statusOnly returns an answer without data.
func statusOnly(sw apdu.Status) apdu.Response { return apdu.Response{SW: sw} }

func (row *Command) fitsLengths(command *apdu.Command) bool {
	if !row.Cases.Has(command.Case()) || command.Ne != 0 && command.Ne < row.MinNe {
		return false
	}
	n := len(command.Data)
	return n == 0 || n >= row.Data.Min && n <= row.Data.Max
}

func (c *Card) wrongLength(row *Command) apdu.Status {
	if row.WrongLength != nil {
		return row.WrongLength(c.profile)
	}
	return apdu.SW6700WrongLength
}

// target is step 6 for a reference: 80 means the current EF, 80|SFI a file of the selected application.
func (c *Card) target(reference byte) (*file, apdu.Status) {
	sfi := reference & sfiMask
	if sfi == 0 {
		if c.session.ef == nil {
			return nil, apdu.SW6986NoCurrentEF
		}
		return c.session.ef, apdu.SW9000OK
	}
	for _, f := range c.local() { // CARD-108: the short identifier is the low five bits of the FID
		if byte(f.FID)&sfiMask == sfi {
			return f, apdu.SW9000OK
		}
	}
	return nil, apdu.SW6A82NotFound
}

// allows is step 8: it checks the rule against the status of the selected application.
func (c *Card) allows(r Rule) bool {
	if c.statusOf != c.session.application {
		return r.holds(&status{})
	}
	return r.holds(&c.status)
}

// application returns the row of the selected application.
func (c *Card) application() *Application { return &c.tables.Applications[c.session.application] }

// local returns the files of the selected application.
func (c *Card) local() []*file { return c.files[c.session.application] }

// find returns the file of the selected application with the given identifier, or nil.
func (c *Card) find(fid uint16) *file {
	for _, f := range c.local() {
		if f.FID == fid {
			return f
		}
	}
	return nil
}

package virtualcard

import "slices"

// status is what has happened since power-on. It is volatile, and it belongs to one application (card reference §2.3, §5.4,
// CARD-642).
type status struct {
	// verified lists the PIN files whose last VERIFY was right.
	verified []uint16
	// institution is true after our stand-in for 特定機関認証 succeeded (SVC-288).
	institution bool
	// secure is the secure messaging session; it ends when the status of a verified PIN would end (card reference §4.4).
	secure *secureSession
}

// verify records a right PIN.
func (s *status) verify(fid uint16) {
	if !slices.Contains(s.verified, fid) {
		s.verified = append(s.verified, fid)
	}
}

// forget ends the verified status of one PIN.
func (s *status) forget(fid uint16) {
	s.verified = slices.DeleteFunc(s.verified, func(v uint16) bool { return v == fid })
}

// session is the state that any reset ends.
type session struct {
	application int
	// implicit is true as long as no SELECT chose the application.
	implicit bool
	ef       *file
	// challenge is the last answer to GET CHALLENGE, until it is used.
	challenge []byte
	chain     chain
	// pupi is the identifier of this activation, drawn when a terminal first asks the reader for it (CARD-040).
	pupi []byte
	// commands counts the commands since power-on, for Quirks.First6F00.
	commands int
}

// enter selects an application. It clears the status unless the status belongs to that application (CARD-110, CARD-111,
// CARD-351 to CARD-355), and ends a challenge that was drawn in another one. After a warm reset the two differ: the issuer
// security domain is selected, while the status is kept for its own application.
func (c *Card) enter(application int) {
	if c.statusOf != application {
		c.status, c.statusOf = status{}, application
	}
	if c.session.application != application {
		c.session.challenge = nil
	}
	c.session.application, c.session.implicit, c.session.ef = application, false, nil
}

// PowerOn puts the card under power, with the issuer security domain selected (CARD-081). If the card already has power
// nothing changes: a reader that connects again finds the card as it was (CARD-356).
func (c *Card) PowerOn() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.powerOn()
}

func (c *Card) powerOn() {
	if c.powered {
		return
	}
	c.powered = true
	c.session = session{implicit: true}
	c.status, c.statusOf = status{}, 0
}

// WarmReset selects the issuer security domain without clearing the status: the status is kept if the next application
// selected is the one that it belongs to (§13 row 2, CARD-358, CARD-365, CARD-366, CARD-619). Without power it is the same as
// PowerOn.
func (c *Card) WarmReset() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.powered {
		c.powerOn()
		return
	}
	c.session = session{implicit: true, commands: c.session.commands}
	if !c.profile.Reset.KeepVerify {
		c.status = status{}
	}
}

// PowerOff ends everything volatile (CARD-359).
func (c *Card) PowerOff() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.powered = false
	c.session, c.status, c.statusOf = session{}, status{}, 0
}

// ownStatus returns the status of the selected application and ends the status of any other.
func (c *Card) ownStatus() *status {
	if c.statusOf != c.session.application {
		c.status, c.statusOf = status{}, c.session.application
	}
	return &c.status
}

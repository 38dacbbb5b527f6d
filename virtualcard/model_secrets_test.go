package virtualcard_test

import "fmt"

// The part of the model for PINs, keys and challenges.

// prove is INTERNAL AUTHENTICATE (§2.5).
func (m *model) prove(c modelCommand) modelAnswer {
	switch {
	case c.p1 != 0 || c.p2&0xE0 != 0x80:
		return statusAnswer("6A86")
	case len(c.data) == 0 || len(c.data) > 255 || c.ne < 256:
		return statusAnswer("6700")
	}
	f, _, refusal := m.target(c.p2)
	switch {
	case refusal != "":
		return statusAnswer(refusal)
	case f.kind != modelKey:
		return statusAnswer("6981")
	case f.proof != "9000":
		return statusAnswer(f.proof)
	}
	return modelAnswer{sw: "9000", any: 256}
}

func (m *model) verify(c modelCommand) modelAnswer {
	switch {
	case c.p1 != 0 || c.p2&0xE0 != 0x80:
		return statusAnswer("6A86")
	case c.ne > 0 || len(c.data) > 16:
		return statusAnswer("6700")
	}
	f, fid, refusal := m.target(c.p2)
	if refusal != "" {
		return statusAnswer(refusal)
	}
	s := m.apps[m.app].secrets[fid]
	switch {
	case f.kind != modelPIN:
		return statusAnswer("6981")
	case s == nil:
		return statusAnswer("6300")
	case len(c.data) == 0:
		return statusAnswer(fmt.Sprintf("63C%X", s.left))
	case s.left == 0:
		return statusAnswer("6984")
	case string(c.data) != s.value:
		m.own()
		s.left, s.verified = s.left-1, false
		return statusAnswer(fmt.Sprintf("63C%X", s.left))
	}
	m.own()
	s.left, s.verified = s.max, true
	return statusAnswer("9000")
}

// change is both commands of §2.5 that change a PIN; they differ only in P1.
func (m *model) change(c modelCommand) modelAnswer {
	p1 := byte(0x01)
	if c.cla == 0x80 {
		p1 = 0x00
	}
	switch {
	case c.p1 != p1 || c.p2 != 0x80:
		return statusAnswer("6A86")
	case c.ne > 0 || len(c.data) == 0 || len(c.data) > 16:
		return statusAnswer("6700")
	}
	f, fid, refusal := m.target(c.p2)
	if refusal != "" {
		return statusAnswer(refusal)
	}
	s := m.apps[m.app].secrets[fid]
	switch {
	case f.kind != modelPIN:
		return statusAnswer("6981")
	case s == nil || s.change != c.ins || !s.verified:
		return statusAnswer("6982")
	case !s.form(string(c.data)):
		return statusAnswer("6A80")
	}
	s.value = string(c.data)
	return statusAnswer("9000")
}

// form is the form of a PIN by card reference §5.3.
func (s *modelSecret) form(pin string) bool {
	digits, letters := 0, 0
	for _, r := range []byte(pin) {
		switch {
		case '0' <= r && r <= '9':
			digits++
		case 'A' <= r && r <= 'Z':
			letters++
		default:
			return false
		}
	}
	if s.digits == 0 {
		return len(pin) >= 6 && len(pin) <= 16 && digits > 0 && letters > 0
	}
	return digits == s.digits && letters == 0
}

func (m *model) challenge(c modelCommand) modelAnswer {
	switch {
	case c.p1 != 0 || c.p2 != 0:
		return statusAnswer("6A86")
	case len(c.data) > 0 || c.ne == 0:
		return statusAnswer("6700")
	case c.extended:
		return statusAnswer("6985")
	}
	return modelAnswer{sw: "9000", any: c.ne}
}

func (m *model) sign(c modelCommand) modelAnswer {
	longest := map[byte]int{0: 245, 1: 65535, 2: 32, 3: 65535, 4: 32, 5: 65535}
	most, known := longest[c.p1]
	n := len(c.data)
	signer := m.apps[m.app].signer
	switch {
	case !known || c.p2&0xE0 != 0x80 && (c.p2 != 0x00 || signer == 0):
		return statusAnswer("6A86")
	case n == 0 || n > most || most == 32 && n != 32 || c.ne > 0 && c.ne < 256:
		return statusAnswer("6700")
	}
	reference := c.p2
	if reference == 0x00 {
		reference = byte(signer)
	}
	f, _, refusal := m.target(reference)
	switch {
	case refusal != "":
		return statusAnswer(refusal)
	case f.kind != modelKey:
		return statusAnswer("6981")
	case !m.open(f):
		return statusAnswer("6982")
	}
	return modelAnswer{sw: "9000", any: 256}
}

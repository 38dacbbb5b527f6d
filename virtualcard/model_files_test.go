package virtualcard_test

import "bytes"

// The part of the model for SELECT and for commands that read.

func (m *model) selects(c modelCommand) modelAnswer {
	switch {
	case c.p1 == 0x04 && c.p2&^0x0E == 0 && c.p2&0x0C != 0x04 && c.p2&0x0C != 0x08:
		if len(c.data) > 16 {
			return statusAnswer("6700")
		}
		return m.selectName(c)
	case c.p1 == 0x02 && c.p2 == 0x0C:
		return m.selectEF(c)
	case c.p1 == 0x00 && len(c.data) == 0 && c.p2 == 0x00 && m.implicit:
		return statusAnswer("6A86")
	case c.p1 == 0x00 && len(c.data) == 0 && c.p2 == 0x00:
		return statusAnswer("9000")
	case c.p1 == 0x00 && len(c.data) == 2:
		return statusAnswer("6A82")
	case c.p1 == 0x00:
		return statusAnswer("6700")
	}
	return statusAnswer("6A86")
}

func (m *model) selectName(c modelCommand) modelAnswer {
	found, from := -1, 0
	if c.p2&0x02 != 0 && bytes.HasPrefix(m.apps[m.app].aid, c.data) {
		from = m.app + 1
	}
	for i, a := range m.apps {
		if found < 0 && i >= from && bytes.HasPrefix(a.aid, c.data) {
			found = i
		}
	}
	if len(c.data) == 0 {
		found = 0
	}
	if found < 0 {
		return statusAnswer("6A82")
	}
	m.app, m.ef, m.implicit = found, 0, false
	m.own()
	if c.p2&0x0C == 0x0C {
		return statusAnswer("9000")
	}
	aid := m.apps[found].aid
	template := append([]byte{0x6F, byte(len(aid) + 2), 0x84, byte(len(aid))}, aid...)
	return modelAnswer{sw: "9000", data: template[:min(len(template), c.ne)]}
}

func (m *model) selectEF(c modelCommand) modelAnswer {
	if len(c.data) != 2 {
		return statusAnswer("6700")
	}
	fid := uint16(c.data[0])<<8 | uint16(c.data[1])
	if _, ok := m.apps[m.app].files[fid]; !ok {
		return statusAnswer("6A82")
	}
	m.ef = fid
	return statusAnswer("9000")
}

func (m *model) read(c modelCommand) modelAnswer {
	offset, reference := int(c.p1)<<8|int(c.p2), byte(0)
	if c.p1&0x80 != 0 {
		offset, reference = int(c.p2), c.p1
	}
	switch {
	case c.p1&0x80 != 0 && c.p1&0x60 != 0:
		return statusAnswer("6A86")
	case len(c.data) > 0 || c.ne == 0:
		return statusAnswer("6700")
	}
	f, fid, refusal := m.target(reference)
	switch {
	case refusal != "":
		return statusAnswer(refusal)
	case f.kind == modelOdd:
		return statusAnswer(f.odd)
	case f.kind != modelBytes:
		return statusAnswer("6981")
	case !m.open(f):
		return statusAnswer("6982")
	case offset >= len(f.content):
		return statusAnswer("6B00")
	}
	m.ef = fid
	return modelAnswer{sw: "9000", data: f.content[offset:min(len(f.content), offset+c.ne)]}
}

// record is READ RECORD by card reference §2.5: the record number in P1, the identifier in the high five bits of P2.
func (m *model) record(c modelCommand) modelAnswer {
	switch {
	case c.p2&0x07 == 0x05 && len(c.data) == 0 && c.ne > 0:
		return statusAnswer("6A81") // several at once: a function that a card may lack (JICSAP 1.1 §6.4.4)
	case c.p2&0x07 != 0x04 && c.p2&0x07 != 0x05:
		return statusAnswer("6A86")
	case len(c.data) > 0 || c.ne == 0:
		return statusAnswer("6700")
	}
	f, fid, refusal := m.target(c.p2 >> 3)
	switch {
	case refusal != "":
		return statusAnswer(refusal)
	case f.kind == modelOdd:
		return statusAnswer(f.odd)
	case f.kind != modelRecord:
		return statusAnswer("6981")
	case c.p1 != 1: // the only record of this card
		return statusAnswer("6A83")
	}
	m.ef = fid
	return modelAnswer{sw: "9000", data: f.content[:min(len(f.content), c.ne)]}
}

// object is GET DATA (§2.4): an object is never cut.
func (m *model) object(c modelCommand) modelAnswer {
	object, ok := m.apps[m.app].objects[uint16(c.p1)<<8|uint16(c.p2)]
	switch {
	case len(c.data) > 0 || c.ne == 0:
		return statusAnswer("6700")
	case !ok:
		return statusAnswer("6A88")
	case len(object) > c.ne:
		return statusAnswer("6700")
	}
	return modelAnswer{sw: "9000", data: object}
}

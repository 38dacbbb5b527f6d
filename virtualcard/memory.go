package virtualcard

import (
	"fmt"
	"slices"
)

// Memory is what a card keeps without power: the PINs and their counters, one entry for each row of the PIN table, in its
// order (CARD-641). The zero Memory stands for a card as issued.
type Memory struct {
	PINs []PINMemory
}

// PINMemory is a PIN and the tries that it has left.
type PINMemory struct {
	Application string
	FID         uint16
	// PIN is empty where the card has no reference data (no signature certificate): then nothing ever matches.
	PIN       string
	TriesLeft int
}

// Fresh is the memory of a card as issued. The zero Tables stands for DefaultTables here too.
func (t Tables) Fresh(s Spec) Memory {
	t = t.orDefault()
	m := Memory{PINs: make([]PINMemory, 0, len(t.PINs))}
	for _, row := range t.PINs {
		m.PINs = append(m.PINs, PINMemory{row.Application, row.FID, row.Initial(s), row.Tries})
	}
	return m
}

// TriesLeft is the counter of a PIN file; ok is false where there is none.
func (m Memory) TriesLeft(fid uint16) (n int, ok bool) {
	for _, p := range m.PINs {
		if p.FID == fid {
			return p.TriesLeft, true
		}
	}
	return 0, false
}

// WithTries is a copy of m with another counter at the PIN file, for a card made to order.
func (m Memory) WithTries(fid uint16, n int) Memory {
	m = m.clone()
	for i := range m.PINs {
		if m.PINs[i].FID == fid {
			m.PINs[i].TriesLeft = n
		}
	}
	return m
}

func (m Memory) clone() Memory { return Memory{PINs: slices.Clone(m.PINs)} }

// check proves that m is a memory of a card with these tables and this personalisation. No error tells a PIN.
func (m Memory) check(t Tables, s Spec) error {
	if len(m.PINs) != len(t.PINs) {
		return fmt.Errorf("%d PINs, %d wanted", len(m.PINs), len(t.PINs))
	}
	for i, row := range t.PINs {
		switch p := m.PINs[i]; {
		case p.Application != row.Application || p.FID != row.FID:
			return fmt.Errorf("PIN %d is %04X of %s, %04X of %s wanted", i+1, p.FID, p.Application, row.FID, row.Application)
		case p.TriesLeft < 0 || p.TriesLeft > row.Tries:
			return fmt.Errorf("the %s has %d tries left; 0 to %d are possible", row.Name, p.TriesLeft, row.Tries)
		case p.PIN == "" && row.Initial(s) != "":
			return fmt.Errorf("the %s is missing", row.Name)
		case p.PIN != "" && !row.Form.Fits(p.PIN):
			return fmt.Errorf("the %s does not have its form, %s", row.Name, row.Form.Name)
		}
	}
	return nil
}

// spend lowers a counter and keeps it, before anything is compared. When keeping fails the try stays spent.
func (c *Card) spend(i int) error {
	c.memory.PINs[i].TriesLeft--
	return c.keep(c.memory.clone())
}

// store writes one entry and keeps it; when keeping fails the entry is as it was, so that nothing is won.
func (c *Card) store(i int, entry PINMemory) error {
	before := c.memory.PINs[i]
	c.memory.PINs[i] = entry
	if err := c.keep(c.memory.clone()); err != nil {
		c.memory.PINs[i] = before
		return fmt.Errorf("keeping the card's memory: %w", err)
	}
	return nil
}

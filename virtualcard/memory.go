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

// Fresh is the memory of a card as issued; it is zero where the profile of s is not known or not sound. The zero Tables
// stands for DefaultTables here too.
func (t Tables) Fresh(s Spec) Memory {
	p, err := s.profile()
	if err != nil {
		return Memory{}
	}
	return t.For(s, p).fresh(s)
}

// fresh is the memory of a card that has exactly these rows.
func (t Tables) fresh(s Spec) Memory {
	m := Memory{PINs: make([]PINMemory, 0, len(t.PINs))}
	for _, row := range t.PINs {
		left := row.Tries
		if row.Blocked {
			left = 0
		}
		m.PINs = append(m.PINs, PINMemory{row.Application, row.FID, row.Initial(s), left})
	}
	return m
}

// TriesLeft is the counter of a PIN file of the JPKI AP; ok is false where there is none.
func (m Memory) TriesLeft(fid uint16) (n int, ok bool) { return m.TriesLeftIn(JPKI, fid) }

// TriesLeftIn is the counter of a PIN file of any application; ok is false where there is none.
func (m Memory) TriesLeftIn(application string, fid uint16) (n int, ok bool) {
	if i := m.index(application, fid); i >= 0 {
		return m.PINs[i].TriesLeft, true
	}
	return 0, false
}

// WithTries is a copy of m with another counter at the PIN file of the JPKI AP, for a card made to order.
func (m Memory) WithTries(fid uint16, n int) Memory { return m.WithTriesIn(JPKI, fid, n) }

// WithTriesIn is WithTries for a PIN file of any application.
func (m Memory) WithTriesIn(application string, fid uint16, n int) Memory {
	m = m.clone()
	if i := m.index(application, fid); i >= 0 {
		m.PINs[i].TriesLeft = n
	}
	return m
}

func (m Memory) index(application string, fid uint16) int {
	return slices.IndexFunc(m.PINs, func(p PINMemory) bool { return p.Application == application && p.FID == fid })
}

func (m Memory) clone() Memory { return Memory{PINs: slices.Clone(m.PINs)} }

// check proves that m is a memory of a card with these tables, this personalisation and its profile. No error tells a PIN.
func (m Memory) check(t Tables, s Spec) error {
	p, err := s.profile()
	if err != nil {
		return err
	}
	return m.fits(t.For(s, p), s)
}

// fits is check for the rows that the card has.
func (m Memory) fits(t Tables, s Spec) error {
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

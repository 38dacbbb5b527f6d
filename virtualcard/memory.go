package virtualcard

import (
	"fmt"
	"slices"
)

// Memory is what a card keeps without power: the PINs and their counters, one entry for each row of the PIN table, in its
// order (CARD-641). The zero Memory means a card as issued.
type Memory struct {
	PINs []PINMemory
}

// PINMemory is a PIN and its number of tries left.
type PINMemory struct {
	Application string
	FID         uint16
	// PIN is empty if the card has no reference data, for example without a signature certificate; then no PIN ever matches.
	PIN       string
	TriesLeft int
}

// Fresh returns the memory of a card as issued. It is zero if the profile of s is unknown or invalid. The zero Tables means
// DefaultTables here too.
func (t Tables) Fresh(s Spec) Memory {
	p, err := s.profile()
	if err != nil {
		return Memory{}
	}
	return t.For(s, p).fresh(s)
}

// fresh returns the memory of a card as issued that has exactly these rows.
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

// TriesLeft returns the counter of a PIN file of the JPKI AP; ok is false if there is no such PIN.
func (m Memory) TriesLeft(fid uint16) (n int, ok bool) { return m.TriesLeftIn(JPKI, fid) }

// TriesLeftIn returns the counter of a PIN file of any application; ok is false if there is no such PIN.
func (m Memory) TriesLeftIn(application string, fid uint16) (n int, ok bool) {
	if i := m.index(application, fid); i >= 0 {
		return m.PINs[i].TriesLeft, true
	}
	return 0, false
}

// WithTries returns a copy of m with another counter for a PIN file of the JPKI AP, for a card made to order.
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

// check returns an error unless m fits a card with these tables, this personalisation and its profile. No error contains a
// PIN.
func (m Memory) check(t Tables, s Spec) error {
	p, err := s.profile()
	if err != nil {
		return err
	}
	return m.fits(t.For(s, p), s)
}

// fits is check for tables that are already restricted to the rows that the card has.
func (m Memory) fits(t Tables, s Spec) error {
	if len(m.PINs) != len(t.PINs) {
		return fmt.Errorf("there are %d PINs instead of %d", len(m.PINs), len(t.PINs))
	}
	for i, row := range t.PINs {
		switch p := m.PINs[i]; {
		case p.Application != row.Application || p.FID != row.FID:
			return fmt.Errorf("PIN %d is %04X of %s instead of %04X of %s", i+1, p.FID, p.Application, row.FID, row.Application)
		case p.TriesLeft < 0 || p.TriesLeft > row.Tries:
			return fmt.Errorf("the %s has %d tries left, which is out of range (0 to %d)", row.Name, p.TriesLeft, row.Tries)
		case p.PIN == "" && row.Initial(s) != "":
			return fmt.Errorf("the %s is missing", row.Name)
		case p.PIN != "" && !row.Form.Fits(p.PIN):
			return fmt.Errorf("the %s does not have the form %s", row.Name, row.Form.Name)
		}
	}
	return nil
}

package virtualcard

import "fmt"

// Form is what a PIN looks like.
type Form struct {
	// Name says it in words, for errors.
	Name     string
	Min, Max int
	// Letters allows A to Z beside the digits, and then asks for one of each.
	Letters bool
}

// DefaultPINs are the PINs of the JPKI AP with their counters and forms (card reference §5.3).
func DefaultPINs() []PIN {
	return []PIN{
		{JPKI, FIDAuthPIN, "user-authentication PIN", 3, Form{"4 digits", 4, 4, false},
			func(s Spec) string { return s.AuthPIN }, "§5.3, CARD-338, CARD-339"},
		{JPKI, FIDSignPIN, "signature PIN", 5, Form{"6 to 16 characters A-Z and 0-9, at least one letter and one digit", 6, 16, true},
			func(s Spec) string { return s.SignPIN }, "§5.3, CARD-340, CARD-341"},
	}
}

// Fits tells whether a PIN has the form.
func (f Form) Fits(pin string) bool {
	letters, digits := 0, 0
	for _, r := range []byte(pin) {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case f.Letters && r >= 'A' && r <= 'Z':
			letters++
		default:
			return false
		}
	}
	return f.fitsLength(len(pin)) && (!f.Letters || letters > 0 && digits > 0)
}

func (f Form) fitsLength(n int) bool { return n >= f.Min && n <= f.Max }

// Unlock is the municipality's act: it sets a new PIN and the full number of tries (CARD-348, CARD-643). The PIN's
// verified status ends. The error never tells a PIN.
func (c *Card) Unlock(fid uint16, newPIN string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i, row := range c.tables.PINs {
		if row.FID != fid {
			continue
		}
		if !row.Form.Fits(newPIN) {
			return fmt.Errorf("unlocking the %s: the new one does not have its form; choose %s", row.Name, row.Form.Name)
		}
		if err := c.store(i, PINMemory{row.Application, fid, newPIN, row.Tries}); err != nil {
			return fmt.Errorf("unlocking the %s: %w", row.Name, err)
		}
		c.status.forget(fid)
		return nil
	}
	return fmt.Errorf("unlocking file %04X: it holds no PIN with a counter; choose one of the PIN table", fid)
}

package virtualcard

import (
	"fmt"

	"github.com/mynalab/mynalab/virtualcard/apdu"
)

// Form is the allowed form of a PIN.
type Form struct {
	// Name describes the form in words, for errors.
	Name     string
	Min, Max int
	// Letters allows A to Z as well as digits, and then requires at least one of each.
	Letters bool
}

// maxTries is the largest counter that the status word 63Cx can express.
const maxTries = 15

// DefaultPINs returns the PINs of all applications with their forms. Their counters are keys of the profile (card reference
// §5.3, §12 Q2).
func DefaultPINs() []PIN {
	digits := func(name string, n int) Form { return Form{name, n, n, false} }
	four, six, twelve, fourteen := digits("4 digits", 4), digits("6 digits", 6), digits("12 digits", 12), digits("14 digits", 14)
	return []PIN{
		{Application: JPKI, FID: FIDAuthPIN, Name: "user-authentication PIN", Form: four,
			Initial: func(s Spec) string { return s.AuthPIN }, ChangedBy: apdu.INSChangeReferenceData,
			Source: "§5.3, CARD-148, CARD-338, CARD-339"},
		{Application: JPKI, FID: FIDSignPIN, Name: "signature PIN",
			Form:    Form{"6 to 16 characters A-Z and 0-9, at least one letter and one digit", 6, 16, true},
			Initial: func(s Spec) string { return s.SignPIN }, ChangedBy: apdu.INSChangeReferenceData,
			Source: "§5.3, CARD-148, CARD-340, CARD-341"},
		issuedPIN(TextAP, FIDTextPIN, "text PIN", four, apdu.INSChangeReferenceData, "§4.1, CARD-148, CARD-224, CARD-342"),
		{Application: TextAP, FID: FIDTextBlocked, Name: "blocked reference of the text AP", Tries: maxTries, Form: four,
			Initial: func(Spec) string { return "" }, Blocked: true, Source: "§4.1, CARD-225, CARD-226"},
		issuedPIN(TextAP, FIDTextCodeA, "照合番号A of the text AP", twelve, 0, "§4.1, §4.2, CARD-228, CARD-279, CARD-344, CARD-345"),
		issuedPIN(TextAP, FIDTextCodeB, "照合番号B of the text AP", fourteen, 0, "§4.1, §4.2, CARD-229, CARD-280, CARD-344, CARD-345"),
		issuedPIN(SurfaceAP, FIDSurfaceBirth, "生年月日 of the surface AP", six, 0, "§4.2, CARD-275, CARD-344, CARD-345"),
		issuedPIN(SurfaceAP, FIDSurfaceCodeB, "照合番号B of the surface AP", fourteen, 0, "§4.2, CARD-276, CARD-280, CARD-344, CARD-345"),
		issuedPIN(SurfaceAP, FIDSurfaceCodeA, "照合番号A of the surface AP", twelve, 0, "§4.2, CARD-277, CARD-279, CARD-344, CARD-345"),
		issuedPIN(CommonAP, FIDMunicipalPIN, "PIN of the common AP", four, apdu.INSChangeKey, "§2.5, CARD-147, CARD-138, CARD-343"),
		issuedPIN(JukiAP, FIDMunicipalPIN, "PIN of the juki AP", four, apdu.INSChangeKey, "§2.5, CARD-147, CARD-145, CARD-343"),
	}
}

// issuedPIN returns the row of a PIN that is in Spec.PINs. A 照合番号 or a birth date can't be changed: it is printed on the
// card.
func issuedPIN(application string, fid uint16, name string, form Form, changedBy byte, source string) PIN {
	return PIN{Application: application, FID: fid, Name: name, Form: form, ChangedBy: changedBy, Source: source,
		Initial: func(s Spec) string {
			pin, _ := s.pin(application, fid)
			return pin
		}}
}

// Fits reports whether a PIN has the form.
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

// Unlock does what the municipality does with a blocked PIN of the JPKI AP: it sets a new PIN and the full number of tries
// (CARD-348, CARD-643), and ends the PIN's verified status. The error never contains a PIN.
func (c *Card) Unlock(fid uint16, newPIN string) error { return c.UnlockIn(JPKI, fid, newPIN) }

// UnlockIn is Unlock for a PIN of any application. A 照合番号 or a birth date may be unlocked with its own value.
func (c *Card) UnlockIn(application string, fid uint16, newPIN string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	i := c.tables.pinIndex(application, fid)
	if i < 0 || c.tables.PINs[i].Blocked {
		return fmt.Errorf("unlocking file %04X: the card has no PIN with a counter there; choose a PIN that the card lists", fid)
	}
	row := c.tables.PINs[i]
	if !row.Form.Fits(newPIN) {
		return fmt.Errorf("unlocking the %s: the new PIN does not have the right form; choose %s", row.Name, row.Form.Name)
	}
	if err := c.store(i, PINMemory{row.Application, fid, newPIN, row.Tries}); err != nil {
		return fmt.Errorf("unlocking the %s: %w", row.Name, err)
	}
	if c.tables.Applications[c.statusOf].Name == application {
		c.status.forget(fid)
	}
	return nil
}

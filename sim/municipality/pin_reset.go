package municipality

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/virtualcard"
)

// ErrNotReset is wrapped by every refusal of a PIN reset. The PIN and its counter are unchanged then.
var ErrNotReset = errors.New("the PIN is not reset")

// Reset is one row of the table of ways to reset a PIN.
type Reset struct {
	Name string
	// PIN is the file of the PIN that is reset.
	PIN uint16
	// Knows is the file of the other PIN, which the holder must enter; 0 if none is needed, because the desk identifies the
	// holder.
	Knows uint16
	// Within is the longest time between the reset app and the kiosk; 0 if no app is used.
	Within time.Duration
	// From and Until limit the time of day in Japan, From included and Until excluded; both are 0 for any time.
	From, Until time.Duration
	Source      string
}

// The names of DefaultResets.
const (
	ResetUserAtDesk  = "user PIN at the municipality"
	ResetSignAtDesk  = "signature password at the municipality"
	ResetUserAtKiosk = "user PIN with app and kiosk"
	ResetSignAtKiosk = "signature password with app and kiosk"
)

// DefaultResets returns the table of ways to reset a PIN.
func DefaultResets() []Reset {
	const opens, closes, day = 6*time.Hour + 30*time.Minute, 23 * time.Hour, 24 * time.Hour
	return []Reset{
		{Name: ResetUserAtDesk, PIN: virtualcard.FIDAuthPIN, Source: "CARD-348, SVC-158"},
		{Name: ResetSignAtDesk, PIN: virtualcard.FIDSignPIN, Source: "CARD-348, CARD-643"},
		{ResetUserAtKiosk, virtualcard.FIDAuthPIN, virtualcard.FIDSignPIN, day, opens, closes, "SVC-159, SVC-160"},
		{ResetSignAtKiosk, virtualcard.FIDSignPIN, virtualcard.FIDAuthPIN, day, opens, closes, "CARD-349, SVC-160"},
	}
}

// ResetRequest is a holder's request to reset a PIN.
type ResetRequest struct {
	// Way is the Name of a Reset.
	Way string
	// Known is the other PIN as the holder enters it. A wrong one spends a try, as anywhere.
	Known string
	// New is the PIN that the holder chooses.
	New string
	// App is the time when the reset app was used, At the time of the reset itself.
	App, At time.Time
}

// ResetPIN sets a new PIN on a card and fills its counter, or refuses with ErrNotReset. The card must not be in a reader. No
// error contains a PIN.
func (is *Issuer) ResetPIN(card Issued, r ResetRequest) error {
	i := slices.IndexFunc(is.life.Resets, func(row Reset) bool { return row.Name == r.Way })
	if i < 0 {
		return fmt.Errorf("resetting a PIN: no way %q: %w; choose a name of DefaultResets", r.Way, ErrNotReset)
	}
	row := is.life.Resets[i]
	if row.PIN == virtualcard.FIDSignPIN && card.Spec.SignCert == nil {
		return fmt.Errorf("resetting the %s: the card has no signature certificate: %w", row.Name, ErrNotReset)
	}
	if err := row.inTime(r); err != nil {
		return fmt.Errorf("resetting the %s: %w", row.Name, err)
	}
	if row.Knows != 0 && !is.entersRightPIN(card, row.Knows, r.Known) {
		return fmt.Errorf("resetting the %s: the other PIN is wrong or blocked: %w; go to the municipality", row.Name, ErrNotReset)
	}
	if err := card.Card.Unlock(row.PIN, r.New); err != nil {
		return fmt.Errorf("resetting the %s: %w: %w", row.Name, err, ErrNotReset)
	}
	return nil
}

func (row Reset) inTime(r ResetRequest) error {
	at := r.At.In(jpki.JST)
	clock := time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute + time.Duration(at.Second())*time.Second
	switch {
	case row.Until > 0 && (clock < row.From || clock >= row.Until):
		return fmt.Errorf("the kiosk is closed at that time: %w; come between %v and %v after midnight", ErrNotReset, row.From, row.Until)
	case row.Within > 0 && (r.At.Before(r.App) || r.At.Sub(r.App) > row.Within):
		return fmt.Errorf("the reset app was not used within %v before: %w; use it again", row.Within, ErrNotReset)
	}
	return nil
}

// entersRightPIN makes the card compare a PIN, and finds out from the counter whether it was right: only a right PIN fills it
// (CARD-347).
func (is *Issuer) entersRightPIN(card Issued, fid uint16, pin string) bool {
	i := slices.IndexFunc(is.tables.PINs, func(p virtualcard.PIN) bool { return p.Application == virtualcard.JPKI && p.FID == fid })
	if i < 0 || !is.tables.PINs[i].Form.Fits(pin) {
		return false
	}
	card.Card.PowerOn()
	defer card.Card.PowerOff()
	for _, a := range is.tables.Applications {
		if a.Name == virtualcard.JPKI {
			card.Card.Transmit(append([]byte{0x00, 0xA4, 0x04, 0x0C, byte(len(a.AID))}, a.AID...))
		}
	}
	card.Card.Transmit(append([]byte{0x00, 0x20, 0x00, 0x80 | byte(fid&0x1F), byte(len(pin))}, pin...))
	left, _ := card.Card.Memory().TriesLeft(fid)
	full, _ := is.tables.Fresh(card.Spec).TriesLeft(fid)
	return left == full
}

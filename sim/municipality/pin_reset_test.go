package municipality_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/sim/municipality"
	"github.com/mynalab/mynalab/virtualcard"
)

func TestResets(t *testing.T) {
	night, noon := jst(2025, 6, 2, 23, 0), jst(2025, 6, 2, 12, 0)
	const user, sign = municipality.ResetUserAtKiosk, municipality.ResetSignAtKiosk
	for _, row := range []struct {
		name    string
		request municipality.ResetRequest
		want    string // empty if the PIN is reset
	}{
		{"CARD-348 SVC-158 the desk identifies the holder", municipality.ResetRequest{Way: municipality.ResetUserAtDesk, New: "5678", At: night}, ""},
		{"CARD-348 the desk resets the password too", municipality.ResetRequest{Way: municipality.ResetSignAtDesk, New: "NEW456", At: night}, ""},
		{"SVC-159 the user PIN, with the password", municipality.ResetRequest{Way: user, Known: "ABC123", New: "5678", App: noon.Add(-time.Hour), At: noon}, ""},
		{"SVC-159 without the right password", municipality.ResetRequest{Way: user, Known: "ABC124", New: "5678", App: noon.Add(-time.Hour), At: noon}, "the other PIN is wrong or blocked"},
		{"SVC-159 with something that is not a password", municipality.ResetRequest{Way: user, Known: "12", New: "5678", App: noon, At: noon}, "the other PIN is wrong or blocked"},
		{"CARD-349 the password, with the user PIN", municipality.ResetRequest{Way: sign, Known: "1234", New: "NEW456", App: noon.Add(-time.Hour), At: noon}, ""},
		{"CARD-349 without the right PIN", municipality.ResetRequest{Way: sign, Known: "0009", New: "NEW456", App: noon, At: noon}, "the other PIN is wrong or blocked"},
		{"SVC-160 24 hours after the app", municipality.ResetRequest{Way: user, Known: "ABC123", New: "5678", App: noon.Add(-24 * time.Hour), At: noon}, ""},
		{"SVC-160 more than 24 hours after it", municipality.ResetRequest{Way: user, Known: "ABC123", New: "5678", App: noon.Add(-24*time.Hour - time.Second), At: noon}, "the reset app was not used within 24h0m0s before"},
		{"SVC-160 before the app", municipality.ResetRequest{Way: user, Known: "ABC123", New: "5678", App: noon.Add(time.Second), At: noon}, "use it again"},
		{"SVC-160 at 06:30", municipality.ResetRequest{Way: user, Known: "ABC123", New: "5678", App: jst(2025, 6, 2, 6, 0), At: jst(2025, 6, 2, 6, 30)}, ""},
		{"SVC-160 at 06:29", municipality.ResetRequest{Way: user, Known: "ABC123", New: "5678", App: jst(2025, 6, 2, 6, 0), At: jst(2025, 6, 2, 6, 29)}, "come between 6h30m0s and 23h0m0s"},
		{"SVC-160 at 22:59 in world time of another zone", municipality.ResetRequest{Way: user, Known: "ABC123", New: "5678", App: noon, At: jst(2025, 6, 2, 22, 59).UTC()}, ""},
		{"SVC-160 at 23:00", municipality.ResetRequest{Way: user, Known: "ABC123", New: "5678", App: noon, At: night}, "the kiosk is closed at that time"},
		{"CARD-339 a new PIN of another form", municipality.ResetRequest{Way: municipality.ResetUserAtDesk, New: "56789", At: noon}, "choose 4 digits"},
		{"no such way", municipality.ResetRequest{Way: "by phone", At: noon}, "choose a name of DefaultResets"},
	} {
		t.Run(row.name, func(t *testing.T) {
			issuer := newIssuer(0)
			c := issue(t, issuer, "P01")
			pin, wrong := uint16(virtualcard.FIDAuthPIN), "0009"
			if row.request.Way == sign || row.request.Way == municipality.ResetSignAtDesk {
				pin, wrong = virtualcard.FIDSignPIN, "ZZZ999"
			}
			lock(t, c, pin, wrong)
			full, _ := virtualcard.DefaultTables().Fresh(c.Spec).TriesLeft(pin)

			err := issuer.ResetPIN(c, row.request)
			if row.want == "" {
				require.NoError(t, err)
				require.Equal(t, full, tries(t, c, pin))
				require.Equal(t, full-1, enter(t, c, pin, wrong))
				require.Equal(t, full, enter(t, c, pin, row.request.New), "the new PIN is the right one")
				return
			}
			require.ErrorIs(t, err, municipality.ErrNotReset)
			require.ErrorContains(t, err, row.want)
			require.Zero(t, tries(t, c, pin), "CARD-643")
			for _, secret := range []string{"1234", "0009", "5678", "ABC12", "NEW456"} {
				require.NotContains(t, err.Error(), secret)
			}
		})
	}
}

func TestResetNeedsTheOtherPINUnblocked(t *testing.T) {
	issuer := newIssuer(0)
	c, noon := issue(t, issuer, "P01"), jst(2025, 6, 2, 12, 0)
	lock(t, c, virtualcard.FIDAuthPIN, "0009")
	lock(t, c, virtualcard.FIDSignPIN, "ZZZ999")
	for _, r := range []municipality.ResetRequest{
		{Way: municipality.ResetUserAtKiosk, Known: "ABC123", New: "5678", App: noon, At: noon},
		{Way: municipality.ResetSignAtKiosk, Known: "1234", New: "NEW456", App: noon, At: noon},
	} {
		require.ErrorContains(t, issuer.ResetPIN(c, r), "go to the municipality", "SVC-159 "+r.Way)
	}
	t.Run("SVC-159 a wrong password spends a try of its own", func(t *testing.T) {
		c := issue(t, issuer, "P01")
		require.Error(t, issuer.ResetPIN(c, municipality.ResetRequest{Way: municipality.ResetUserAtKiosk, Known: "ABC124", New: "5678", App: noon, At: noon}))
		require.Equal(t, 4, tries(t, c, virtualcard.FIDSignPIN))
	})
	t.Run("a card without signature certificate has no password", func(t *testing.T) {
		c := issue(t, issuer, "P06")
		err := issuer.ResetPIN(c, municipality.ResetRequest{Way: municipality.ResetSignAtDesk, New: "NEW456", At: noon})
		require.ErrorContains(t, err, "the card has no signature certificate")
	})
}

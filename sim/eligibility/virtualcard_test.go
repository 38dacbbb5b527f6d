package eligibility_test

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/json"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/mockservice/wire"
	"github.com/mynalab/mynalab/sim/driver"
	"github.com/mynalab/mynalab/sim/eligibility"
	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// newCard returns a virtual card with the given PIN, and its user certificate.
func newCard(t *testing.T, pin string, institution ed25519.PublicKey) (chip reader.Chip, user []byte) {
	key, at := jpki.Key(0), time.Date(2025, 6, 2, 0, 0, 0, 0, time.UTC)
	user, err := jpki.Authentication().IssueAuthentication(jpki.AuthRequest{PublicKey: &key.PublicKey,
		Serial: big.NewInt(0x07000001), CommonName: "00000000000001280001A", NotBefore: at, NotAfter: at.AddDate(5, 0, 0)})
	require.NoError(t, err)
	card, err := virtualcard.New(virtualcard.Config{Chance: strings.NewReader(strings.Repeat("chance", 100)),
		Spec: virtualcard.Spec{Profile: "contact-a1", AuthKey: key, AuthCert: user, AuthCA: jpki.Authentication().DER(),
			SignCA: jpki.Signature().DER(), AuthPIN: pin, InstitutionKey: institution}})
	require.NoError(t, err)
	return card, user
}

// deskWith returns a counter with a card in its reader, logged in.
func deskWith(t *testing.T, chip reader.Chip) (*counter, *reader.InProcess) {
	d := newCounter(t)
	slot := reader.NewInProcess("virtual reader")
	slot.Insert(chip)
	d.app = eligibility.New(eligibility.Config{Reader: slot, Vault: vault{}, InstitutionKey: institutionKey()})
	require.NoError(t, d.app.Configure(context.Background(), d.service.slot()))
	return d.until(driver.ScreenAuthSelect), slot
}

// TestVirtualCard tests the app with the virtual card, which is implemented independently.
func TestVirtualCard(t *testing.T) {
	public := institutionKey().Public().(ed25519.PublicKey)
	for _, mode := range []wire.Mode{wire.ModePIN, wire.ModeVisual} {
		t.Run("SVC-221 SVC-285 SVC-286 signature by the certificate's key, mode "+string(mode), func(t *testing.T) {
			chip, user := newCard(t, secrets["pin"], public)
			d, _ := deskWith(t, chip)
			require.Equal(t, driver.OutcomeConfirmed, d.upToCard(mode).read().Outcome)
			var got wire.CheckRequest
			require.NoError(t, json.Unmarshal(d.service.last[askCheck], &got))
			require.Equal(t, user, got.Certificate)
			hash := sha256.Sum256(nonce)
			require.NoError(t, rsa.VerifyPKCS1v15(&jpki.Key(0).PublicKey, crypto.SHA256, hash[:], got.Signature))
		})
	}
	t.Run("SVC-144 SVC-145 SVC-146 three wrong PINs lock PIN mode and leave visual mode open", func(t *testing.T) {
		chip, _ := newCard(t, "9999", public)
		d, _ := deskWith(t, chip)
		for _, want := range []struct {
			tries   int
			outcome driver.Outcome
		}{{2, driver.OutcomePINWrong}, {1, driver.OutcomePINWrong}, {0, driver.OutcomePINLocked}} {
			s := d.upToCard(wire.ModePIN).read()
			require.Equal(t, want.outcome, s.Outcome)
			require.Equal(t, want.tries, *s.Tries)
		}
		s := d.upToCard(wire.ModePIN).read()
		require.Equal(t, driver.OutcomePINLocked, s.Outcome)
		require.Nil(t, s.Tries)
		require.Equal(t, []string{register}, d.service.seen)
		require.Equal(t, driver.OutcomeConfirmed, d.upToCard(wire.ModeVisual).read().Outcome)
	})
	t.Run("a card removed while signing, then put back", func(t *testing.T) {
		chip, _ := newCard(t, secrets["pin"], public)
		removed, err := virtualcard.FaultByName("removed")
		require.NoError(t, err)
		pulled, err := virtualcard.WithFault(chip, removed, virtualcard.FaultOptions{INS: []byte{0x2A}})
		require.NoError(t, err)
		d, slot := deskWith(t, pulled)
		d.upToCard(wire.ModePIN)
		require.Equal(t, driver.OutcomeCardRemoved, d.read().Outcome)
		require.Equal(t, []string{register, askChallenge}, d.service.seen)
		require.Equal(t, driver.OutcomeNoCard, d.upToCard(wire.ModePIN).read().Outcome)
		slot.Insert(pulled)
		require.Equal(t, driver.OutcomeConfirmed, d.upToCard(wire.ModePIN).read().Outcome)
	})
}

package virtualcard_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mynalab/mynalab/virtualcard"
)

// pinModel is everything that card reference §5 says about one PIN, implemented a second time without the card's code.
type pinModel struct {
	sfi       byte
	max, left int
	right     string
	verified  bool
}

func (m *pinModel) enter(pin string) string {
	if m.left == 0 {
		return "6984"
	}
	if pin == m.right {
		m.left, m.verified = m.max, true
		return "9000"
	}
	m.left, m.verified = m.left-1, false
	return fmt.Sprintf("63C%d", m.left)
}

// TestCounters applies the same actions to a card and the model (CARD-317 to CARD-326, CARD-338, CARD-340, CARD-346,
// CARD-347, CARD-359, CARD-361, CARD-362, CARD-641 to CARD-643).
func TestCounters(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		card := newCard(t, fullConfig())
		talk(t, card, selectJPKI)
		auth := &pinModel{sfi: 0x18, max: 3, left: 3, right: "1234"}
		sign := &pinModel{sfi: 0x1B, max: 5, left: 5, right: "ABC123"}
		draw := func(rt *rapid.T) *pinModel { return rapid.SampledFrom([]*pinModel{auth, sign}).Draw(rt, "pin") }
		rt.Repeat(map[string]func(*rapid.T){
			"": func(*rapid.T) {
				require.Equal(t, auth.left, triesLeft(t, card, virtualcard.FIDAuthPIN))
				require.Equal(t, sign.left, triesLeft(t, card, virtualcard.FIDSignPIN))
			},
			"enter": func(rt *rapid.T) {
				m := draw(rt)
				pin := rapid.OneOf(rapid.Just(m.right), rapid.StringMatching(`[0-9A-Za-z]{1,16}`)).Draw(rt, "entered")
				talk(t, card, fmt.Sprintf("002000%02X%02X %X -> %s", 0x80|m.sfi, len(pin), pin, m.enter(pin)))
			},
			"query": func(rt *rapid.T) {
				m := draw(rt)
				talk(t, card, fmt.Sprintf("002000%02X -> 63C%d", 0x80|m.sfi, m.left))
			},
			"use": func(rt *rapid.T) {
				want := "6982"
				if sign.verified {
					want = "3082 9000"
				}
				talk(t, card, "00B0810002 -> "+want)
			},
			"change": func(rt *rapid.T) {
				if !auth.verified {
					return
				}
				pin := rapid.StringMatching(`[0-9]{4}`).Draw(rt, "new")
				talk(t, card, selectEF(0x0018), fmt.Sprintf("0024018004 %X -> 9000", pin))
				auth.right = pin
			},
			"unlock": func(rt *rapid.T) {
				require.NoError(t, card.Unlock(virtualcard.FIDAuthPIN, auth.right))
				auth.left, auth.verified = auth.max, false
			},
			"same application":  func(*rapid.T) { talk(t, card, selectJPKI) },
			"warm reset":        func(*rapid.T) { card.WarmReset(); talk(t, card, selectJPKI) },
			"other application": func(*rapid.T) { talk(t, card, selectISD, selectJPKI); auth.verified, sign.verified = false, false },
			"power-off": func(*rapid.T) {
				card.PowerOff()
				card.PowerOn()
				talk(t, card, selectJPKI)
				auth.verified, sign.verified = false, false
			},
		})
	})
}

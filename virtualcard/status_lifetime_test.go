package virtualcard_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/virtualcard"
)

// TestLifetimeOfStatus tests card reference §5.4 and §13 row 2: an action, and whether a signature works after it.
func TestLifetimeOfStatus(t *testing.T) {
	reset := func(c *virtualcard.Card) { c.WarmReset() }
	for _, row := range []struct {
		name  string
		move  func(*virtualcard.Card)
		lines []string
		kept  bool
	}{
		{"CARD-350 another EF", nil, []string{selectEF(0x000A)}, true},
		{"CARD-111 CARD-351 CARD-352 CARD-364 the same application again", nil, []string{selectJPKI}, true},
		{"CARD-110 CARD-355 the issuer domain", nil, []string{selectISD, selectJPKI}, false},
		{"CARD-087 the default application", nil, []string{"00A4040C -> 9000", selectJPKI}, false},
		{"CARD-356 CARD-357 the next client finds the card powered", func(c *virtualcard.Card) { c.PowerOn() }, nil, true},
		{"CARD-358 CARD-366 CARD-619 warm reset, same application first", reset, []string{selectJPKI}, true},
		{"§13 row 2 warm reset, issuer domain chosen", reset, []string{selectISD, selectJPKI}, false},
		{"warm reset, default application chosen", reset, []string{"00A4040000 -> <11>9000", selectJPKI}, false},
		{"warm reset twice", func(c *virtualcard.Card) { c.WarmReset(); c.WarmReset() }, []string{selectJPKI}, true},
		{"CARD-360 warm reset, failed SELECT", reset, []string{"00A4040C05 A000000003 -> 6A82", selectJPKI}, true},
		{"CARD-055 CARD-359 power-off", func(c *virtualcard.Card) { c.PowerOff(); c.PowerOn() }, []string{selectJPKI}, false},
		{"warm reset of a card without power", func(c *virtualcard.Card) { c.PowerOff(); c.WarmReset() }, []string{selectJPKI}, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			card := newCard(t, fullConfig())
			talk(t, card, selectJPKI, authPIN)
			if row.move != nil {
				row.move(card)
			}
			talk(t, card, row.lines...)
			want := "6982"
			if row.kept {
				want = "<256>9000"
			}
			talk(t, card, "802A009733 "+digestInfo+" -> "+want, "00200098 -> 63C3")
		})
	}
}

func TestWarmReset(t *testing.T) {
	t.Run("CARD-365 issuer domain, no EF", func(t *testing.T) {
		card := newCard(t, fullConfig())
		talk(t, card, selectJPKI, authPIN, selectEF(0x0017))
		card.WarmReset()
		talk(t, card, "00A40000 -> 6A86", "802A008033 "+digestInfo+" -> 6986", "00A4020C02 0017 -> 6A82")
	})
	t.Run("CARD-619 a card that clears its status", func(t *testing.T) {
		config := fullConfig()
		config.Spec.Own = profileWith(t, func(p *virtualcard.Profile) { p.Reset.KeepVerify = false })
		card := newCard(t, config)
		talk(t, card, selectJPKI, authPIN)
		card.WarmReset()
		talk(t, card, selectJPKI, "802A009733 "+digestInfo+" -> 6982")
	})
}

func TestPowerOff(t *testing.T) {
	t.Run("counters and PINs survive it", func(t *testing.T) {
		card := newCard(t, fullConfig())
		talk(t, card, selectJPKI, authPIN, selectEF(0x0018), "0024018004 34333231 -> 9000", wrongSignPIN+" -> 63C4")
		card.PowerOff()
		card.PowerOn()
		talk(t, card, selectJPKI, "0020009804 34333231 -> 9000", "0020009B -> 63C4")
	})
	t.Run("without power no answer", func(t *testing.T) {
		card, err := virtualcard.New(fullConfig())
		require.NoError(t, err)
		require.Nil(t, card.Transmit([]byte{0x00, 0xA4, 0x04, 0x00}))
		require.Len(t, card.ATR(), 19)
	})
}

func TestCARD109FirstCommandQuirk(t *testing.T) {
	config := fullConfig()
	config.Spec.Own = profileWith(t, func(p *virtualcard.Profile) { p.Quirk.First6F00 = true })
	card := newCard(t, config)
	talk(t, card, "00A4040C0A D392F000260100000001 -> 6F00", selectJPKI)
	card.WarmReset()
	talk(t, card, selectJPKI)
	card.PowerOff()
	card.PowerOn()
	talk(t, card, "00 -> 6F00", selectJPKI)
}

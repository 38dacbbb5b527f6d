package virtualcard_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/apdu"
)

func preset(t testing.TB, name string) virtualcard.Profile {
	t.Helper()
	p, err := virtualcard.LoadProfile(name)
	require.NoError(t, err)
	return p
}

func TestPresets(t *testing.T) {
	require.Equal(t, []string{"contact-a1", "contact-a2", "contact-a3", "nfc-b1", "nfc-b2", "nfc-b3", "nfc-b4", "android"}, virtualcard.ProfileNames())
	t.Run("CARD-593 CARD-608 CARD-628 extended length, except on A2", func(t *testing.T) {
		for _, name := range virtualcard.ProfileNames() {
			config := faceConfig()
			config.Spec.Profile = name
			want := fmt.Sprintf("<%d>9000", len(issued().authCert))
			if name == "contact-a2" {
				want = "6700"
			}
			talk(t, newCard(t, config), selectJPKI, "00B08B00000000 -> "+want)
		}
	})
	t.Run("CARD-486 only A1 has chaining", func(t *testing.T) {
		for _, name := range virtualcard.ProfileNames() {
			require.Equal(t, name == "contact-a1", preset(t, name).Chaining.Supported, name)
		}
	})
}

func TestDefaultsOfTheKeys(t *testing.T) {
	p := preset(t, "contact-a1")
	for _, row := range []struct {
		name      string
		got, want any
	}{
		{"CARD-109 CARD-622 quirk.first_6f00", p.Quirk.First6F00, false},
		{"CARD-119 CARD-623 getdata.objects", p.GetData.Objects, []string{"0042", "0045", "0066", "00F0", "00F2", "00F7", "00F8", "7F21"}},
		{"CARD-119 CARD-623 getdata.objects of an older card", slices.Contains(preset(t, "contact-a2").GetData.Objects, "7F21"), false},
		{"CARD-121 getdata.atr_at_issuer", []bool{p.GetData.ATRAtIssuer, preset(t, "contact-a2").GetData.ATRAtIssuer}, []bool{true, false}},
		{"CARD-138 pin.common-ap.001C", p.PIN[virtualcard.CommonAP]["001C"].MaxTries, 3},
		{"CARD-145 pin.juki-ap.001C", p.PIN[virtualcard.JukiAP]["001C"].MaxTries, 3},
		{"CARD-170 token.label", p.Token.Label, "JPKIAPICCTOKEN2"},
		{"CARD-172 token.label of a phone", preset(t, "android").Token.Label, "JPKIAPGPSETOKEN"},
		{"CARD-175 token.model", p.Token.Model, "E16R01NJ"},
		{"CARD-245 version.text", []byte(p.Version.Text), []byte{0x01, 0x03, 0x0E, 0x01}},
		{"CARD-267 version.surface", []byte(p.Version.Surface), []byte{0x06, 0x03, 0x0E, 0x01}},
		{"CARD-289 cv", p.CV, virtualcard.CVPolicy{Root: "6000020", Surface: "6000023", Text: "6000033"}},
		{"CARD-330 verify.not_a_key_sw", p.Verify.NotAKeySW, apdu.SW6981WrongFileStructure},
		{"CARD-338 pin.jpki.0018", p.PIN[virtualcard.JPKI]["0018"].MaxTries, 3},
		{"CARD-340 pin.jpki.001B", p.PIN[virtualcard.JPKI]["001B"].MaxTries, 5},
		{"CARD-342 pin.text-ap.0011", p.PIN[virtualcard.TextAP]["0011"].MaxTries, 3},
		{"CARD-344 CARD-612 pin of the printed codes", p.PIN[virtualcard.SurfaceAP], map[string]virtualcard.PINPolicy{"0011": {MaxTries: 10}, "0012": {MaxTries: 10}, "0013": {MaxTries: 10}}},
		{"CARD-396 CARD-626 timing", p.Timing, virtualcard.TimingPolicy{SignMS: 300, OtherMS: 20, JitterPercent: 20}},
		{"CARD-403 key.algorithm", p.Key.Algorithm, virtualcard.AlgorithmRSA},
		{"CARD-407 CARD-640 cert.organization", p.Cert.Organization, "JPKI-TEST"},
		{"CARD-417 cert.sign_policy", p.Cert.SignPolicy, "1.2.392.200149.8.5.1.0.20"},
		{"CARD-449 cert.short_stay_months", p.Cert.ShortStayMonths < 12, true},
		{"CARD-451 cert.sign_min_age", p.Cert.SignMinAge, 15},
		{"CARD-452 cert.change_revokes", p.Cert.ChangeRevokes, []string{"sign"}},
		{"CARD-624 cert.template", p.Cert.Template, []string{"eku", "ian", "aia", "aki"}},
		{"CARD-611 select.fci", p.Select.FCI, []virtualcard.Hex{{0x6F}, {0x84}}},
		{"CARD-620 read.unknown_sw", []apdu.Status{p.Read.UnknownSW["0005"], p.Read.UnknownSW["0009"], p.Read.UnknownSW["0019"], p.Read.UnknownSW["001C"]},
			[]apdu.Status{apdu.SW6981WrongFileStructure, apdu.SW6982SecurityNotSatisfied, apdu.SW6981WrongFileStructure, apdu.SW6981WrongFileStructure}},
		{"CARD-621 file.size", p.File.Size, map[string]map[string]int{virtualcard.TextAP: {"0001": 17, "0005": 256}}},
		{"CARD-625 files of the juki AP", p.Files[virtualcard.JukiAP], []string{"0002", "001C", "001E"}},
		{"CARD-629 sign.schemes", p.Sign.Schemes, []int{0, 1, 2, 3, 4, 5}},
		{"CARD-630 sw", p.SW, virtualcard.OrderPolicy{Order: []virtualcard.Step{"class", "instruction", "parameters"}, MalformedSW: apdu.SW6700WrongLength}},
		{"CARD-631 reader.pupi", []bool{p.Reader.PUPI, preset(t, "nfc-b1").Reader.PUPI}, []bool{false, true}},
	} {
		t.Run(row.name, func(t *testing.T) { require.Equal(t, row.want, row.got) })
	}
	timing := p.Timing.Timing()
	require.Equal(t, 300*time.Millisecond, timing.Rows[0].Takes)
	require.Equal(t, 20*time.Millisecond, timing.Other)
	require.InDelta(t, 0.2, timing.Jitter, 1e-9)
}

func TestPhones(t *testing.T) {
	config := faceConfig()
	config.Spec.Profile = "android"
	t.Run("CARD-542 CARD-637 municipal applications are not on a phone", func(t *testing.T) {
		card := newCard(t, config)
		talk(t, card, "00A4040C06 D39210003100 -> 6A82", selectISD, "00CA004200 -> 6A88", "00CA5F5100 -> 6A88", selectJPKI, "00CA5F5100 -> 6A88")
		require.Len(t, card.Memory().PINs, 2)
	})
	t.Run("CARD-158 CARD-546 a guard is an ordinary access rule", func(t *testing.T) {
		talk(t, newCard(t, config), selectJPKI, "00B08A0000 -> 6982", "00B08B0002 -> 3082 9000", authPIN, "00B08A0002 -> 3082 9000")
	})
	t.Run("CARD-551 its PINs are its own", func(t *testing.T) {
		own := config
		own.Spec.AuthPIN = "9876"
		talk(t, newCard(t, own), selectJPKI, pinEntry(0x18, "1234", "63C2"), pinEntry(0x18, "9876", "9000"))
	})
	t.Run("CARD-548 CARD-549 the last command", func(t *testing.T) {
		talk(t, newCard(t, faceConfig()), "80FC0000 -> 6700")
		phone := fullConfig()
		phone.Spec.Own = profileWith(t, func(p *virtualcard.Profile) { p.Phone.LastCommand = true })
		talk(t, newCard(t, phone), "80FC0000 -> 9000", "80FC000001 00 -> 6700", "80FC0100 -> 6700")
	})
}

func TestOverriddenKeys(t *testing.T) {
	edit := func(t *testing.T, edit func(*virtualcard.Profile)) *virtualcard.Card {
		config := faceConfig()
		config.Spec.Own = profileWith(t, edit)
		return newCard(t, config)
	}
	t.Run("CARD-630 another order of steps", func(t *testing.T) {
		card := edit(t, func(p *virtualcard.Profile) {
			p.SW = virtualcard.OrderPolicy{Order: []virtualcard.Step{"parameters", "instruction", "class"}, MalformedSW: apdu.SW6F00Internal}
		})
		talk(t, card, "01A40300 -> 6A86", "01FF0000 -> 6D00", "01A40400 -> 6881", "00 -> 6F00")
	})
	t.Run("CARD-612 CARD-638 another number of tries", func(t *testing.T) {
		card := edit(t, func(p *virtualcard.Profile) { p.PIN[virtualcard.TextAP]["0014"] = virtualcard.PINPolicy{MaxTries: 1} })
		talk(t, card, toText, "00200094 -> 63C1", pinEntry(0x14, codeB[:12], "63C0"), pinEntry(0x14, codeA, "6984"))
		spec := faceSpec()
		spec.Own = profileWith(t, func(p *virtualcard.Profile) { p.PIN[virtualcard.JPKI]["0018"] = virtualcard.PINPolicy{MaxTries: 15} })
		n, ok := virtualcard.Tables{}.Fresh(spec).TriesLeft(virtualcard.FIDAuthPIN)
		require.True(t, ok)
		require.Equal(t, 15, n)
	})
	t.Run("CARD-625 CARD-620 a file that is not listed is not on the card", func(t *testing.T) {
		card := edit(t, func(p *virtualcard.Profile) { p.Files[virtualcard.JukiAP] = []string{"001C"} })
		talk(t, card, toJuki, "00A4020C02 0002 -> 6A82", selectEF(0x001C))
	})
	t.Run("CARD-621 another physical size", func(t *testing.T) {
		card := edit(t, func(p *virtualcard.Profile) {
			p.File.Size[virtualcard.JPKI] = map[string]int{"000A": len(issued().authCert) + 1}
		})
		talk(t, card, selectJPKI, selectEF(0x000A), fmt.Sprintf("00B0%04X00 -> FF9000", len(issued().authCert)))
	})
}

package virtualcard_test

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/virtualcard"
)

// answerToReset is a decoded ATR; the interface bytes have the names of ISO/IEC 7816-3: TA1, TD2 …
type answerToReset struct {
	interfaces map[string]byte
	protocols  []byte
	historical []byte
}

// takeApart decodes an ATR by ISO/IEC 7816-3:2006 §8.2. It is written for this test alone. The high half of TD(i) says which
// bytes of group i+1 follow, its low half is a protocol.
func takeApart(t *testing.T, atr []byte) answerToReset {
	t.Helper()
	require.Equal(t, byte(0x3B), atr[0], "TS")
	a := answerToReset{interfaces: map[string]byte{}}
	k, follows, rest := int(atr[1]&0x0F), atr[1]>>4, atr[2:]
	for group := 1; follows != 0; group++ {
		next := byte(0)
		for bit, letter := range "ABCD" {
			if follows&(1<<bit) == 0 {
				continue
			}
			a.interfaces[fmt.Sprintf("T%c%d", letter, group)] = rest[0]
			if letter == 'D' {
				next = rest[0] >> 4
				a.protocols = append(a.protocols, rest[0]&0x0F)
			}
			rest = rest[1:]
		}
		follows = next
	}
	require.Len(t, rest, k+1, "historical bytes and TCK")
	a.historical = rest[:k]
	return a
}

func profileNamed(t testing.TB, name string) virtualcard.Profile {
	t.Helper()
	p, err := virtualcard.LoadProfile(name)
	require.NoError(t, err)
	return p
}

// TestFactsOfAnswersToReset decodes the ATR of every preset (card reference §1.1, §1.2).
func TestFactsOfAnswersToReset(t *testing.T) {
	for _, row := range []struct {
		name, profile, atr, interfaces, historical string
	}{
		{"CARD-008 CARD-009 CARD-010 A1", "contact-a1", "3BDA13FF8131FB468012392F31C173C601C03B", "TA1=13 TA3=FB TB3=46 TC1=FF TD1=81 TD2=31", "8012392F31C173C601C0"},
		{"CARD-011 CARD-012 CARD-013 A2", "contact-a2", "3BC5FF8131FB458073C6010000", "TA3=FB TB3=45 TC1=FF TD1=81 TD2=31", "8073C60100"},
		{"CARD-014 CARD-015 CARD-635 A3", "contact-a3", "3BE000FF8131FE4514", "TA3=FE TB1=00 TB3=45 TC1=FF TD1=81 TD2=31", ""},
		{"CARD-029 CARD-636 B1", "nfc-b1", "3B888001000005E0B381A1007F", "TD1=80 TD2=01", "000005E0B381A100"},
		{"CARD-030 CARD-636 B2", "nfc-b2", "3B888001000041E0B381A1003B", "TD1=80 TD2=01", "000041E0B381A100"},
		{"CARD-031 CARD-636 B3", "nfc-b3", "3B888001004B51FFB381D1000F", "TD1=80 TD2=01", "004B51FFB381D100"},
		{"CARD-032 CARD-636 B4", "nfc-b4", "3B888001004B51FF0081D100BC", "TD1=80 TD2=01", "004B51FF0081D100"},
	} {
		t.Run(row.name, func(t *testing.T) {
			atr := profileNamed(t, row.profile).ATR
			require.Equal(t, row.atr, strings.ToUpper(hex.EncodeToString(atr)))
			a := takeApart(t, atr)
			var got []string
			for name, value := range a.interfaces {
				got = append(got, fmt.Sprintf("%s=%02X", name, value))
			}
			slices.Sort(got)
			require.Equal(t, row.interfaces, strings.Join(got, " "))
			require.Equal(t, row.historical, strings.ToUpper(hex.EncodeToString(a.historical)))
		})
	}
	t.Run("CARD-006 CARD-007 every contact ATR offers T=1 only, and its check byte is right", func(t *testing.T) {
		for _, name := range []string{"contact-a1", "contact-a2", "contact-a3"} {
			atr := profileNamed(t, name).ATR
			sum := byte(0)
			for _, b := range atr[1:] {
				sum ^= b
			}
			require.Zero(t, sum, name)
			require.Equal(t, []byte{1}, slices.Compact(slices.Clone(takeApart(t, atr).protocols)), name)
		}
	})
	t.Run("CARD-028 a contactless ATR is 8 bytes of application data, protocol info and MBLI", func(t *testing.T) {
		for _, name := range []string{"nfc-b1", "nfc-b2", "nfc-b3", "nfc-b4"} {
			p := profileNamed(t, name)
			require.Equal(t, []byte{0x3B, 0x88, 0x80, 0x01}, []byte(p.ATR[:4]), name)
			historical := takeApart(t, p.ATR).historical
			require.Len(t, historical, 4+3+1, name)
			require.Zero(t, historical[7]&0x0F, "MBLI is in the high half")
		}
	})
	t.Run("CARD-038 the ATR stays the same", func(t *testing.T) {
		for _, name := range virtualcard.ProfileNames() {
			card := residentCard(t, name)
			before := card.ATR()
			card.PowerOff()
			card.PowerOn()
			card.WarmReset()
			require.Equal(t, before, card.ATR(), name)
		}
	})
}

// TestFactsOfHistoricalBytes compares what the historical bytes declare (ISO/IEC 7816-4 §8.1.1) with what the card does.
func TestFactsOfHistoricalBytes(t *testing.T) {
	a1 := takeApart(t, profileNamed(t, "contact-a1").ATR).historical
	a2 := takeApart(t, profileNamed(t, "contact-a2").ATR).historical
	services, capabilities := a1[5], a1[7:10]
	require.Equal(t, []byte{0x31, 0x73}, []byte{a1[4], a1[6]}, "compact-TLV: card service data, capabilities")
	partial := "00A4040C05 D392F00026 -> 9000"
	t.Run("CARD-020 selection by full and partial name", func(t *testing.T) {
		require.Equal(t, byte(0xC0), services&0xC0)
		talk(t, residentCard(t, "contact-a1"), selectJPKI, partial, selectEF(0x0018))
	})
	t.Run("CARD-021 a card without MF", func(t *testing.T) {
		require.Equal(t, byte(0x01), services&0x01)
		talk(t, residentCard(t, "contact-a1"), "00A4000C02 3F00 -> 6A82")
	})
	t.Run("CARD-022 partial names, short identifiers, record numbers, data units of one byte", func(t *testing.T) {
		require.Equal(t, byte(0xC6), capabilities[0])
		require.Equal(t, byte(0x01), capabilities[1]&0x0F)
		talk(t, residentCard(t, "contact-a1"), toCommon, "00B2010C00 -> 011C <28>9000", "00B0820101 -> <1>9000")
	})
	t.Run("CARD-023 chaining and extended length, no channels", func(t *testing.T) {
		require.Equal(t, byte(0xC0), capabilities[2])
		talk(t, residentCard(t, "contact-a1"), "10A4040C05 D392F00026 -> 9000", "00A4040C05 0100000001 -> 9000", "00B08800000000 -> 8F8F00 9000", "01B0880000 -> 6881")
	})
	t.Run("CARD-024 CARD-628 CARD-634 A2: the same selection, no chaining, no extended length", func(t *testing.T) {
		require.Equal(t, []byte{0x73, 0xC6, 0x01, 0x00}, a2[1:])
		card := residentCard(t, "contact-a2")
		talk(t, card, selectJPKI, partial, "00B08800000000 -> 6700", "00B0880000 -> 8F8F00 9000", "10A4040C05 D392F00026 -> 6884")
	})
	t.Run("CARD-628 A3 understands extended length", func(t *testing.T) {
		talk(t, residentCard(t, "contact-a3"), selectJPKI, "00B08800000000 -> 8F8F00 9000")
	})
	t.Run("CARD-061 the basic information says so too", func(t *testing.T) {
		talk(t, residentCard(t, "contact-a1"), toText, "00B085000C -> FF4082009F DF4104 01030E01 9000")
		talk(t, residentCard(t, "contact-a2"), toText, "00B085000C -> FF4082009F DF4104 01000E01 9000")
	})
}

// TestFactsOfPhones tests card reference §10. A profile for an iPhone is out of scope (§13 row 6): the known facts are tested
// with keys of a profile edited by hand.
func TestFactsOfPhones(t *testing.T) {
	guarded := []string{selectJPKI, "00B08A0002 -> 6982", pinEntry(0x18, holder().PINs.Holder, "9000"), "00B08A0002 -> 3082 9000"}
	t.Run("CARD-158 CARD-546 CARD-637 the auth certificate of an Android phone needs its PIN", func(t *testing.T) {
		talk(t, residentCard(t, "android"), guarded...)
		talk(t, residentCard(t, "contact-a1"), selectJPKI, "00B08A0002 -> 3082 9000")
	})
	t.Run("CARD-541 the same files", func(t *testing.T) {
		require.Equal(t, profileNamed(t, "contact-a1").Files[virtualcard.JPKI], profileNamed(t, "android").Files[virtualcard.JPKI])
		talk(t, residentCard(t, "android"), selectJPKI, "00B0880000 -> 8F8F00 9000", pinEntry(0x1B, holder().PINs.Sign, "9000"), "802A039A01 A5 -> <256>9000")
	})
	t.Run("CARD-542 CARD-637 no 券面 applications", func(t *testing.T) {
		card := residentCard(t, "android")
		for _, selection := range []string{toText, toSurface, toJuki, toCommon} {
			talk(t, card, strings.Replace(selection, "9000", "6A82", 1))
		}
	})
	label := func(text string) string { return fmt.Sprintf("%X", fmt.Sprintf("%-32s", text)) }
	t.Run("CARD-172 CARD-544 CARD-637 the label of an Android phone", func(t *testing.T) {
		talk(t, residentCard(t, "android"), selectJPKI, "00B0860020 -> "+label("JPKIAPGPSETOKEN")+" 9000")
	})
	t.Run("CARD-173 CARD-545 CARD-543 CARD-548 CARD-638 an iPhone by hand: its label, the same files, a last command", func(t *testing.T) {
		p := profileNamed(t, "android")
		p.Token.Label, p.Phone.LastCommand = "JPKIAPIOSTOKEN", true
		spec := residentSpec(t, "android")
		spec.Own = &p
		card := newCard(t, virtualcard.Config{Spec: spec, Chance: chance()})
		talk(t, card, selectJPKI, "00B0860020 -> "+label("JPKIAPIOSTOKEN")+" 9000", "80FC0000 -> 9000")
		talk(t, card, guarded...)
	})
}

// TestFactsOfConfiguration tests the keys of card reference §12, and that each can be set on its own.
func TestFactsOfConfiguration(t *testing.T) {
	t.Run("CARD-638 every key of every preset can take the value of another preset", func(t *testing.T) {
		var other map[string]any
		decode(t, profileNamed(t, "android"), &other)
		for _, name := range virtualcard.ProfileNames() {
			for key, value := range other {
				var edited map[string]any
				decode(t, profileNamed(t, name), &edited)
				edited[key] = value
				text, err := json.Marshal(edited)
				require.NoError(t, err)
				p, err := virtualcard.ParseProfile(text)
				if err != nil { // keys that must agree name each other in the error
					require.ErrorContains(t, err, key, "%s with %s of android", name, key)
					continue
				}
				var got map[string]any
				decode(t, p, &got)
				require.Equal(t, value, got[key], "%s of %s", key, name)
			}
		}
	})
	t.Run("CARD-403 CARD-632 the algorithm is a key with the only value RSA-2048: there is no preset of the next generation", func(t *testing.T) {
		for _, name := range virtualcard.ProfileNames() {
			p := profileNamed(t, name)
			require.Equal(t, virtualcard.AlgorithmRSA, p.Key.Algorithm)
			require.NotEqual(t, "nextgen", name)
		}
		_, err := virtualcard.LoadProfile("nextgen")
		require.ErrorContains(t, err, "choose one of")
	})
	t.Run("CARD-627 no key for what vpcd bypasses", func(t *testing.T) {
		text, err := json.Marshal(profileNamed(t, "contact-a1"))
		require.NoError(t, err)
		for _, word := range []string{"ifs", "wtx", "t1"} {
			require.NotContains(t, strings.ToLower(string(text)), `"`+word)
		}
	})
}

// decode decodes a profile into the object that its file holds.
func decode(t *testing.T, p virtualcard.Profile, into *map[string]any) {
	t.Helper()
	text, err := json.Marshal(p)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, into))
}

package virtualcard_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/apdu"
)

func TestGetData(t *testing.T) {
	atr := "DA13FF8131FB468012392F31C173C601C03B"
	big := strings.Repeat("A5", 568)
	for _, row := range []struct {
		name  string
		lines []string
	}{
		{"CARD-112 at power-on and at the issuer domain", []string{"00CA004200 -> <16>9000", selectISD, "00CA004200 -> <16>9000"}},
		{"CARD-118 CARD-125 CARD-126 CARD-062 CARD-458 a big object needs an extended Le", []string{"00CA00F800 -> 6700", "00CA00F8000000 -> " + big + "9000", "00CA00F8000237 -> 6700"}},
		{"CARD-119 the certificate below", []string{"00CA7F21000000 -> <568>9000"}},
		{"CARD-120 CARD-122 the contact answer to reset", []string{"00CA5F5100 -> " + atr + "9000", selectJPKI, "00CA5F5100 -> " + atr + "9000", toText, "00CA5F5100 -> " + atr + "9000"}},
		{"CARD-123 CARD-476 missing", []string{"00CA004300 -> 6A88", selectJPKI, "00CA004200 -> 6A88"}},
		{"an object is not cut", []string{"00CA00420F -> 6700", "00CA004210 -> <16>9000", "00CA0042 -> 6700"}},
	} {
		t.Run(row.name, func(t *testing.T) { talk(t, newCard(t, faceConfig()), row.lines...) })
	}
}

func TestGetDataPolicies(t *testing.T) {
	config := faceConfig()
	config.Spec.Own = profileWith(t, func(p *virtualcard.Profile) {
		p.GetData.Objects, p.GetData.ATRAtIssuer, p.GetData.MissingSW = []string{"0042"}, false, apdu.SW6A82NotFound
	})
	card := newCard(t, config)
	t.Run("CARD-121 the answer to reset only inside an application", func(t *testing.T) {
		talk(t, card, "00CA5F5100 -> 6A82", selectJPKI, "00CA5F5100 -> <18>9000")
	})
	t.Run("CARD-124 CARD-623 another set of objects, another answer", func(t *testing.T) {
		talk(t, card, selectISD, "00CA004200 -> <16>9000", "00CA7F21000000 -> 6A82")
	})
}

func TestReaderCommands(t *testing.T) {
	nfc := func(t *testing.T) *virtualcard.Card {
		config := faceConfig()
		config.Spec.Profile = "nfc-b1"
		return newCard(t, config)
	}
	ask := func(t *testing.T, card *virtualcard.Card) string {
		answer := fmt.Sprintf("%X", send(t, card, "FFCA000000"))
		require.Len(t, answer, 12)
		require.Equal(t, "9000", answer[8:])
		return answer
	}
	t.Run("CARD-040 CARD-071 CARD-072 CARD-631 a PUPI for each activation", func(t *testing.T) {
		card := nfc(t)
		first := ask(t, card)
		require.Equal(t, first, ask(t, card))
		card.WarmReset()
		second := ask(t, card)
		card.PowerOff()
		card.PowerOn()
		require.Len(t, map[string]bool{first: true, second: true, ask(t, card): true}, 3)
	})
	t.Run("it changes nothing", func(t *testing.T) {
		talk(t, nfc(t), selectJPKI, authPIN, selectEF(0x0017), "FFCA000000 -> <4>9000", "802A008001A500 -> <256>9000")
	})
	t.Run("what the reader does not answer", func(t *testing.T) {
		talk(t, nfc(t), "FFCA000003 -> 6700", "FFCA0000 -> 6700", "FFCA010000 -> 6A81", "FFCA020000 -> 6A86", "FF00000000 -> 6E00", "FF -> 6700", "FFCA000004 -> <4>9000")
	})
	t.Run("CARD-073 on a contact card an unknown class", func(t *testing.T) {
		talk(t, newCard(t, faceConfig()), "FFCA000000 -> 6E00")
	})
	t.Run("CARD-120 the contact answer to reset inside a contactless card", func(t *testing.T) {
		talk(t, nfc(t), "00CA5F5100 -> DA13FF8131FB468012392F31C173C601C03B 9000")
	})
}

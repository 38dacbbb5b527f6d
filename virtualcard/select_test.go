package virtualcard_test

import (
	"testing"

	"github.com/mynalab/mynalab/virtualcard"
)

func TestSelect(t *testing.T) {
	for _, row := range []struct {
		name  string
		lines []string
	}{
		{"CARD-075 CARD-082 by AID", []string{selectJPKI}},
		{"CARD-080 the issuer domain again", []string{selectJPKI, selectISD}},
		{"CARD-081 CARD-099 the issuer domain at power-on has no EF", []string{"00A4020C02 0001 -> 6A82", "00A4020C02 001E -> 6A82"}},
		{"CARD-083 CARD-611 template, cut to Le", []string{"00A404000A D392F000260100000001 04 -> 6F0C840A 9000", "00A404000A D392F000260100000001 -> 9000"}},
		{"CARD-085 first match of a prefix", []string{"00A4040C01 D3 -> 9000", selectEF(0x0018), "00A4040C05 D392F00026 -> 9000"}},
		{"CARD-085 longer than an AID", []string{"00A4040C0B D392F00026010000000100 -> 6A82"}},
		{"CARD-086 next occurrence, template and none", []string{"00A4040202 D392 00 -> 6F0C840AD392F000260100000001 9000", "00A4040E02 D392 -> 6A82", selectEF(0x0018)}},
		{"CARD-087 the default application", []string{selectJPKI, "00A4040000 -> 6F098407A0000001510000 9000", "00A4020C02 0018 -> 6A82", "00A4040C -> 9000"}},
		{"CARD-088 EF", []string{selectJPKI, selectEF(0x0018)}},
		{"CARD-092 after an explicit issuer domain", []string{selectISD, "00A40000 -> 9000", "00A4000000 -> 9000"}},
		{"CARD-094 CARD-095 ATR and directory", []string{selectJPKI, "00A4020C02 2F10 -> 6A82", "00A4020C02 2F11 -> 6A82"}},
		{"CARD-100 CARD-101 unknown", []string{"00A4040C05 A000000003 -> 6A82", selectJPKI, "00A4020C02 0003 -> 6A82"}},
		{"CARD-105 a failed SELECT does not change the current EF", []string{selectJPKI, selectEF(0x0018), "00A4020C02 0003 -> 6A82", "00A4040C05 A000000003 -> 6A82", "00200080 -> 63C3"}},
		{"a selected application has no EF yet", []string{selectJPKI, selectEF(0x0018), selectJPKI, "00200080 -> 6986"}},
		{"CARD-495 lengths", []string{"00A4020C01 00 -> 6700", "00A4040C11 0000000000000000000000000000000000 -> 6700", "00A4000C -> 6700"}},
		{"CARD-494 parameters", []string{"00A4020002 0018 -> 6A86", "00A4040402 D392 -> 6A86", "00A4010C02 0018 -> 6A86"}},
	} {
		t.Run(row.name, func(t *testing.T) { talk(t, newCard(t, fullConfig()), row.lines...) })
	}
}

func TestCARD086NextOccurrenceWalksTheTable(t *testing.T) {
	card := edited(t, func(tables *virtualcard.Tables) {
		tables.Applications = append(tables.Applications,
			virtualcard.Application{Name: "text", AID: []byte{0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x08}},
			virtualcard.Application{Name: "surface", AID: []byte{0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x02}})
	})
	talk(t, card, "00A4040C02 D392 -> 9000", selectEF(0x0018),
		"00A4040E02 D392 -> 9000", "00A4020C02 0018 -> 6A82",
		"00A4040202 D392 00 -> 6F0C840AD3921000310001010402 9000", "00A4040E02 D392 -> 6A82",
		"00A4040C02 D392 -> 9000", selectEF(0x0018))
}

func TestCARD354OtherApplicationClears(t *testing.T) {
	card := edited(t, func(tables *virtualcard.Tables) {
		tables.Applications = append(tables.Applications,
			virtualcard.Application{Name: "text", AID: []byte{0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x08}})
	})
	talk(t, card, selectJPKI, authPIN, "00A4040C0A D3921000310001010408 -> 9000", selectJPKI, "802A009733 "+digestInfo+" -> 6982")
}

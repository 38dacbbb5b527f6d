package virtualcard_test

import (
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/virtualcard"
)

// TestTranscripts plays the vectors of card reference §9 that concern the JPKI AP, each on a fresh card.
func TestTranscripts(t *testing.T) {
	signature := "802A008033 " + digestInfo + " 00 -> <256>9000"
	for _, row := range []struct {
		name  string
		lines []string
	}{
		{"T1 CARD-501 JPKI select", []string{selectJPKI}},
		{"T2 CARD-502 query after success is 63Cx", []string{selectJPKI, selectEF(0x0018), "0020008004 31323334 -> 9000", "00200080 -> 63C3"}},
		{"T3 CARD-503 signature PIN query", []string{selectJPKI, selectEF(0x001B), "00200080 -> 63C5"}},
		{"T4 CARD-504 CARD-149 CARD-150 signature certificate guarded", []string{selectJPKI, selectEF(0x0001), "00B0000004 -> 6982"}},
		{"T5 CARD-505 CARD-089 only P1=02 selects an EF", []string{selectJPKI, "00A4090C02 0018 -> 6A86", "00A4080C02 0018 -> 6A86", selectEF(0x0018)}},
		{"T6 CARD-506 signature certificate after its PIN", []string{selectJPKI, selectEF(0x0001), "00B0000004 -> 6982", authPIN, "00B0000004 -> 6982", signPIN, "00B0000004 -> <4>9000"}},
		{"T10 CARD-510 CARD-154 availability", []string{selectJPKI, selectEF(0x0008), "00B0000003 -> 8F8F00 9000", "00B0880000 -> 8F8F00 9000"}},
		{"T12 CARD-512 CARD-091 CARD-092 CARD-093 no MF", []string{"00A40000 -> 6A86", "00A4000C02 3F00 -> 6A82", selectJPKI, "00A40000 -> 9000", "00A4000002 3F00 -> 6A82", "00A4020C02 0018 -> 9000"}},
		{"T13 CARD-513 CARD-127 CARD-128 challenge", []string{"0084000008 -> <8>9000", "0084000000 -> <256>9000", "00840000000000 -> 6985"}},
		{"T14 CARD-514 CARD-394 CARD-395 template, terminal authentication", []string{
			"00A404000A D392F000260100000001 00 -> 6F0C840AD392F000260100000001 9000",
			"80A200C1000100 " + strings.Repeat("5A", 256) + " -> 6700", "80A200C2000100 " + strings.Repeat("5A", 256) + " -> 6A86"}},
		{"T15 CARD-515 CARD-363 many signatures on one PIN", []string{selectJPKI, signPIN, selectEF(0x001A), signature, signature, signature}},
		{"T16 CARD-516 CARD-355 the issuer domain clears", []string{selectJPKI, signPIN, selectISD, "00A4020C02 0001 -> 6A82", "00B0000004 -> 6986", selectJPKI, selectEF(0x0001), "00B0000004 -> 6982"}},
		{"T18 CARD-518 CARD-104 not a phone", []string{"80FC0000 -> 6700", selectJPKI, "80FC0000 -> 6700"}},
	} {
		t.Run(row.name, func(t *testing.T) { talk(t, newCard(t, fullConfig()), row.lines...) })
	}
}

func TestT7T17WholeCertificate(t *testing.T) {
	card := newCard(t, fullConfig())
	want := strings.ToUpper(hex.EncodeToString(issued().authCert))
	t.Run("T7 CARD-507 CARD-202 header", func(t *testing.T) {
		talk(t, card, selectJPKI, selectEF(0x000A), "00B0000004 -> "+want[:8]+"9000", "00B0000007 -> "+want[:14]+"9000")
	})
	t.Run("T17 CARD-517 CARD-058 CARD-059 extended Le", func(t *testing.T) {
		talk(t, card, "00B08A00000000 -> "+want+"9000", "00B00000000000 -> "+want+"9000", "00B00000000010 -> "+want[:32]+"9000")
	})
}

// TestT11BlockedReference uses the signature PIN, because this card has no 券面 APs.
func TestT11BlockedReference(t *testing.T) {
	config := fullConfig()
	config.Memory = config.Tables.Fresh(config.Spec).WithTries(virtualcard.FIDSignPIN, 0)
	talk(t, newCard(t, config), selectJPKI, selectEF(0x001B),
		"00200080 -> 63C0",                // CARD-319, CARD-614
		"0020008006 414243313233 -> 6984", // CARD-326, CARD-463
		"00200080 -> 63C0")
}

// TestOpenSCProbes sends the 29 foreign probes of card reference §9.1. The card knows none of them by name; all are refused
// by general rules, and none changes what is selected or verified.
func TestOpenSCProbes(t *testing.T) {
	probes := []string{
		"00A4040007627601FF000000 -> 6A82", "00A4040006A00000000101 -> 6A82", "00A404000BE82B0601040181C31F020100 -> 6A82",
		"00A4040C0FD23300000045737445494420763335 -> 6A82", "00CADF3005 -> 6A88", "00CB3FFF035C017E08 -> 6D00",
		"00A4040009A0000003080000100000 -> 6A82", "00A4040009A0000003080000100000 -> 6A82",
		"00A4040C07A000000116DB0000 -> 6A82", "00A4040C07A000000079100000 -> 6A82",
	}
	for n := range 16 {
		probes = append(probes, fmt.Sprintf("00A4040C07A00000007901%02X00 -> 6A82", n))
	}
	probes = append(probes, "00A404000CF276A288BCFBA69D34F31001 -> 6A82", "00A4040009A00000039742544659 00 -> 6A82",
		"00A4040006D27600012401 00 -> 6A82")
	require.Len(t, probes, 29)

	t.Run("CARD-519 to CARD-534 from power-on", func(t *testing.T) {
		card := newCard(t, fullConfig())
		talk(t, card, probes...)
		talk(t, card, selectJPKI, selectEF(0x0018), "00200080 -> 63C3", selectEF(0x001B), "00200080 -> 63C5")
	})
	t.Run("CARD-105 CARD-360 in the middle of a session", func(t *testing.T) {
		card := newCard(t, fullConfig())
		talk(t, card, selectJPKI, authPIN, selectEF(0x0017))
		talk(t, card, probes...)
		talk(t, card, "802A008033 "+digestInfo+" 00 -> <256>9000")
	})
}

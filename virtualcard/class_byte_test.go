package virtualcard_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/apdu"
)

// TestEvaluationOrder sends commands with two faults at once: the earlier step of card reference §8.1 must answer.
func TestEvaluationOrder(t *testing.T) {
	for _, row := range []struct {
		name  string
		lines []string
	}{
		{"CARD-488 step 1: length of the APDU before its class", []string{"FF -> 6700", "FFFFFF -> 6700", "FF20008004 31 -> 6700", "-> 6700"}},
		{"CARD-489 CARD-103 step 2: secure messaging", []string{"0CA4040C0A D392F000260100000001 -> 6882", "08A40400 -> 6882", "0CB0000000 -> 69FC", "0CFF0000 -> 6882", "8C2A0097 -> 6882"}},
		{"CARD-490 CARD-102 CARD-459 step 2: channel", []string{"01A4040C0A D392F000260100000001 -> 6881", "83FF0000 -> 6881", "40A40400 -> 6881", "7FA40400 -> 6881"}},
		{"CARD-492 CARD-479 CARD-631 step 2: class before instruction", []string{"A0A40400 -> 6E00", "FFCA000000 -> 6E00", "20A40400 -> 6E00", "C0FF0000 -> 6E00"}},
		{"CARD-493 CARD-478 CARD-483 step 3: instruction before parameters", []string{"00C0000000 -> 6D00", "00FF1234 -> 6D00", "80A4040C -> 6D00", "002A0080 -> 6D00", "80200080 -> 6D00"}},
		{"CARD-494 step 4: parameters before length", []string{"00B0C00001 00 -> 6A86", "802A0680 -> 6A86"}},
		{"CARD-495 step 5: length before target", []string{"00B00000 -> 6700", "0020008011 0000000000000000000000000000000000 -> 6700"}},
		{"CARD-496 step 6: target before structure", []string{"00B0000000 -> 6986", selectJPKI, "00B0830000 -> 6A82"}},
		{"CARD-497 step 7: structure before access", []string{selectJPKI, "00B0970000 -> 6981", "802A009801 A5 -> 6981"}},
		{"CARD-498 step 8: access before range", []string{selectJPKI, "00B081FF00 -> 6982"}},
		{"CARD-499 step 9: range", []string{selectJPKI, "00B088FF00 -> 6B00"}},
	} {
		t.Run(row.name, func(t *testing.T) { talk(t, newCard(t, fullConfig()), row.lines...) })
	}
}

func TestShortCard(t *testing.T) {
	config := fullConfig()
	config.Spec.Own = profileWith(t, func(p *virtualcard.Profile) {
		p.ExtLen = false
		p.Chaining = virtualcard.ChainingPolicy{RefusedSW: apdu.SW6884NoChaining}
	})
	talk(t, newCard(t, config), selectJPKI,
		"00B08A00000000 -> 6700", "00840000000000 -> 6700", // §13 row 1
		"1020009802 3132 -> 6884", "00200098 -> 63C3") // CARD-491
}

func TestChaining(t *testing.T) {
	for _, row := range []struct {
		name  string
		lines []string
	}{
		{"CARD-023 CARD-486 a PIN in two parts", []string{selectJPKI, "1020009802 3132 -> 9000", "0020009802 3334 -> 9000", "802A009733 " + digestInfo + " -> <256>9000"}},
		{"a signature in three parts", []string{selectJPKI, authPIN, "902A009701 A5 -> 9000", "902A009701 A5 -> 9000", "802A009701 A5 00 -> <256>9000"}},
		{"a name in two parts", []string{"10A4040C05 D392F00026 -> 9000", "00A4040C05 0100000001 -> 9000", selectEF(0x0018)}},
		{"the last part may be empty", []string{selectJPKI, "1020009804 31323334 -> 9000", "00200098 -> 9000"}},
		{"a part spends no try", []string{selectJPKI, "1020009804 31323335 -> 9000", "1020009804 31323335 -> 9000", selectEF(0x0018), "00200098 -> 63C3"}},
		{"another header ends the chain", []string{selectJPKI, "1020009802 3132 -> 9000", "0020009B06 414243313233 -> 9000", "0020009804 31323334 -> 9000"}},
		{"a malformed command ends the chain", []string{selectJPKI, "1020009802 3132 -> 9000", "00 -> 6700", "0020009802 3334 -> 63C2"}},
		{"an unknown command ends the chain", []string{selectJPKI, "1020009802 3132 -> 9000", "00FF0000 -> 6D00", "0020009802 3334 -> 63C2"}},
		{"the length limits apply to the whole", []string{selectJPKI, "1020009810 31313131313131313131313131313131 -> 9000", "0020009801 31 -> 6700", "00200098 -> 63C3"}},
		{"a part has data and no Le", []string{selectJPKI, "10200098 -> 6700", "1020009801 31 00 -> 6700"}},
		{"a command without data cannot be chained", []string{selectJPKI, "10B08A0000 -> 6884", "1084000008 -> 6884"}},
		{"parameters are checked at every part", []string{selectJPKI, "1020001802 3132 -> 6A86", "10FF000001 00 -> 6D00"}},
	} {
		t.Run(row.name, func(t *testing.T) { talk(t, newCard(t, fullConfig()), row.lines...) })
	}
	t.Run("a reset ends the chain", func(t *testing.T) {
		card := newCard(t, fullConfig())
		talk(t, card, selectJPKI, "1020009802 3132 -> 9000")
		card.WarmReset()
		talk(t, card, selectJPKI, "0020009802 3334 -> 63C2")
	})
	t.Run("a chain has a maximal length", func(t *testing.T) {
		card := newCard(t, fullConfig())
		talk(t, card, selectJPKI, authPIN)
		part := apdu.Command{CLA: 0x90, INS: 0x2A, P1: 0x03, P2: 0x97, Data: make([]byte, 65535)}
		for _, want := range []apdu.Status{apdu.SW9000OK, apdu.SW6700WrongLength} {
			require.Equal(t, want.Bytes(), card.Transmit(part.Bytes()))
		}
		talk(t, card, "802A039701 A5 -> <256>9000")
	})
}

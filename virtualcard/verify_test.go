package virtualcard_test

import (
	"cmp"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/apdu"
)

const (
	wrongAuthPIN = "0020009804 31323335"
	wrongSignPIN = "0020009B06 414243313234"
)

func TestVerify(t *testing.T) {
	for _, row := range []struct {
		name  string
		lines []string
	}{
		{"CARD-309 CARD-310 CARD-311 direct", []string{selectJPKI, "00200098 -> 63C3", authPIN, "0020009B -> 63C5", signPIN}},
		{"CARD-318 CARD-336 never 9000 to a query", []string{selectJPKI, authPIN, "00200098 -> 63C3", signPIN, "0020009B -> 63C5"}},
		{"CARD-315 case-sensitive", []string{selectJPKI, "0020009B06 616263313233 -> 63C4"}},
		{"CARD-323 CARD-347 only success resets", []string{selectJPKI, wrongAuthPIN + " -> 63C2", "00200098 -> 63C2", authPIN, "00200098 -> 63C3"}},
		{"CARD-324 CARD-325 CARD-326 CARD-338 three tries", []string{selectJPKI, wrongAuthPIN + " -> 63C2", wrongAuthPIN + " -> 63C1", wrongAuthPIN + " -> 63C0", authPIN[:19] + " -> 6984", "00200098 -> 63C0"}},
		{"CARD-340 five tries", []string{selectJPKI, wrongSignPIN + " -> 63C4", wrongSignPIN + " -> 63C3", wrongSignPIN + " -> 63C2", wrongSignPIN + " -> 63C1", wrongSignPIN + " -> 63C0", wrongSignPIN + " -> 6984"}},
		{"CARD-329 no current EF", []string{"00200080 -> 6986", selectJPKI, "00200080 -> 6986", "0020008004 31323334 -> 6986"}},
		{"CARD-330 no PIN there", []string{selectJPKI, selectEF(0x000A), "00200080 -> 6981", "0020009704 31323334 -> 6981", "0020009E -> 6981"}},
		{"CARD-321 CARD-160 reference without counter", []string{selectJPKI, selectEF(0x0010), "00200080 -> 6300", "0020008004 31323334 -> 6300"}},
		{"CARD-108 no such identifier", []string{selectJPKI, "00200083 -> 6A82"}},
		{"CARD-332 a wrong length spends a try", []string{selectJPKI, "0020009801 31 -> 63C2", "0020009810 31323334313233343132333431323334 -> 63C1"}},
		{"CARD-333 more than 16 bytes spend none", []string{selectJPKI, "0020009811 3132333431323334313233343132333431 -> 6700", "00200098 -> 63C3"}},
		{"CARD-313 CARD-646 no Le", []string{selectJPKI, selectEF(0x0018), "0020008000 -> 6700", "0020009800 -> 6700", "0020009804 31323334 00 -> 6700", "00200098 -> 63C3"}},
		{"CARD-494 parameters", []string{selectJPKI, "00200018 -> 6A86", "00200198 -> 6A86", "002000C0 -> 6A86"}},
		{"CARD-331 secure messaging", []string{selectJPKI, "0C20009804 31323334 -> 69FC", "00200098 -> 63C3"}},
		{"CARD-361 a failure ends the success of the same PIN only", []string{selectJPKI, authPIN, signPIN, wrongAuthPIN + " -> 63C2", "802A009733 " + digestInfo + " -> 6982", "802A009A33 " + digestInfo + " -> <256>9000"}},
		{"CARD-362 independent PINs", []string{selectJPKI, authPIN, "802A009A33 " + digestInfo + " -> 6982", wrongSignPIN + " -> 63C4", "00200098 -> 63C3"}},
	} {
		t.Run(row.name, func(t *testing.T) { talk(t, newCard(t, fullConfig()), row.lines...) })
	}
}

func TestVerifyPolicies(t *testing.T) {
	config := fullConfig()
	config.Spec.Own = profileWith(t, func(p *virtualcard.Profile) {
		p.Verify = virtualcard.VerifyPolicy{BadLength: virtualcard.BadLengthRefuse, BlockedSW: apdu.SW6983AuthMethodBlocked,
			BlockedQuerySW: apdu.SW6984ReferenceBlocked, NotAKeySW: apdu.SW6985ConditionsNotMet}
	})
	card := newCard(t, config)
	talk(t, card, selectJPKI,
		"0020009801 31 -> 6700", "00200098 -> 63C3", // CARD-613
		"0020008A -> 6985",                                                         // CARD-330
		authPIN, wrongAuthPIN+" -> 63C2", "802A009733 "+digestInfo+" -> <256>9000", // CARD-618
		wrongAuthPIN+" -> 63C1", wrongAuthPIN+" -> 63C0",
		authPIN[:19]+" -> 6983", "00200098 -> 6984") // CARD-615, CARD-614
}

func TestChangePIN(t *testing.T) {
	t.Run("CARD-148 after VERIFY", func(t *testing.T) {
		card := newCard(t, fullConfig())
		talk(t, card, selectJPKI, selectEF(0x0018), "0024018004 34333231 -> 6982", authPIN, "0024018004 34333231 -> 9000",
			"802A009733 "+digestInfo+" -> <256>9000", authPIN[:19]+" -> 63C2", "0020008004 34333231 -> 9000")
	})
	t.Run("refusals", func(t *testing.T) {
		talk(t, newCard(t, fullConfig()), selectJPKI, "0024018004 34333231 -> 6986", authPIN, selectEF(0x0018),
			"0024018005 3433323130 -> 6A80", "0024018004 41333231 -> 6A80", "00240180 -> 6700", "0024008004 34333231 -> 6A86",
			selectEF(0x000A), "0024018004 34333231 -> 6981", selectEF(0x0010), "0024018004 34333231 -> 6982",
			selectEF(0x001B), "0024018006 414243343536 -> 6982", authPIN)
	})
}

// keeper stores memories, and fails from the n-th call on.
type keeper struct {
	calls, failFrom int
	as              error // nil means errDiskFull
	last            virtualcard.Memory
}

var errDiskFull = errors.New("disk full")

func (k *keeper) keep(m virtualcard.Memory) error {
	k.calls++
	if k.failFrom > 0 && k.calls >= k.failFrom {
		return cmp.Or(k.as, errDiskFull)
	}
	k.last = m
	return nil
}

func TestKeep(t *testing.T) {
	start := func(t *testing.T, failFrom int) (*virtualcard.Card, *keeper) {
		k := &keeper{failFrom: failFrom}
		config := fullConfig()
		config.Keep = k.keep
		card := newCard(t, config)
		talk(t, card, selectJPKI)
		return card, k
	}
	t.Run("CARD-641 the try is stored before the answer", func(t *testing.T) {
		card, k := start(t, 0)
		talk(t, card, wrongAuthPIN+" -> 63C2")
		require.Equal(t, 1, k.calls)
		require.Equal(t, card.Memory(), k.last)
		talk(t, card, "00200098 -> 63C2", selectEF(0x0018))
		require.Equal(t, 1, k.calls, "a query changes nothing")
	})
	t.Run("a try that cannot be stored is neither spent nor compared", func(t *testing.T) {
		card, k := start(t, 1)
		talk(t, card, authPIN[:19]+" -> 6F00", "00200098 -> 63C3", "802A009733 "+digestInfo+" -> 6982")
		require.Equal(t, 1, k.calls, "the stored memory is not in doubt")
	})
	t.Run("a success that cannot be stored does not count", func(t *testing.T) {
		card, k := start(t, 2)
		talk(t, card, authPIN[:19]+" -> 6F00", "00200098 -> 63C2", "802A009733 "+digestInfo+" -> 6982")
		require.Equal(t, card.Memory(), k.last)
	})
	t.Run("no counter is reported while it is in doubt", func(t *testing.T) {
		card, k := start(t, 1)
		k.as = virtualcard.ErrInDoubt
		talk(t, card, wrongAuthPIN+" -> 6F00", "00200098 -> 6F00", "0020009B -> 6F00")
		k.as = errDiskFull
		talk(t, card, authPIN[:19]+" -> 6F00", "00200098 -> 6F00")
		require.Equal(t, 5, k.calls, "each command tries once more")
		k.failFrom = 0
		talk(t, card, "00200098 -> 63C3", "0020009B -> 63C5")
		require.Equal(t, 6, k.calls, "once it is stored a query changes nothing")
		require.Equal(t, card.Memory(), k.last)
	})
	t.Run("a new PIN that cannot be stored is not valid", func(t *testing.T) {
		card, _ := start(t, 3)
		talk(t, card, authPIN, selectEF(0x0018), "0024018004 34333231 -> 6F00")
		require.Equal(t, "1234", card.Memory().PINs[0].PIN)
		require.ErrorContains(t, card.Unlock(virtualcard.FIDAuthPIN, "4321"), "unlocking the user-authentication PIN: storing the card's memory: disk full")
		require.Equal(t, "1234", card.Memory().PINs[0].PIN)
	})
}

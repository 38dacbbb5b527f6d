package judge

import (
	"slices"

	"github.com/mynalab/mynalab/reports/trace"
)

// Invariants returns the checks that must hold in every scenario. An invariant fails only if an event contradicts it.
func Invariants() []Check {
	return slices.Concat(seamInvariants(), checkInvariants(), cardInvariants(), callInvariants(), personInvariants())
}

// seamInvariants are about PINs, screens and secrets.
func seamInvariants() []Check {
	return []Check{
		{Name: "pin-asked-once", Sentence: says("入力された暗証番号は、1回だけカードに照合される",
			"a PIN that was typed is presented to the card once"), Basis: trace.BasisOurs, Source: "SVC-285, CARD-324",
			Planes: onControlAndCard(), Judge: judgePINAskedOnce},
		{Name: "shown-equals-sent", Sentence: says("表示された資格は、サービスの応答と一致する",
			"what the result shows is what the service sent"), Basis: trace.BasisSource, Source: "CHK-07, CHK-11, CHK-18",
			Planes: onControlAndService(), Judge: judgeShownEqualsSent},
		{Name: "no-secret-shown", Sentence: says("秘密の番号は画面に出ず、余計なところへ送られない",
			"no secret is shown on a screen or sent where it does not belong"), Basis: trace.BasisOurs,
			Source: "CHK-11, INI-02", Planes: onAllSeams(), Judge: judgeNoSecretShown},
	}
}

// judgePINAskedOnce allows one VERIFY with a PIN for each PIN that a person typed: the product must not present a PIN twice, nor
// one that was not typed.
func judgePINAskedOnce(events []trace.Event, _ Args) trace.Finding {
	typed := false
	perTx := map[int]int{}
	for _, e := range events {
		if e.Plane == trace.Control && e.Kind == trace.KindCall && e.Verb() == verbEnterPIN {
			typed = true
		}
		if !isVerification(e) {
			continue
		}
		perTx[e.Tx]++
		if e.Tx != 0 && perTx[e.Tx] > 1 {
			return settle(missed("1回の操作で2度照合された", "a PIN was presented twice in one action", e))
		}
		if !typed {
			return settle(missed("入力されていない暗証番号が照合された", "a PIN was presented that was not typed", e))
		}
		typed = false
	}
	return settle(held("2度照合されたことはない", "no PIN was presented twice"))
}

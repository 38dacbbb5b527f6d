package judge

import (
	"slices"

	"github.com/mynalab/mynalab/reports/trace"
)

// cardInvariants are about what a product does with the card in its reader.
func cardInvariants() []Check {
	return []Check{{Name: "card-used-as-needed", Sentence: says("カードは、確認に要る分だけ使われ、最後に電源が切られる",
		"a card is used for what a check needs and powered off"), Basis: trace.BasisOurs,
		Source: "eligibility §6.1, SVC-280, SVC-282, CARD-356, CARD-359", Planes: onControlAndCard(), Judge: judgeCardUsedAsNeeded}}
}

// signatureFiles returns the files of the signature certificate, which a check never needs (card reference §3, SVC-282).
func signatureFiles() []string { return []string{fileSignCertificate, fileSignKey, fileSignPIN} }

// judgeCardUsedAsNeeded looks at the commands of the product only. The harness may do more with a card.
func judgeCardUsedAsNeeded(events []trace.Event, _ Args) trace.Finding {
	parts := []part{held("カードは要る分だけ使われた", "no card was used for more than a check needs")}
	for _, x := range exchanges(events) {
		if x.by() == trace.Product {
			parts = append(parts, x.staysAtUserCertificate())
		}
	}
	return settle(append(parts, signsOnce(events), leavesNoPower(events))...)
}

// staysAtUserCertificate returns the part "this command selects no application other than JPKI and uses no file of the signature
// certificate". A command that the card refuses counts as well.
func (x exchange) staysAtUserCertificate() part {
	application := x.command.Application()
	switch {
	case x.name() == selectCommand && application != "" && application != jpki:
		return missed("アプリケーション「"+application+"」が選択された", "application "+application+" was selected", x.seen()...)
	case x.inJPKI() && slices.Contains(signatureFiles(), x.command.EF()):
		return missed("署名用電子証明書のファイル"+x.command.EF()+"が使われた",
			"file "+x.command.EF()+" of the signature certificate was used", x.seen()...)
	}
	return held("利用者証明用電子証明書の範囲", "within the user certificate")
}

// signsOnce returns the part "each reading of a card made at most one signature".
func signsOnce(events []trace.Event) part {
	readings := allOf(events, isReading)
	signed := map[int]exchange{}
	for _, x := range exchanges(events) {
		if x.by() != trace.Product || x.name() != signCommand || !isDone(x) {
			continue
		}
		reading, _ := lastOf(readings, func(e trace.Event) bool { return e.Seq < x.command.Seq })
		if first, again := signed[reading.Seq]; again {
			return missed("1回の読み取りで2度署名させた", "one reading had the card sign twice", first.command, x.command)
		}
		signed[reading.Seq] = x
	}
	return held("2度署名させたことはない", "no reading had the card sign twice")
}

// leavesNoPower returns the part "no card was left powered". A card that is disconnected but still powered keeps its PIN verified.
func leavesNoPower(events []trace.Event) part {
	if e, found := lastOf(events, isLeftPowered); found {
		return missed("読み取りのあとカードの電源が切られていない", "a card was left powered after its reading", e)
	}
	return held("電源の切られていないカードはない", "no card was left powered")
}

// isLeftPowered reports whether an event is the one that the world writes if an action ends and the product has not powered
// the card off.
func isLeftPowered(e trace.Event) bool {
	return e.Plane == trace.Card && e.Kind == trace.KindPowered && e.By == trace.Product && e.Left()
}

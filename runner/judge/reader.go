package judge

import (
	"github.com/mynalab/mynalab/reports/trace"
)

func readerChecks() []Check {
	return []Check{cardRemovedShown(), noCardShown(), cardUnreadableShown()}
}

// CardRemovedShown claims that the card was removed from the reader, that the screen says so, and that no check was sent.
func CardRemovedShown() trace.Claim { return cardRemovedShown().claim(nil) }

func cardRemovedShown() Check {
	return Check{Name: "card-removed-shown", Sentence: says("カードが離れたことが表示される", "the card is shown to have been removed"),
		Basis: trace.BasisOurs, Source: "eligibility §7 F07", Planes: onAllSeams(), Late: LateFails, Judge: judgeCardRemoved,
		Looks: sentence("最後の操作の間にカードがリーダーから離れ、資格確認の要求は送られず、画面がカードの離れたことを示す。",
			"During the last action the card was removed from the reader, and no check was sent although the service was known to answer; the screen says that the card was removed.")}
}

func judgeCardRemoved(before []trace.Event, _ Args) trace.Finding {
	a := lastAction(before)
	return settle(a.shows("outcome", string(trace.OutcomeCardRemoved)),
		a.with("カードが離れた事象", "removal of the card", readerFailed(trace.FailureRemoved)),
		a.without("資格確認の要求", "check request", isCheckRequest), serviceAlive(before))
}

// NoCardShown claims that the reader found no card and that the screen says so.
func NoCardShown() trace.Claim { return noCardShown().claim(nil) }

func noCardShown() Check {
	return Check{Name: "no-card-shown", Sentence: says("カードがないことが表示される", "the card is shown to be missing"),
		Basis: trace.BasisOurs, Source: "CHK-05, eligibility §7 F07", Planes: onControlAndCard(), Judge: judgeNoCard,
		Looks: sentence("最後の操作の間にリーダーがカードを見つけられず、画面がカードのないことを示す。",
			"During the last action the reader found no card, and the screen says so.")}
}

func judgeNoCard(before []trace.Event, _ Args) trace.Finding {
	a := lastAction(before)
	return settle(a.shows("outcome", string(trace.OutcomeNoCard)),
		a.with("カードのないリーダーへの接続", "connection to a reader without a card", readerFailed(trace.FailureNoCard)))
}

// CardUnreadableShown claims that the reader failed or the card does not have the JPKI application, and that the screen says
// that the card can't be read.
func CardUnreadableShown() trace.Claim { return cardUnreadableShown().claim(nil) }

func cardUnreadableShown() Check {
	return Check{Name: "card-unreadable-shown", Sentence: says("カードを読み取れないことが表示される", "the card is shown to be unreadable"),
		Basis: trace.BasisOurs, Source: "ENV-02, eligibility §7 F07, F08", Planes: onControlAndCard(), Judge: judgeCardUnreadable,
		Looks: sentence("最後の操作の間に、リーダーが故障するか、カードが公的個人認証のアプリケーションの選択を断り、画面が読み取りの失敗を示す。",
			"During the last action the reader failed or the card refused the JPKI application, and the screen says that the card can't be read.")}
}

func judgeCardUnreadable(before []trace.Event, _ Args) trace.Finding {
	a := lastAction(before)
	unreadable := a.with("リーダーの故障", "failure of the reader", readerFailed(trace.FailureReader))
	if x, found := lastExchange(a.events, isRefusedJPKI); found {
		unreadable = held("カードは "+x.sw()+" と答えた", "the card answered "+x.sw(), x.seen()...)
	}
	return settle(a.shows("outcome", string(trace.OutcomeCardFailed)), unreadable)
}

// readerFailed fits a failure of the reader with this error.
func readerFailed(name trace.Failure) func(trace.Event) bool {
	return func(e trace.Event) bool {
		return e.Plane == trace.Card && e.Kind == trace.KindFailure && e.Failure() == name
	}
}

// isRefusedJPKI reports whether an exchange is the product's SELECT of the JPKI application and the card refused it.
func isRefusedJPKI(x exchange) bool {
	return x.by() == trace.Product && x.name() == selectCommand && x.command.Target() == aidJPKI && !isDone(x)
}

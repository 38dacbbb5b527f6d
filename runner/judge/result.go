package judge

import (
	"slices"

	"github.com/mynalab/mynalab/reports/trace"
)

func resultChecks() []Check {
	return []Check{resultShows(), resultShown(), validityShown()}
}

// ResultShows claims that the result on the screen has this person's name (blanks and widths are ignored) and this validity
// (有効, 無効 …), and that the service sent the same.
func ResultShows(name, validity string) trace.Claim {
	return resultShows().claim(Args{"name": name, "validity": validity})
}

func resultShows() Check {
	return Check{Name: "result-shows", Sentence: says("資格確認結果に「{name}」の資格が「{validity}」と表示される",
		"the result shows {name} with validity {validity}"), Basis: trace.BasisSource, Source: "CHK-07, CHK-18, SVC-053",
		Planes: onControlAndService(), Judge: judgeResultShows,
		Looks: sentence("最後の操作で、証明書と署名のある要求にサービスがその氏名と資格を答え、結果の画面が同じものを示す。氏名の書き方の違いは問わない。",
			"In the last action the service answered certificate and signature with that name and validity; the result shows both. The name may be spelled differently.")}
}

func judgeResultShows(before []trace.Event, args Args) trace.Finding {
	a := lastAction(before)
	parts := append(a.result(args["validity"]), a.showsFolded(labelName, trace.FoldText, args["name"]))
	return settle(append(parts, a.sent(memberName, trace.FoldText, args["name"]))...)
}

// ResultShown claims that the screen shows a result, with the validity that the service sent.
func ResultShown() trace.Claim { return resultShown().claim(nil) }

func resultShown() Check {
	return Check{Name: "result-shown", Sentence: says("資格確認結果が表示される", "a result is shown"), Basis: trace.BasisSource,
		Source: "CHK-07", Planes: onControlAndService(), Judge: judgeResultShown,
		Looks: sentence("最後の操作で、証明書と署名のある要求にサービスが資格を答え、結果の画面が同じ資格を示す。",
			"In the last action the service answered certificate and signature with a validity, and the result shows the same.")}
}

func judgeResultShown(before []trace.Event, _ Args) trace.Finding {
	a := lastAction(before)
	answer, found := lastOf(a.events, isReadableAnswer)
	if !found {
		return settle(a.shows("screen", screenResult), a.with("資格の応答", "answer with a validity", isReadableAnswer))
	}
	return settle(a.result(validityOf(answer))...)
}

// ValidityShown claims that the result shows a validity of OQSCD006 (該当資格なし, 複数該当 …), as the service sent it.
func ValidityShown(validity string) trace.Claim {
	return validityShown().claim(Args{"validity": validity})
}

func validityShown() Check {
	return Check{Name: "validity-shown", Sentence: says("資格確認結果に「{validity}」と表示される", "the result shows the validity {validity}"),
		Basis: trace.BasisEvidence, Source: "eligibility §1.6 OQSCD006, §2.6, SVC-302", Planes: onControlAndService(),
		Judge: judgeValidityShown,
		Looks: sentence("最後の操作で、証明書と署名のある要求にサービスがその資格を答え、結果の画面が同じ資格を示す。",
			"In the last action the service answered certificate and signature with that validity, and the result shows the same.")}
}

func judgeValidityShown(before []trace.Event, args Args) trace.Finding {
	return settle(lastAction(before).result(args["validity"])...)
}

// Word is one row of a code list: a code that the service sends and the word that a screen shows for it.
type Word struct{ Code, Name string }

// Validities returns the code list OQSCD006 (eligibility reference §1.6).
func Validities() []Word {
	return []Word{{"1", "有効"}, {"2", "無効"}, {"3", "無効（新しい資格あり）"}, {"4", "該当資格なし"}, {"5", "複数該当"}}
}

const (
	labelName     = trace.FieldPrefix + "氏名"
	labelValidity = trace.FieldPrefix + "資格"
	memberName    = "Name"
	validName     = "有効"
)

func validityName(code string) string { return word(Validities(), code) }

// word returns the word for a code, and "" if the list does not have the code.
func word(list []Word, code string) string {
	for _, w := range list {
		if w.Code == code {
			return w.Name
		}
	}
	return ""
}

// isReadableAnswer reports whether an event is an answer to a check with a validity of the list.
func isReadableAnswer(e trace.Event) bool { return isCheckAnswer(e) && validityOf(e) != "" }

// result returns the parts of a result with this validity: on the screen, in the answer, and a request with certificate and
// signature (CHK-18, SVC-221).
func (a action) result(validity string) []part {
	outcome := outcomeNotConfirmed
	if validity == validName {
		outcome = outcomeConfirmed
	}
	return []part{
		a.shows("screen", screenResult),
		a.shows("outcome", outcome),
		a.shows(labelValidity, validity),
		a.with("証明書と署名のある資格確認の要求", "check request with certificate and signature", isSignedRequest),
		a.with("資格「"+validity+"」の応答", "answer with validity "+validity, func(e trace.Event) bool {
			return isCheckAnswer(e) && validityOf(e) == validity
		}),
	}
}

// sent returns the part "the service sent this value in this member".
func (a action) sent(member string, fold trace.Fold, want string) part {
	return a.with(member+"が一致する応答", "answer with the same "+member, func(e trace.Event) bool {
		return isCheckAnswer(e) && slices.ContainsFunc(answerOf(e).values(member), func(v string) bool {
			return fold.Apply(v) == fold.Apply(want)
		})
	})
}

func isSignedRequest(e trace.Event) bool {
	var r checkRequest
	return isCheckRequest(e) && body(e, &r) && r.Certificate != "" && r.Signature != ""
}

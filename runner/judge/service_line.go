package judge

import (
	"slices"
	"strconv"
	"strings"

	"github.com/mynalab/mynalab/reports/trace"
)

func lineChecks() []Check {
	return []Check{nothingSentToService(), serviceUnreachableShown(), serviceFailedShown(), checksRecorded(), replayRefused()}
}

// NothingSentToService claims that the product sent nothing to the service in the last action, while the service was running.
func NothingSentToService() trace.Claim { return nothingSentToService().claim(nil) }

func nothingSentToService() Check {
	return Check{Name: "nothing-sent-to-service", Sentence: says("サービスには何も送られない", "nothing is sent to the service"),
		Basis: trace.BasisOurs, Source: "SVC-111, SVC-221", Planes: onControlAndService(), Late: LateFails, Judge: judgeNothingSent,
		Looks: sentence("最後の操作の間に、製品の要求が一つもサービスに届かない。サービスがほかのときに応答していたことも見る。",
			"No request of the product reached the service during the last action, and the service was known to answer.")}
}

func judgeNothingSent(before []trace.Event, _ Args) trace.Finding {
	a := lastAction(before)
	return settle(a.without("サービスへの要求", "request to the service", isRequest), serviceAlive(before))
}

// ServiceUnreachableShown claims that the line is cut or loses answers, or that the service breaks connections off, and that the
// screen says that the service can't be reached.
func ServiceUnreachableShown() trace.Claim { return serviceUnreachableShown().claim(nil) }

func serviceUnreachableShown() Check {
	return Check{Name: "service-unreachable-shown", Sentence: says("サービスにつながらないことが表示される", "the screen says that the service can't be reached"),
		Basis: trace.BasisOurs, Source: "eligibility §7 F14", Planes: onControl(), Late: LateFails, Judge: judgeServiceUnreachable,
		Looks: sentence("回線かサービスが途切れていて、最後の操作にサービスの応答がなく（チャレンジを除く）、画面がつながらないことを示す。",
			"The line is cut or the service breaks connections off; in the last action the service answered nothing except a challenge, and the screen says that it can't be reached.")}
}

// judgeServiceUnreachable requires a broken line and no answer of the service in the action. An answer to a challenge is allowed,
// since the line can break after it.
func judgeServiceUnreachable(before []trace.Event, _ Args) trace.Finding {
	a := lastAction(before)
	return settle(a.shows("outcome", string(trace.OutcomeUnreachable)),
		a.without("サービスの応答", "answer of the service", func(e trace.Event) bool {
			return isAnswer(e) && e.Path() != pathChallenge
		}), brokenLine(before))
}

// ServiceFailedShown claims that the service answered with something that is neither a result nor a refusal in the service's
// form, and that the screen says that the service did not answer properly.
func ServiceFailedShown() trace.Claim { return serviceFailedShown().claim(nil) }

func serviceFailedShown() Check {
	return Check{Name: "service-failed-shown", Sentence: says("サービスから正しい応答がなかったことが表示される",
		"the screen says that the service did not answer properly"), Basis: trace.BasisOurs, Source: "eligibility §7 F14",
		Planes: onControlAndService(), Late: LateFails, Judge: judgeServiceFailed,
		Looks: sentence("最後の操作で、資格の応答がなく、資格でもサービスの形式の断りでもない応答があり、画面がサービスの異常を示す。",
			"In the last action no answer had a result, and one of them was not a refusal in the service's form either; the screen says that the service failed.")}
}

func judgeServiceFailed(before []trace.Event, _ Args) trace.Finding {
	a := lastAction(before)
	return settle(a.shows("outcome", string(trace.OutcomeServiceFailed)),
		a.with("正しくない応答", "answer that is not in the service's form", isMalformedAnswer),
		a.without("資格の応答", "answer with a result", isReadableAnswer))
}

// ChecksRecorded claims that the service's audit has n checks. The world reads it after the last action.
func ChecksRecorded(n int) trace.Claim {
	return checksRecorded().claim(Args{"checks": strconv.Itoa(n)})
}

func checksRecorded() Check {
	return Check{Name: "checks-recorded", Sentence: says("サービスに資格確認の記録が{checks}件ある", "the service has records of {checks} checks"),
		Basis: trace.BasisOurs, Source: "SVC-296, ENV-35", Planes: onService(), Late: LateCounts, Needs: []trace.Need{trace.NeedInventory}, Judge: judgeChecksRecorded,
		Looks: sentence("最後の操作のあとに、サービスに残る資格確認の記録を数える。断られた確認も1件と数える。",
			"Counts the service's records of checks after the last action; a refused check counts as well.")}
}

func judgeChecksRecorded(before []trace.Event, args Args) trace.Finding {
	e, ok := lastOf(before, isInventory)
	if !ok {
		return settle(missed("サービスの記録が観測されていない", "the service's audit was not observed").blaming(trace.BlameHarness))
	}
	got := string(e.Checks())
	count := missed("記録は"+got+"件", "there are "+got+" records", e)
	if got == args["checks"] {
		count = held("記録は"+got+"件", "there are "+got+" records", e)
	}
	return settle(count, newer(e, before))
}

// ReplayRefused claims that the service refused a check request that was sent a second time.
func ReplayRefused() trace.Claim { return replayRefused().claim(nil) }

func replayRefused() Check {
	return Check{Name: "replay-refused", Sentence: says("同じ要求をもう一度送ると、サービスは断る", "a check that is sent again is refused"),
		Basis: trace.BasisOurs, Source: "SVC-290", Planes: onService(), Judge: judgeReplayRefused,
		Looks: sentence("製品の要求がもう一度送られたときの応答を見る。サービスは、チャレンジが使えないことを理由に断る。",
			"Looks at the answer to the product's request that was sent again: the service refuses it because of its challenge.")}
}

// judgeReplayRefused looks at the last check request that the harness sent. It must have a challenge that the product used before.
func judgeReplayRefused(before []trace.Event, _ Args) trace.Finding {
	sent, found := lastOf(before, func(e trace.Event) bool {
		return e.Plane == trace.Service && e.Kind == trace.KindRequest && e.By == trace.Harness && e.Path() == pathCheck
	})
	if !found {
		return settle(missed("同じ要求は送られていない", "nothing was sent again").blaming(trace.BlameHarness))
	}
	var again checkRequest
	body(sent, &again)
	if !slices.ContainsFunc(before, func(e trace.Event) bool {
		var r checkRequest
		return isCheckRequest(e) && body(e, &r) && r.ChallengeID != "" && r.ChallengeID == again.ChallengeID
	}) {
		return settle(missed("送り直された要求は端末のものではない", "the request that was sent again is not one of the product", sent).
			blaming(trace.BlameHarness))
	}
	answer, answered := lastOf(before, func(e trace.Event) bool { return isCheckStage(e) && e.Seq > sent.Seq })
	switch {
	case !answered:
		return settle(lacking("応答がない", "there is no answer", sent))
	case !refuses(codeChallenge)(answer):
		return settle(missed("サービスは断らなかった", "the service did not refuse it", sent, answer).blaming(trace.BlameHarness))
	}
	return settle(held("サービスは"+codeChallenge+"で断った", "the service refused it with "+codeChallenge, sent, answer))
}

// brokenLine returns the part "line or service is in one of brokenStates, and has not recovered since".
func brokenLine(before []trace.Event) part {
	e, ok := lastOf(before, func(e trace.Event) bool { return isLine(e) || isServiceFault(e) })
	if ok && slices.Contains(brokenStates(), string(e.LineState())+e.Deed()) {
		return held("回線は途切れている", "the line is broken", e)
	}
	return missed("回線は途切れていない", "the line is not broken").blaming(trace.BlameHarness)
}

// brokenStates returns the states of line and service, as the record writes them, in which the product gets no answer that it can
// use: cut, lost, broken off, or from a server whose certificate does not prove that it is the service.
func brokenStates() []string {
	return []string{string(trace.LineCut), string(trace.LineCutAfterChallenge), string(trace.LineAnswersLost), string(trace.LineAstray),
		string(trace.ServiceBreaksOff), string(trace.ServiceAnswersHalf), string(trace.ServiceOtherName), string(trace.ServiceExpired)}
}

// isServiceFault reports whether an event is a fault of the service or its recovery.
func isServiceFault(e trace.Event) bool {
	return e.Plane == trace.World && e.Kind == trace.KindPerson && strings.HasPrefix(e.Deed(), "service-")
}

func isLine(e trace.Event) bool { return e.Plane == trace.World && e.Kind == trace.KindLine }

// isMalformedAnswer reports whether an event is an answer to a challenge or check that is neither a challenge, nor a result, nor
// a refusal with a text.
func isMalformedAnswer(e trace.Event) bool {
	var p problem
	if !isCheckStage(e) || isReadableAnswer(e) {
		return false
	}
	refused := body(e, &p) && p.Code != "" && p.MessageJA != ""
	return !refused && (e.Path() == pathCheck || e.Status() != "201")
}

const codeChallenge = string(trace.CodeChallenge)

package judge

import (
	"github.com/mynalab/mynalab/reports/trace"
)

// checkInvariants are about the check requests of the product.
func checkInvariants() []Check {
	return []Check{
		{Name: "challenge-once", Sentence: says("一つのチャレンジは1回だけ使われる", "a challenge is used once"), Basis: trace.BasisOurs,
			Source: "eligibility §6.3 step 1", Planes: onService(), Judge: judgeChallengeOnce},
		{Name: "check-sent-once", Sentence: says("1回の読み取りで、資格確認は1回だけ送られる", "a reading of the card sends one check"),
			Basis: trace.BasisOurs, Source: "CHK-18, SVC-289, SVC-296", Planes: onControlAndService(), Judge: judgeCheckSentOnce},
		{Name: "mode-as-identified", Sentence: says("サービスに伝わる本人確認の方法は、行われたとおりである",
			"the service is told how the person was identified"), Basis: trace.BasisOurs, Source: "SVC-110, SVC-285, SVC-286",
			Planes: onControlAndService(), Judge: judgeModeAsIdentified},
	}
}

func judgeChallengeOnce(events []trace.Event, _ Args) trace.Finding {
	used := map[string]trace.Event{}
	for _, e := range events {
		var r checkRequest
		if !isCheckRequest(e) || !body(e, &r) || r.ChallengeID == "" {
			continue
		}
		if first, again := used[r.ChallengeID]; again {
			return settle(missed("同じチャレンジが2度使われた", "a challenge was used twice", first, e))
		}
		used[r.ChallengeID] = e
	}
	return settle(held("2度使われたチャレンジはない", "no challenge was used twice"))
}

// judgeCheckSentOnce allows one check request for each reading of a card or identification of a person.
func judgeCheckSentOnce(events []trace.Event, _ Args) trace.Finding {
	first, sent := trace.Event{}, false
	for _, e := range events {
		switch {
		case isReading(e):
			sent = false
		case isCheckRequest(e) && sent:
			return settle(missed("1回の読み取りで2度送られた", "one reading sent two checks", first, e))
		case isCheckRequest(e):
			first, sent = e, true
		}
	}
	return settle(held("2度送られたことはない", "no reading sent two checks"))
}

// isReading reports whether an event is a call in which a person is identified or the card is read.
func isReading(e trace.Event) bool {
	switch e.Verb() {
	case verbEnterPIN, verbConfirmFace, verbReadCard:
		return isPersonsCall(e)
	}
	return false
}

func isPersonsCall(e trace.Event) bool {
	return e.Plane == trace.Control && e.Kind == trace.KindCall && e.By == trace.PersonActor
}

// Modes of identification in a check request. identifies maps the calls of a person to them.
const (
	modePIN    = "pin"
	modeVisual = "visual"
)

// judgeModeAsIdentified compares the mode in each check request with the last identification before it. It ignores an unknown
// mode, which the service must refuse, and a record without calls, from which identifications can't be known.
func judgeModeAsIdentified(events []trace.Event, _ Args) trace.Finding {
	identified, known := trace.Event{}, false
	mode := ""
	for _, e := range events {
		if isPersonsCall(e) {
			known = true
			if m, tells := identifies(e); tells {
				identified, mode = e, m
			}
			continue
		}
		var r checkRequest
		if !known || !isCheckRequest(e) || !body(e, &r) || r.Mode != modePIN && r.Mode != modeVisual || r.Mode == mode {
			continue
		}
		if mode == "" {
			return settle(missed("本人確認なしに「"+r.Mode+"」と伝えられた", "the service was told "+r.Mode+" although no person was identified", e))
		}
		return settle(missed("「"+mode+"」で確認したのに「"+r.Mode+"」と伝えられた", "the service was told "+r.Mode+" after an identification by "+mode, identified, e))
	}
	return settle(held("方法は行われたとおりに伝えられた", "every check told the mode that was used"))
}

// identifies returns the mode that is in force after a call; tells is false if the call does not change it. The mode is empty
// after the start of a check and after a face that does not match: no person is identified then.
func identifies(call trace.Event) (mode string, tells bool) {
	switch call.Verb() {
	case verbStartCheck:
		return "", true
	case verbEnterPIN:
		return modePIN, true
	case verbConfirmFace:
		if call.On() {
			return modeVisual, true
		}
		return "", true
	}
	return "", false
}

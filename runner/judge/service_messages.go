package judge

import (
	"encoding/json"
	"strings"

	"github.com/mynalab/mynalab/reports/trace"
)

// Paths of the service's public contract.
const (
	pathRegistration = "/v1/registration"
	pathChallenge    = "/v1/challenge"
	pathCheck        = "/v1/check"
)

// checkRequest is as much of a check request as checks ask for.
type checkRequest struct {
	ChallengeID string `json:"challengeId"`
	Mode        string `json:"mode"`
	Certificate string `json:"certificate"`
	Signature   string `json:"signature"`
}

// problem is as much of a refusal (RFC 9457) as checks ask for.
type problem struct {
	Code      string `json:"code"`
	MessageJA string `json:"messageJa"`
}

// checkAnswer is as much of the answer as checks ask for (eligibility reference §1.4, §1.5), read by name. It is written
// apart from the service's own types on purpose.
type checkAnswer struct {
	XMLMsg struct {
		MessageHeader map[string]any `json:"MessageHeader"`
		MessageBody   messageBody    `json:"MessageBody"`
	} `json:"XmlMsg"`
}

type messageBody struct {
	ProcessingResultCode    string `json:"ProcessingResultCode"`
	ProcessingResultMessage string `json:"ProcessingResultMessage"`
	QualificationValidity   string `json:"QualificationValidity"`
	ResultList              []struct {
		Result map[string]any `json:"ResultOfQualificationConfirmation"`
	} `json:"ResultList"`
}

// answerOf reads the answer in an event; one that can't be read has no values.
func answerOf(e trace.Event) checkAnswer {
	var a checkAnswer
	if !body(e, &a) {
		return checkAnswer{}
	}
	return a
}

// noteOf is the body of an answer, with its side note (SVC-049).
func noteOf(e trace.Event) messageBody { return answerOf(e).XMLMsg.MessageBody }

// validityOf is the validity that an answer gives, in words.
func validityOf(e trace.Event) string { return validityName(noteOf(e).QualificationValidity) }

// values are all values that the answer gives under a name: of the header, of the body, or of each of its results.
func (a checkAnswer) values(name string) []string {
	var found []string
	add := func(v any) {
		if s, ok := v.(string); ok && s != "" {
			found = append(found, s)
		}
	}
	add(a.XMLMsg.MessageHeader[name])
	if name == memberValidity {
		add(a.XMLMsg.MessageBody.QualificationValidity)
	}
	for _, item := range a.XMLMsg.MessageBody.ResultList {
		add(memberOf(item.Result, name))
	}
	return found
}

// memberOf is a member of a result, or of 限度額適用認定証 in it (SVC-069).
func memberOf(result map[string]any, name string) any {
	if v, ok := result[name]; ok {
		return v
	}
	limit, _ := result["LimitApplicationCertificateRelatedInfo"].(map[string]any)
	return limit[name]
}

// each is the value under a name in each result, empty where a result gives none.
func (a checkAnswer) each(name string) []string {
	var found []string
	for _, item := range a.XMLMsg.MessageBody.ResultList {
		v, _ := memberOf(item.Result, name).(string)
		found = append(found, v)
	}
	return found
}

const memberValidity = "QualificationValidity"

// body reads the body of an event into v; ok is false where there is none or it is no such JSON.
func body(e trace.Event, v any) bool {
	return json.NewDecoder(strings.NewReader(e.Body())).Decode(v) == nil
}

func isRequest(e trace.Event) bool {
	return e.Plane == trace.Service && e.Kind == trace.KindRequest && e.By == trace.Product
}

func isAnswer(e trace.Event) bool {
	return e.Plane == trace.Service && e.Kind == trace.KindAnswer && e.By == trace.TheService
}

func isCheckRequest(e trace.Event) bool {
	return isRequest(e) && e.Method() == "POST" && e.Path() == pathCheck
}

// isCheckAnswer is an answer that gives a result.
func isCheckAnswer(e trace.Event) bool {
	return isAnswer(e) && e.Path() == pathCheck && e.Status() == "200"
}

// answers fits the service's answer to a request with this method, path and status.
func answers(method, path, status string) func(trace.Event) bool {
	return func(e trace.Event) bool {
		return isAnswer(e) && e.Method() == method && e.Path() == path && e.Status() == status
	}
}

// refuses fits a refusal with this code.
func refuses(code string) func(trace.Event) bool {
	return func(e trace.Event) bool {
		var p problem
		return isAnswer(e) && body(e, &p) && p.Code == code
	}
}

// serviceAlive is the part that the service was heard before the action, so that its silence means something.
func serviceAlive(before []trace.Event) part {
	if e, ok := lastOf(before, isAnswer); ok {
		return held("サービスは応答していた", "the service was answering", e)
	}
	return missed("サービスの応答が一度も記録されていない", "no answer of the service was ever recorded").blaming(trace.BlameConfiguration)
}

package judge

import (
	"encoding/json"
	"strings"

	"github.com/mynalab/mynalab/reports/trace"
)

// Paths of the service's public contract (mockservice/openapi.yaml).
const (
	pathRegistration = "/v1/registration"
	pathChallenge    = "/v1/challenge"
	pathCheck        = "/v1/check"
)

// checkRequest has the members of a check request that checks need.
type checkRequest struct {
	ChallengeID string `json:"challengeId"`
	Mode        string `json:"mode"`
	Certificate string `json:"certificate"`
	Signature   string `json:"signature"`
}

// problem has the members of a refusal (RFC 9457) that checks need.
type problem struct {
	Code      string `json:"code"`
	MessageJA string `json:"messageJa"`
}

// checkAnswer has the members of an answer to a check that checks need (eligibility reference §1.4, §1.5). It deliberately does
// not use the service's own types.
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

// answerOf parses the answer in an event. An answer that can't be parsed is returned as an empty one.
func answerOf(e trace.Event) checkAnswer {
	var a checkAnswer
	if !body(e, &a) {
		return checkAnswer{}
	}
	return a
}

// noteOf returns the body of an answer, which has its side note (SVC-049).
func noteOf(e trace.Event) messageBody { return answerOf(e).XMLMsg.MessageBody }

// validityOf returns the validity in an answer, as the word that a screen shows for it.
func validityOf(e trace.Event) string { return validityName(noteOf(e).QualificationValidity) }

// values returns all values of a member of this name in the answer: of the header, of the body, and of each result.
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

// memberOf returns a member of a result, or of the 限度額適用認定証 in it (SVC-069).
func memberOf(result map[string]any, name string) any {
	if v, ok := result[name]; ok {
		return v
	}
	limit, _ := result["LimitApplicationCertificateRelatedInfo"].(map[string]any)
	return limit[name]
}

// each returns the value of a member in each result, and "" for a result without it.
func (a checkAnswer) each(name string) []string {
	var found []string
	for _, item := range a.XMLMsg.MessageBody.ResultList {
		v, _ := memberOf(item.Result, name).(string)
		found = append(found, v)
	}
	return found
}

const memberValidity = "QualificationValidity"

// body parses the JSON body of an event into v. It returns false if there is no body or it can't be parsed.
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

// isCheckAnswer reports whether an event is an answer to a check that is not a refusal.
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

// serviceAlive returns the part "the service has answered something in this scenario". Without it, a missing request would prove
// nothing.
func serviceAlive(before []trace.Event) part {
	if e, ok := lastOf(before, isAnswer); ok {
		return held("サービスは応答していた", "the service was answering", e)
	}
	return missed("サービスの応答が一度も記録されていない", "the record has no answer of the service").blaming(trace.BlameConfiguration)
}

package judge_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/mynalab/mynalab/reports/trace"
)

// goldenRecord builds a record by hand, with the events that capture would write. txs counts the calls; tx is the number of the
// call that is open, 0 outside of any call.
type goldenRecord struct {
	events  []trace.Event
	txs, tx int
}

func newRecord() *goldenRecord { return &goldenRecord{} }

func (t *goldenRecord) add(plane trace.Plane, by trace.Actor, kind trace.Kind, f trace.Fields) *goldenRecord {
	t.events = append(t.events, trace.Event{Scenario: "golden.feature#golden", Seq: len(t.events) + 1, Plane: plane, By: by,
		Dir: trace.Observation, Kind: kind, Tx: t.tx, Fields: f, Time: time.Date(2025, 6, 2, 9, 0, 0, 0, trace.JST())})
	return t
}

// action adds a call without arguments, the events during the call, and the screen that the product answers with.
func (t *goldenRecord) action(verb string, screen trace.Fields, meanwhile ...func(*goldenRecord)) *goldenRecord {
	return t.call(trace.Fields{"verb": verb}, screen, meanwhile...)
}

// call is like action, for a call with arguments.
func (t *goldenRecord) call(call, screen trace.Fields, meanwhile ...func(*goldenRecord)) *goldenRecord {
	t.txs++
	t.tx = t.txs
	t.add(trace.Control, trace.PersonActor, trace.KindCall, call)
	for _, m := range meanwhile {
		m(t)
	}
	t.add(trace.Control, trace.Product, trace.KindScreen, screen)
	t.tx = 0
	return t
}

// quiet adds the event in which the world records that the product had come to rest.
func quiet(t *goldenRecord) {
	t.add(trace.World, trace.Harness, trace.KindQuiet, trace.Fields{"state": string(trace.QuietReached)})
}

// rest adds a quiet event before the observations at the end of the record.
func (t *goldenRecord) rest() {
	var observed []trace.Event
	for last := len(t.events) - 1; last >= 0 && (t.events[last].Kind == trace.KindCounter || t.events[last].Kind == trace.KindInventory); last-- {
		observed = append([]trace.Event{t.events[last]}, observed...)
		t.events = t.events[:last]
	}
	quiet(t)
	for _, e := range observed {
		t.add(e.Plane, e.By, e.Kind, e.Fields)
	}
}

// claim adds a claim at the end of the record and returns its events.
func (t *goldenRecord) claim(c trace.Claim) []trace.Event {
	t.add(trace.World, trace.Harness, trace.KindClaim, c.Fields())
	return t.events
}

// exchange adds a command to the JPKI application and its response. more are further fields: target and application of the
// command, all others of the response.
func exchange(by trace.Actor, name, ef, sw string, more trace.Fields) func(*goldenRecord) {
	return func(t *goldenRecord) {
		command := trace.Fields{"name": name, "ap": "JPKI", "apdu": "00"}
		response := trace.Fields{"name": name, "ap": "JPKI", "sw": sw}
		if ef != "" {
			command["ef"], response["ef"] = ef, ef
		}
		for field, value := range more {
			if field == "target" || field == "application" {
				command[field] = value
			} else {
				response[field] = value
			}
		}
		t.add(trace.Card, by, trace.KindCommand, command)
		t.add(trace.Card, trace.CardItself, trace.KindResponse, response)
	}
}

func verify(sw, tries string) func(*goldenRecord) {
	return exchange(trace.Product, "VERIFY", "0018", sw, trace.Fields{"tries": tries})
}

func removal(t *goldenRecord) {
	t.add(trace.Card, trace.CardItself, trace.KindFailure, trace.Fields{"doing": "transmit", "error": "removed"})
}

// served adds a request of the product and the service's answer.
func served(method, path string, request any, status int, answer any) func(*goldenRecord) {
	return func(t *goldenRecord) {
		t.add(trace.Service, trace.Product, trace.KindRequest, withBody(trace.Fields{"method": method, "path": path}, request))
		t.add(trace.Service, trace.TheService, trace.KindAnswer,
			withBody(trace.Fields{"method": method, "path": path, "status": strconv.Itoa(status)}, answer))
	}
}

func withBody(f trace.Fields, body any) trace.Fields {
	if body == nil {
		return f
	}
	b, err := json.Marshal(body)
	if err != nil {
		panic(fmt.Sprintf("writing a golden body: %v", err))
	}
	f["body"] = string(b)
	return f
}

func refusal(code, text string) map[string]any {
	return map[string]any{"code": code, "messageJa": text}
}

// check adds a check request and its answer.
func check(challenge string, status int, answer any) func(*goldenRecord) {
	return served("POST", "/v1/check", map[string]any{"challengeId": challenge, "certificate": "MIIB", "signature": "c2ln"}, status, answer)
}

// eligibility returns the body of an answer to a check in the service's form.
func eligibility(validity string, note map[string]any, results ...map[string]any) map[string]any {
	list := make([]any, 0, len(results))
	for _, r := range results {
		list = append(list, map[string]any{"ResultOfQualificationConfirmation": r})
	}
	body := map[string]any{"QualificationValidity": validity, "ResultList": list}
	for member, value := range note {
		body[member] = value
	}
	return map[string]any{"XmlMsg": map[string]any{
		"MessageHeader": map[string]any{"QualificationConfirmationDate": "20250602"}, "MessageBody": body}}
}

// hanako returns the result that the service sends for 佐藤 花子.
func hanako() map[string]any {
	return map[string]any{"Name": "佐藤　花子", "NameKana": "ｻﾄｳ ﾊﾅｺ", "Sex1": "2", "Birthdate": "19850217",
		"InsurerNumber": "06132013", "InsuredCardSymbol": "１２３４", "InsuredIdentificationNumber": "567",
		"InsuredBranchNumber": "01"}
}

// resultScreen returns the screen with the result for 佐藤 花子.
func resultScreen(outcome, validity string) trace.Fields {
	return trace.Fields{"screen": "result", "outcome": outcome, "field.資格": validity, "field.氏名": "佐藤　花子",
		"field.フリガナ": "サトウ　ハナコ", "field.生年月日": "昭和60年2月17日", "field.性別": "女", "field.保険者番号": "06132013",
		"field.記号": "1234", "field.番号": "567", "field.枝番": "01", "field.確認日": "令和7年6月2日"}
}

func register(t *goldenRecord) {
	t.action("enter-credentials", trace.Fields{"screen": "passcode-set", "outcome": "registered"},
		served("POST", "/v1/registration", map[string]any{"accountId": "W0000001"}, 201, map[string]any{"deviceToken": "***"}))
}

// without returns the events that are not on a plane.
func without(events []trace.Event, plane trace.Plane) []trace.Event {
	return slices.DeleteFunc(slices.Clone(events), func(e trace.Event) bool { return e.Plane == plane })
}

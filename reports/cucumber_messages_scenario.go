package reports

import (
	"fmt"
	"slices"
	"strings"
	"time"

	messages "github.com/cucumber/messages/go/v21"

	"github.com/mynalab/mynalab/reports/bilingual"
	"github.com/mynalab/mynalab/reports/trace"
)

// scenario writes one played scenario: the test case, then its one attempt.
func (m *messageWriter) scenario(p playedScenario) {
	id := "case-" + p.of.Pickle.Id
	test := &messages.TestCase{Id: id, PickleId: p.of.Pickle.Id}
	for _, step := range p.of.Pickle.Steps {
		test.TestSteps = append(test.TestSteps, &messages.TestStep{Id: "step-" + step.Id, PickleStepId: step.Id, StepDefinitionIds: []string{}})
	}
	test.TestSteps = append(test.TestSteps, &messages.TestStep{Id: id + "-" + judgeHook, HookId: judgeHook})
	m.put(messages.Envelope{TestCase: test})
	attempt := "run-" + id
	m.put(messages.Envelope{TestCaseStarted: &messages.TestCaseStarted{Id: attempt, TestCaseId: id, Timestamp: m.stamp()}})
	happened, err := m.run.Events(p.ID)
	if err != nil && m.err == nil {
		m.err = err
	}
	for i, step := range test.TestSteps {
		if i < len(p.Steps) {
			m.step(attempt, step.Id, p.stepResult(p.Steps[i], m.run.Lang), stepLog(p, i+1, happened, m.run.Lang), 0)
			continue
		}
		m.step(attempt, step.Id, p.judgeResult(m.run.Lang), findingLog(p.Claims, 0, m.run.Lang), m.run.Timing.Scenarios[p.ID])
	}
	m.put(messages.Envelope{TestCaseFinished: &messages.TestCaseFinished{TestCaseStartedId: attempt, Timestamp: m.stamp()}})
}

// step writes one step. Only the time of the whole scenario is known; it is given to the last step.
func (m *messageWriter) step(attempt, id string, result *messages.TestStepResult, log string, took time.Duration) {
	m.put(messages.Envelope{TestStepStarted: &messages.TestStepStarted{TestCaseStartedId: attempt, TestStepId: id, Timestamp: m.stamp()}})
	if log != "" {
		m.put(messages.Envelope{Attachment: &messages.Attachment{
			Body: log, ContentEncoding: messages.AttachmentContentEncoding_IDENTITY, MediaType: "text/plain",
			TestCaseStartedId: attempt, TestStepId: id,
		}})
	}
	m.now = m.now.Add(took)
	duration := messages.GoDurationToDuration(took)
	result.Duration = &duration
	m.put(messages.Envelope{TestStepFinished: &messages.TestStepFinished{
		TestCaseStartedId: attempt, TestStepId: id, TestStepResult: result, Timestamp: m.stamp(),
	}})
}

// stepResult returns the worse of the step engine's status and the judge's findings on the step.
func (p playedScenario) stepResult(step Step, lang Lang) *messages.TestStepResult {
	for _, j := range p.Claims {
		if j.Step == step.Number && !j.OK {
			return &messages.TestStepResult{Status: messageStatus(p.Verdict), Message: strings.Join(findingLines(j, lang), "\n")}
		}
	}
	switch step.Status {
	case "passed":
		return &messages.TestStepResult{Status: messages.TestStepResultStatus_PASSED}
	case "undefined", "pending", "ambiguous":
		return &messages.TestStepResult{Status: messages.TestStepResultStatus(strings.ToUpper(step.Status)), Message: headline(p.Scenario, lang)}
	case "failed":
		return &messages.TestStepResult{Status: messageStatus(p.Verdict), Message: headline(p.Scenario, lang)}
	default:
		return &messages.TestStepResult{Status: messages.TestStepResultStatus_SKIPPED}
	}
}

// judgeResult returns the verdict of the scenario, so that it shows even if all steps passed.
func (p playedScenario) judgeResult(lang Lang) *messages.TestStepResult {
	r := &messages.TestStepResult{Status: messageStatus(p.Verdict)}
	if p.Verdict != trace.Pass {
		r.Message = strings.TrimSpace(verdictName(p.Verdict, lang) + "\n" + strings.Join(explain(p.Scenario, lang), "\n"))
	}
	return r
}

// stepLog returns what happened in a step and what the judge found, one line each.
func stepLog(p playedScenario, number int, happened []trace.Event, lang Lang) string {
	var lines []string
	for _, e := range happened {
		if e.Step == number && e.Kind != trace.KindStep && e.Kind != trace.KindClaim {
			t := eventSentenceOf(e.Kind)
			lines = append(lines, strings.TrimSpace(fmt.Sprintf("%3d %-7s %s %s", e.Seq, e.Plane, t.what.In(lang), t.text(e).In(lang))))
		}
	}
	if found := findingLog(p.Claims, number, lang); found != "" {
		lines = append(lines, found)
	}
	return strings.Join(lines, "\n")
}

// findingLog returns the findings on one step; number 0 is for findings that belong to no step.
func findingLog(claims []trace.Judged, number int, lang Lang) string {
	var lines []string
	for _, j := range claims {
		if j.Step == number {
			lines = append(lines, findingLines(j, lang)...)
		}
	}
	return strings.Join(lines, "\n")
}

// findingLines returns one finding with its evidence.
func findingLines(j trace.Judged, lang Lang) []string {
	mark := "○ "
	if !j.OK {
		mark = "× "
	}
	lines := []string{mark + j.Sentence.In(lang)}
	if !j.OK {
		lines = append(lines, claimLines(j, lang)...)
	}
	if len(j.Evidence) > 0 {
		lines = append(lines, "  "+bilingual.Of("証拠: ", "evidence: ").In(lang)+strings.Trim(fmt.Sprint(slices.Sorted(slices.Values(j.Evidence))), "[]"))
	}
	return lines
}

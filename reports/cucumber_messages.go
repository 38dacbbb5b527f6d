package reports

import (
	"encoding/json"
	"io"
	"time"

	messages "github.com/cucumber/messages/go/v21"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/reports/trace"
)

// messagesProtocol is the version of the Cucumber messages that the types are of.
const messagesProtocol = "21.0.1"

// judgeHook is the step that stands at the end of each scenario for what the judge found and no step states.
const judgeHook = "judge"

// MessageStatus is one row of the table that puts our verdicts into Cucumber's words, which are fewer.
type MessageStatus struct {
	Verdict trace.Verdict
	Status  messages.TestStepResultStatus
	Why     string
}

// DefaultMessageStatuses is the table. Cucumber takes a run for good if no step is worse than skipped.
func DefaultMessageStatuses() []MessageStatus {
	return []MessageStatus{
		{trace.Pass, messages.TestStepResultStatus_PASSED, "every claim holds"},
		{trace.KnownFail, messages.TestStepResultStatus_SKIPPED, "a failure that is listed breaks no run"},
		{trace.Unsupported, messages.TestStepResultStatus_SKIPPED, "it cannot be staged here, which is no failure"},
		{trace.NotRun, messages.TestStepResultStatus_UNKNOWN, "nobody can tell"},
		{trace.UnexpectedPass, messages.TestStepResultStatus_FAILED, "a list of known failures that is wrong breaks the run"},
		{trace.Fail, messages.TestStepResultStatus_FAILED, "a claim does not hold"},
		{trace.Error, messages.TestStepResultStatus_FAILED, "the run does not tell, and must not look as if it did"},
	}
}

func messageStatus(v trace.Verdict) messages.TestStepResultStatus {
	for _, row := range DefaultMessageStatuses() {
		if row.Verdict == v {
			return row.Status
		}
	}
	return messages.TestStepResultStatus_UNKNOWN
}

// messageWriter writes envelopes until the first error. Its time begins with world time and runs on by the durations of
// the scenarios, one after the other: the messages show no wall clock.
type messageWriter struct {
	enc *json.Encoder
	run Run
	now time.Time
	err error
}

// WriteMessages writes messages.ndjson: Cucumber messages, a line each. Where the feature files are not those of the run,
// the error is a MismatchError.
func WriteMessages(w io.Writer, run Run) error {
	run, err := run.remembered()
	if err != nil {
		return err
	}
	m := &messageWriter{enc: json.NewEncoder(w), run: run, now: run.Results.Run.Start}
	m.put(messages.Envelope{Meta: &messages.Meta{
		ProtocolVersion: messagesProtocol, Implementation: &messages.Product{Name: "mynalab", Version: run.Results.Run.Version},
		// The results know no machine; the members are required all the same.
		Runtime: &messages.Product{Name: "go"}, Os: &messages.Product{Name: "any"}, Cpu: &messages.Product{Name: "any"},
	}})
	played, err := run.Results.playedScenarios()
	if err != nil {
		return err
	}
	m.documents(played)
	m.put(messages.Envelope{TestRunStarted: &messages.TestRunStarted{Timestamp: m.stamp()}})
	for _, p := range played {
		m.scenario(p)
	}
	m.put(messages.Envelope{TestRunFinished: &messages.TestRunFinished{Success: run.Results.Good(), Timestamp: m.stamp()}})
	return m.err
}

// playedScenario is a scenario of the results with the one of the suite that it was.
type playedScenario struct {
	Scenario
	of features.Scenario
}

// playedScenarios finds each scenario in the suite.
func (r Results) playedScenarios() ([]playedScenario, error) {
	known := make(map[string]features.Scenario, len(r.suite.Scenarios))
	for _, s := range r.suite.Scenarios {
		known[s.ID] = s
	}
	list := make([]playedScenario, 0, len(r.Scenarios))
	for _, s := range r.Scenarios {
		of, ok := known[s.ID]
		if !ok || len(of.Steps) != len(s.Steps) {
			return nil, otherSuite(s.ID)
		}
		list = append(list, playedScenario{s, of})
	}
	return list, nil
}

// documents tells the files that the scenarios came from, and of their pickles those that were played.
func (m *messageWriter) documents(played []playedScenario) {
	for _, d := range m.run.Results.suite.Documents {
		told := false
		for _, p := range played {
			if p.of.File != d.File {
				continue
			}
			if !told {
				m.document(d)
				told = true
			}
			m.put(messages.Envelope{Pickle: p.of.Pickle})
		}
	}
	m.put(messages.Envelope{Hook: &messages.Hook{
		Id: judgeHook, Name: judgeHook, SourceReference: &messages.SourceReference{Uri: "runner/judge"},
	}})
}

func (m *messageWriter) document(d features.Document) {
	m.put(messages.Envelope{Source: &messages.Source{
		Uri: d.File, Data: d.Text, MediaType: messages.SourceMediaType_TEXT_X_CUCUMBER_GHERKIN_PLAIN,
	}})
	m.put(messages.Envelope{GherkinDocument: d.Tree})
}

func (m *messageWriter) put(e messages.Envelope) {
	if m.err == nil {
		m.err = m.enc.Encode(e)
	}
}

func (m *messageWriter) stamp() *messages.Timestamp {
	t := messages.GoTimeToTimestamp(m.now)
	return &t
}

package reports

import (
	"encoding/json"
	"io"
	"time"

	messages "github.com/cucumber/messages/go/v21"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/reports/trace"
)

// messagesProtocol is the version of the Cucumber messages that the Go types are made for.
const messagesProtocol = "21.0.1"

// judgeHook is the id and name of a step at the end of each scenario. It has the findings of the judge that belong to no
// step.
const judgeHook = "judge"

// MessageStatus is a row of the table that maps our verdicts to the statuses of Cucumber, which are fewer. Why is the
// reason.
type MessageStatus struct {
	Verdict trace.Verdict
	Status  messages.TestStepResultStatus
	Why     string
}

// DefaultMessageStatuses returns the table. Cucumber counts a run as good if no step is worse than skipped.
func DefaultMessageStatuses() []MessageStatus {
	return []MessageStatus{
		{trace.Pass, messages.TestStepResultStatus_PASSED, "every claim holds"},
		{trace.KnownFail, messages.TestStepResultStatus_SKIPPED, "a failure in the list of known failures does not fail the run"},
		{trace.Unsupported, messages.TestStepResultStatus_SKIPPED, "the scenario can't run here, which is not a failure"},
		{trace.NotRun, messages.TestStepResultStatus_UNKNOWN, "the scenario was not run to its end"},
		{trace.UnexpectedPass, messages.TestStepResultStatus_FAILED, "an outdated entry in the list of known failures fails the run"},
		{trace.Fail, messages.TestStepResultStatus_FAILED, "a claim does not hold"},
		{trace.Error, messages.TestStepResultStatus_FAILED, "the scenario shows nothing about the product and must not look as if it passed"},
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

// messageWriter writes envelopes until the first error. Its time starts at world time and advances by the durations of the
// scenarios one after the other, so the messages contain no wall clock time.
type messageWriter struct {
	enc *json.Encoder
	run Run
	now time.Time
	err error
}

// WriteMessages writes messages.ndjson: Cucumber messages, one per line. If the feature files are not those of the run, the
// error is a MismatchError.
func WriteMessages(w io.Writer, run Run) error {
	run, err := run.remembered()
	if err != nil {
		return err
	}
	m := &messageWriter{enc: json.NewEncoder(w), run: run, now: run.Results.Run.Start}
	m.put(messages.Envelope{Meta: &messages.Meta{
		ProtocolVersion: messagesProtocol, Implementation: &messages.Product{Name: "mynalab", Version: run.Results.Run.Version},
		// The results do not name a machine, but Cucumber requires these members.
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

// playedScenario is a scenario of the results, together with the scenario of the suite that was played.
type playedScenario struct {
	Scenario
	of features.Scenario
}

// playedScenarios returns each scenario of the results with its scenario of the suite.
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

// documents writes the files that the scenarios came from, and the pickles of the scenarios that were played.
func (m *messageWriter) documents(played []playedScenario) {
	for _, d := range m.run.Results.suite.Documents {
		written := false
		for _, p := range played {
			if p.of.File != d.File {
				continue
			}
			if !written {
				m.document(d)
				written = true
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

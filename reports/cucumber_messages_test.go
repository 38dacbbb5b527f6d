package reports

import (
	"bufio"
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	messages "github.com/cucumber/messages/go/v21"
	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports/trace"
)

func envelopes(t *testing.T, run Run) []messages.Envelope {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, WriteMessages(&b, run))
	var list []messages.Envelope
	for lines := bufio.NewScanner(&b); lines.Scan(); {
		var e messages.Envelope
		decoder := json.NewDecoder(strings.NewReader(lines.Text()))
		decoder.DisallowUnknownFields()
		require.NoError(t, decoder.Decode(&e))
		list = append(list, e)
	}
	return list
}

// shown is what the messages say of one scenario.
type shown struct {
	statuses []messages.TestStepResultStatus
	last     string
	logs     string
}

// follow returns what the messages say of each scenario. It follows the ids from attempt to pickle, as a formatter does.
func follow(t *testing.T, list []messages.Envelope) map[string]*shown {
	t.Helper()
	names, tests, attempts := map[string]string{}, map[string]*messages.TestCase{}, map[string]*shown{}
	byName := map[string]*shown{}
	for _, e := range list {
		switch {
		case e.Pickle != nil:
			names[e.Pickle.Id] = e.Pickle.Uri + "#" + e.Pickle.Name
		case e.TestCase != nil:
			require.Contains(t, names, e.TestCase.PickleId)
			tests[e.TestCase.Id] = e.TestCase
		case e.TestCaseStarted != nil:
			require.Contains(t, tests, e.TestCaseStarted.TestCaseId)
			one := &shown{}
			attempts[e.TestCaseStarted.Id] = one
			byName[names[tests[e.TestCaseStarted.TestCaseId].PickleId]] = one
		case e.TestStepFinished != nil:
			one := attempts[e.TestStepFinished.TestCaseStartedId]
			one.statuses = append(one.statuses, e.TestStepFinished.TestStepResult.Status)
			one.last = e.TestStepFinished.TestStepResult.Message
		case e.Attachment != nil:
			attempts[e.Attachment.TestCaseStartedId].logs += e.Attachment.Body + "\n"
		}
	}
	return byName
}

func TestMessagesTellEveryScenario(t *testing.T) {
	const passed, failed, skipped, unknown = messages.TestStepResultStatus_PASSED, messages.TestStepResultStatus_FAILED,
		messages.TestStepResultStatus_SKIPPED, messages.TestStepResultStatus_UNKNOWN
	run := fixture(t)
	list := envelopes(t, run)
	require.NotNil(t, list[0].Meta)
	require.NotNil(t, list[len(list)-1].TestRunFinished)
	require.False(t, list[len(list)-1].TestRunFinished.Success)
	got := follow(t, list)
	require.Len(t, got, len(run.Results.Scenarios))
	require.Equal(t, []messages.TestStepResultStatus{passed, passed, passed}, got["pin.feature#減る"].statuses)
	require.Equal(t, []messages.TestStepResultStatus{passed, failed, failed}, got["pin.feature#ロックされる"].statuses)
	require.Equal(t, skipped, got["card.feature#実機"].statuses[2])
	require.Equal(t, unknown, got["card.feature#止めた"].statuses[2])
	require.Equal(t, failed, got["z.feature#壊れた"].statuses[2])
	require.Contains(t, got["z.feature#壊れた"].last, "手順 & がない")
	require.Contains(t, got["card.feature#実機"].last, "このリーダーでは行えない")
	require.Contains(t, got["pin.feature#ロックされる"].logs, "実際: 残り<1>回")
	require.Contains(t, got["pin.feature#ロックされる"].logs, "参照データがロックされている", "the exchange in words")
}

func TestMessagesCarryTheFilesAndNoWallClock(t *testing.T) {
	run := fixture(t)
	sources := 0
	for _, e := range envelopes(t, run) {
		if e.Source != nil {
			sources++
			require.Contains(t, e.Source.Data, "機能: 暗証番号")
		}
		if e.TestRunStarted != nil {
			require.Equal(t, run.Results.Run.Start.Unix(), e.TestRunStarted.Timestamp.Seconds)
		}
	}
	require.Equal(t, 3, sources)
}

func TestMessagesRefuseOtherFeatureFiles(t *testing.T) {
	run := fixture(t)
	run.Results.Scenarios[0].Steps = nil
	require.ErrorContains(t, WriteMessages(&bytes.Buffer{}, run), "use the mynalab version and the --features of the run")
}

func TestEveryVerdictHasAMessageStatus(t *testing.T) {
	var rows []trace.Verdict
	for _, row := range DefaultMessageStatuses() {
		rows = append(rows, row.Verdict)
		require.NotEmpty(t, row.Why)
		if row.Verdict > trace.Unsupported {
			require.NotEqual(t, messages.TestStepResultStatus_PASSED, row.Status)
			require.NotEqual(t, messages.TestStepResultStatus_SKIPPED, row.Status)
		}
	}
	require.Equal(t, trace.Verdicts(), rows)
}

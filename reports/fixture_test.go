package reports

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/virtualcard/apdu"
)

const (
	failedID = "pin.feature#ロックされる"
	passedID = "pin.feature#減る [1]"
)

func both(ja, en string) trace.Sentence { return trace.Sentence{JA: ja, EN: en} }

func judged(ok bool, seq int) trace.Judged {
	j := trace.Judged{
		Seq: seq, Step: 2, Claim: trace.Claim{Check: "tries-left-shown", Args: map[string]string{"n": "2"}},
		Sentence: both("残り2回と表示される", "two tries left are shown"), Basis: trace.BasisSource,
		Planes: []trace.Plane{trace.Control}, ByProduct: true,
		Finding: trace.Finding{OK: ok, Expected: both("残り2回", "2 tries left"), Got: both("残り<1>回", "<1> left"), Evidence: []int{1, 2, 3}},
	}
	if !ok {
		j.Blame = trace.BlameProduct
	}
	return j
}

func steps() []Step {
	return []Step{
		{Number: 1, Keyword: "もし", Text: "患者が暗証番号を間違える", Line: 10, Status: "passed"},
		{Number: 2, Keyword: "ならば", Text: "残り2回と表示される", Line: 11, Status: "passed"},
	}
}

// unreached returns the steps of a scenario that was not played.
func unreached() []Step {
	list := steps()
	for i := range list {
		list[i].Status = ""
	}
	return list
}

func scenario(id string, v trace.Verdict) Scenario {
	_, name, _ := strings.Cut(id, "#")
	name, _, _ = strings.Cut(name, " [") // a row has the name of its outline
	return Scenario{
		ID: id, Feature: "暗証番号", Name: name, Line: 9, Tags: []string{"@CHK-07", "@CARD-325"},
		Requirements: []string{"CHK-07", "CARD-325"}, Verdict: v, Steps: steps(),
	}
}

// fixtureSuite returns the suite with the feature files of the fixture's scenarios.
func fixtureSuite(t *testing.T) features.Suite {
	t.Helper()
	const steps = "    もし患者が暗証番号を間違える\n    ならば残り2回と表示される\n"
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte("# language: ja\n" + text)} }
	suite, err := features.Load(fstest.MapFS{
		"card.feature": file("@CHK-07\n機能: 暗証番号\n  シナリオ: 実機\n" + steps + "  シナリオ: 止めた\n" + steps),
		"pin.feature": file("@CHK-07\n機能: 暗証番号\n  シナリオ: ロックされる\n" + steps +
			"  シナリオアウトライン: 減る\n    もし患者が暗証番号を間違える\n    ならば残り<回数>回と表示される\n    例:\n      | 回数 |\n      | 2 |\n"),
		"z.feature": file("@CHK-07\n機能: 暗証番号\n  シナリオ: 壊れた\n" + steps),
	})
	require.NoError(t, err)
	return suite
}

// fixture is a run with scenarios of several verdicts: pass, fail, unsupported, not-run and error.
func fixture(t *testing.T) Run {
	t.Helper()
	suite := fixtureSuite(t)
	pass := scenario(passedID, trace.Pass)
	pass.Counts, pass.Claims = CountsProduct, []trace.Judged{judged(true, 4)}
	pass.Requirements = []string{"CARD-324"}
	fail := scenario(failedID, trace.Fail)
	invariant := judged(true, 0)
	invariant.Step, invariant.Invariant, invariant.Claim.Args = 0, true, nil
	fail.Counts, fail.Blame, fail.Claims = CountsProduct, trace.BlameProduct, []trace.Judged{invariant, judged(false, 4)}
	unsupported := scenario("card.feature#実機", trace.Unsupported)
	why := both("このリーダーでは行えない", "this reader cannot do it")
	unsupported.Reason = &why
	notRun := scenario("card.feature#止めた", trace.NotRun)
	notRun.Reason = &trace.Sentence{JA: "止められた", EN: "stopped"}
	unsupported.Steps, notRun.Steps = unreached(), unreached()
	broken := scenario("z.feature#壊れた", trace.Error)
	broken.Blame, broken.Reason = trace.BlameHarness, &trace.Sentence{JA: "手順 & がない", EN: "no step"}
	broken.Steps = unreached()
	header := trace.Header{
		Version: "test", Seed: 7, Start: time.Date(2025, 6, 2, 0, 0, 0, 0, time.UTC),
		Adapters: map[trace.Plane]string{trace.Card: "virtual", trace.Service: "embedded"},
	}
	run := Run{
		Results: New(header, Selection{Tags: "@PIN"}, suite, []Scenario{broken, pass, notRun, fail, unsupported}),
		Timing:  Timing{Total: 2 * time.Second, Scenarios: map[string]time.Duration{passedID: 1500 * time.Millisecond}},
	}
	for i, id := range []string{passedID, failedID} {
		run.Records = append(run.Records, Record{id, writeRecord(t, t.TempDir(), i, id)})
	}
	return run
}

func events(id string) []trace.Event {
	at := time.Date(2025, 6, 2, 9, 0, 0, 0, trace.JST())
	e := func(seq, step int, p trace.Plane, by trace.Actor, d trace.Dir, k trace.Kind, f trace.Fields) trace.Event {
		return trace.Event{Scenario: id, Seq: seq, Step: step, Time: at, Plane: p, By: by, Dir: d, Kind: k, Fields: f}
	}
	return []trace.Event{
		e(1, 1, trace.World, trace.Harness, trace.Stimulus, trace.KindStep, trace.Fields{"keyword": "もし", "text": "x"}),
		e(2, 1, trace.Card, trace.CardItself, trace.Observation, trace.KindResponse,
			trace.Fields{"sw": apdu.SW6984ReferenceBlocked.String(), "data": strings.Repeat("AB", 2000)}),
		e(3, 1, trace.Control, trace.Product, trace.Observation, trace.KindScreen,
			trace.Fields{"screen": "pin", "outcome": "pin-wrong", "text": "<b>違います", "tries": "2", "field.氏名": "佐藤 花子"}),
		e(4, 2, trace.World, trace.Harness, trace.Stimulus, trace.KindClaim, trace.Fields{"check": "tries-left-shown", "arg.n": "2"}),
		e(5, 2, trace.World, trace.Harness, trace.Observation, "later-kind", trace.Fields{"novel": "value"}),
		e(6, 2, trace.World, trace.Harness, trace.Observation, trace.KindOutcome, trace.Fields{"status": "passed"}),
	}
}

func writeRecord(t *testing.T, dir string, n int, id string) string {
	t.Helper()
	path := filepath.Join(dir, string(rune('a'+n))+".ndjson")
	f, err := os.Create(path)
	require.NoError(t, err)
	for _, e := range events(id) {
		require.NoError(t, trace.Encode(f, e))
	}
	require.NoError(t, f.Close())
	return path
}

package judge_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/runner/judge"
)

// invariantRow is a record and whether an invariant holds in it.
type invariantRow struct {
	name, invariant string
	holds           bool
	records         []func(*goldenRecord)
}

func (row invariantRow) test(t *testing.T) {
	record := newRecord()
	for _, add := range row.records {
		add(record)
	}
	all, err := judge.Judge(record.events)
	require.NoError(t, err)
	found := 0
	for _, j := range all {
		if j.Claim.Check != row.invariant {
			continue
		}
		found++
		require.Equal(t, row.holds, j.OK, "%+v", j.Finding)
		if !row.holds {
			require.NotEmpty(t, j.Evidence)
			require.Equal(t, trace.BlameProduct, j.Blame)
		}
	}
	require.Equal(t, 1, found)
}

// mode adds a check request with a mode of identification.
func mode(name, challenge string) func(*goldenRecord) {
	return served("POST", "/v1/check", map[string]any{"challengeId": challenge, "mode": name}, 200, nil)
}

func faceIs(on string) func(*goldenRecord) {
	return func(t *goldenRecord) {
		t.call(trace.Fields{"verb": "confirm-face", "arg.on": on}, trace.Fields{"screen": "card-read"})
	}
}

func startCheck(t *goldenRecord) { t.action("start-check", trace.Fields{"screen": "visual"}) }

// reading adds an action in which the card is read.
func reading(meanwhile ...func(*goldenRecord)) func(*goldenRecord) {
	return func(t *goldenRecord) { t.action("read-card", trace.Fields{"screen": "auth-select"}, meanwhile...) }
}

func TestInvariantsOfChecks(t *testing.T) {
	again := func(t *goldenRecord) { t.action("close", trace.Fields{"screen": "auth-select"}, mode("pin", "c2")) }
	for _, row := range []invariantRow{
		{"CHK-18 one check a reading", "check-sent-once", true, []func(*goldenRecord){typePIN, reading(mode("pin", "c1")), typePIN,
			reading(mode("pin", "c2"))}},
		{"CHK-18 no check at all", "check-sent-once", true, []func(*goldenRecord){typePIN, reading(), again}},
		{"CHK-18 two checks in a reading", "check-sent-once", false, []func(*goldenRecord){typePIN,
			reading(mode("pin", "c1"), mode("pin", "c2"))}},
		{"CHK-18 a second check in a later action", "check-sent-once", false, []func(*goldenRecord){typePIN, reading(mode("pin", "c1")), again}},

		{"SVC-285 by PIN", "mode-as-identified", true, []func(*goldenRecord){startCheck, typePIN, reading(mode("pin", "c1"))}},
		{"SVC-286 by face", "mode-as-identified", true, []func(*goldenRecord){startCheck, faceIs("true"), reading(mode("visual", "c1"))}},
		{"an unknown mode", "mode-as-identified", true, []func(*goldenRecord){typePIN, reading(mode("", "c1"), mode("x", "c2"))}},
		{"no call is recorded", "mode-as-identified", true, []func(*goldenRecord){mode("pin", "c1")}},
		{"SVC-285 face sent after a PIN", "mode-as-identified", false, []func(*goldenRecord){typePIN, reading(mode("visual", "c1"))}},
		{"SVC-286 PIN sent after a face", "mode-as-identified", false, []func(*goldenRecord){faceIs("true"), reading(mode("pin", "c1"))}},
		{"SVC-111 face that does not match", "mode-as-identified", false, []func(*goldenRecord){faceIs("false"), reading(mode("visual", "c1"))}},
		{"SVC-112 identification of the check before", "mode-as-identified", false, []func(*goldenRecord){typePIN, reading(mode("pin", "c1")),
			startCheck, reading(mode("pin", "c2"))}},
	} {
		t.Run(row.invariant+" "+row.name, row.test)
	}
}

// insured returns a result for the same person with another insurer.
func insured(number string) map[string]any {
	r := hanako()
	r["InsurerNumber"] = number
	return r
}

// several adds a result screen after an answer with two results that differ only in the insurer.
func several(more trace.Fields) func(*goldenRecord) {
	return func(t *goldenRecord) {
		screen := trace.Fields{"screen": "result", "outcome": "not-confirmed", "field.資格": "複数該当"}
		for name, value := range more {
			screen[name] = value
		}
		t.action("read-card", screen, check("c1", 200, eligibility("5", nil, hanako(), insured("39289996"))))
	}
}

func TestShownEqualsWhatThisDeedWasSent(t *testing.T) {
	const name = "shown-equals-sent"
	first := func(t *goldenRecord) {
		t.action("read-card", resultScreen("confirmed", "有効"), check("c1", 200, eligibility("1", nil, hanako())))
	}
	stays := func(t *goldenRecord) { t.action("start-check", resultScreen("confirmed", "有効")) }
	unasked := func(t *goldenRecord) { t.action("read-card", resultScreen("confirmed", "有効")) }
	changed := func(t *goldenRecord) {
		t.action("read-card", resultScreen("confirmed", "有効"), check("c2", 200, eligibility("1", nil, insured("39289996"))))
	}
	for _, row := range []invariantRow{
		{"CHK-18 asked again", name, true, []func(*goldenRecord){first, first}},
		{"SVC-112 a result that stays where no card is read", name, true, []func(*goldenRecord){first, stays}},
		{"CHK-18 a former result without asking", name, false, []func(*goldenRecord){first, unasked}},
		{"CHK-18 a former result after another answer", name, false, []func(*goldenRecord){first, changed}},

		{"SVC-169 what both agree in", name, true, []func(*goldenRecord){several(trace.Fields{"field.氏名": "佐藤　花子"})}},
		{"SVC-169 both of them", name, true, []func(*goldenRecord){several(trace.Fields{"field.保険者番号": "06132013",
			"field.保険者番号.2": "39289996"})}},
		{"SVC-169 the first of two", name, false, []func(*goldenRecord){several(trace.Fields{"field.保険者番号": "06132013"})}},
		{"SVC-169 the second of two", name, false, []func(*goldenRecord){several(trace.Fields{"field.保険者番号": "39289996"})}},
	} {
		t.Run(row.name, row.test)
	}
}

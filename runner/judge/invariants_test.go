package judge_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/runner/judge"
)

func typePIN(t *goldenRecord) { t.action("enter-pin", trace.Fields{"screen": "card-read"}) }

// shownAs adds a result screen with another value in one field, after an answer for 佐藤 花子.
func shownAs(field, value string) func(*goldenRecord) {
	return func(t *goldenRecord) {
		screen := resultScreen("confirmed", "有効")
		screen[field] = value
		t.action("read-card", screen, check("c1", 200, eligibility("1", nil, hanako())))
	}
}

func screenWith(field, value string) func(*goldenRecord) {
	return func(t *goldenRecord) { t.action("read-card", trace.Fields{"screen": "auth-select", field: value}) }
}

// leaks adds a request in which the recorder masked a secret.
func leaks(by trace.Actor) func(*goldenRecord) {
	return func(t *goldenRecord) {
		t.add(trace.Service, by, trace.KindRequest, trace.Fields{"method": "POST", "path": "/v1/check", trace.Leak: "header x-pin"})
	}
}

func TestInvariants(t *testing.T) {
	read := trace.Fields{"screen": "pin"}
	for _, row := range []struct {
		name, invariant string
		holds           bool
		records         []func(*goldenRecord)
	}{
		{"CARD-324 a PIN is presented once", "pin-asked-once", true, []func(*goldenRecord){typePIN,
			func(t *goldenRecord) { t.action("read-card", read, verify("63C2", "2")) }, typePIN,
			func(t *goldenRecord) { t.action("read-card", read, verify("9000", "")) }}},
		{"CARD-324 presented twice in one action", "pin-asked-once", false, []func(*goldenRecord){typePIN,
			func(t *goldenRecord) { t.action("read-card", read, verify("63C2", "2"), verify("63C1", "1")) }}},
		{"CARD-324 presented again later", "pin-asked-once", false, []func(*goldenRecord){typePIN,
			func(t *goldenRecord) { t.action("read-card", read, verify("63C2", "2")) },
			func(t *goldenRecord) { t.action("read-card", read, verify("63C1", "1")) }}},
		{"SVC-286 presented although none was typed", "pin-asked-once", false, []func(*goldenRecord){
			func(t *goldenRecord) { t.action("read-card", read, verify("63C2", "2")) }}},
		{"the harness may present PINs", "pin-asked-once", true, []func(*goldenRecord){
			exchange(trace.Harness, "VERIFY", "0018", "63C2", nil), exchange(trace.Harness, "VERIFY", "0018", "63C1", nil)}},

		{"CHK-07 in other spellings", "shown-equals-sent", true, []func(*goldenRecord){shownAs("field.生年月日", "1985/2/17")}},
		{"CHK-07 era of one letter", "shown-equals-sent", true, []func(*goldenRecord){shownAs("field.生年月日", "Ｓ６０．２．１７")}},
		{"CHK-07 label unknown", "shown-equals-sent", true, []func(*goldenRecord){shownAs("field.備考", "何か")}},
		{"CHK-07 name", "shown-equals-sent", false, []func(*goldenRecord){shownAs("field.氏名", "佐藤　花")}},
		{"CHK-07 second name", "shown-equals-sent", false, []func(*goldenRecord){shownAs("field.氏名.2", "鈴木　一郎")}},
		{"CHK-07 birth date", "shown-equals-sent", false, []func(*goldenRecord){shownAs("field.生年月日", "昭和60年2月18日")}},
		{"CHK-07 era that had ended", "shown-equals-sent", false, []func(*goldenRecord){shownAs("field.生年月日", "大正74年2月17日")}},
		{"CHK-07 insurer number without its zero", "shown-equals-sent", false, []func(*goldenRecord){shownAs("field.保険者番号", "6132013")}},
		{"CHK-07 symbol", "shown-equals-sent", false, []func(*goldenRecord){shownAs("field.記号", "1235")}},
		{"CHK-07 number", "shown-equals-sent", false, []func(*goldenRecord){shownAs("field.番号", "568")}},
		{"CHK-07 branch", "shown-equals-sent", false, []func(*goldenRecord){shownAs("field.枝番", "1")}},
		{"CHK-07 sex", "shown-equals-sent", false, []func(*goldenRecord){shownAs("field.性別", "男")}},
		{"CHK-11 never sent", "shown-equals-sent", false, []func(*goldenRecord){shownAs("field.住所", "架空県")}},
		{"CHK-18 shown without any answer", "shown-equals-sent", false, []func(*goldenRecord){
			func(t *goldenRecord) { t.action("read-card", resultScreen("confirmed", "有効")) }}},

		{"ordinary text", "no-secret-shown", true, []func(*goldenRecord){screenWith("text", "残り2回 06132013")}},
		{"masked secret", "no-secret-shown", false, []func(*goldenRecord){screenWith("text", trace.Masked)}},
		{"form of My Number", "no-secret-shown", false, []func(*goldenRecord){screenWith("handover", "番号 １２３４５６７８９０１８")}},
		{"twelve digits with another check digit", "no-secret-shown", true, []func(*goldenRecord){screenWith("text", "123456789012")}},
		{"a leak that the recorder masked", "no-secret-shown", false, []func(*goldenRecord){leaks(trace.Product)}},
		{"a leak that is not the product's", "no-secret-shown", true, []func(*goldenRecord){leaks(trace.Harness)}},
		{"INI-02 what the registration asks for", "no-secret-shown", true, []func(*goldenRecord){
			served("POST", "/v1/registration", map[string]any{"password": trace.Masked, "activationCode": trace.Masked}, 201, nil)}},
		{"INI-02 the password with a check", "no-secret-shown", false, []func(*goldenRecord){
			served("POST", "/v1/check", map[string]any{"challengeId": "c1", "password": trace.Masked}, 200, nil)}},
		{"a PIN with the registration, deep inside", "no-secret-shown", false, []func(*goldenRecord){
			served("POST", "/v1/registration", map[string]any{"x": []any{map[string]any{"pin": []any{trace.Masked}}}}, 201, nil)}},
		{"what the service sends", "no-secret-shown", true, []func(*goldenRecord){
			served("POST", "/v1/registration", nil, 201, map[string]any{"deviceToken": trace.Masked})}},

		{"challenges differ", "challenge-once", true, []func(*goldenRecord){check("c1", 422, nil), check("c2", 200, nil)}},
		{"challenge used again", "challenge-once", false, []func(*goldenRecord){check("c1", 422, nil), check("c1", 200, nil)}},
	} {
		t.Run(row.invariant+" "+row.name, func(t *testing.T) {
			record := newRecord()
			for _, add := range row.records {
				add(record)
			}
			all, err := judge.Judge(record.events)
			require.NoError(t, err)
			found := 0
			for _, j := range all {
				require.True(t, j.Invariant)
				if j.Claim.Check != row.invariant {
					continue
				}
				found++
				require.Equal(t, row.holds, j.OK, "%+v", j.Finding)
				require.Equal(t, row.holds, len(j.Evidence) == 0)
			}
			require.Equal(t, 1, found)
		})
	}
}

func TestInvariantsHoldOnAnEmptyRecord(t *testing.T) {
	all, err := judge.Judge(nil)
	require.NoError(t, err)
	require.Len(t, all, len(judge.Invariants()))
	for _, j := range all {
		require.True(t, j.OK)
		require.False(t, j.ByProduct)
	}
}

package judge_test

import (
	"slices"

	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/runner/judge"
)

const (
	mismatch = "機関コード、ID、パスワード、アクティベーションコードが異なります。"
	badForm  = "アクティベーションコードが条件に合っていません。"
)

func goldens() []golden {
	return slices.Concat(screenGoldens(), fieldGoldens(), pinGoldens(), accountGoldens(), certificateGoldens(), lineGoldens(), readerGoldens(),
		cardGoldens(), portalFormGoldens(), portalViewGoldens(), portalPageGoldens(), portalAccountGoldens())
}

func screenGoldens() []golden {
	confirmed := func(t *goldenRecord) {
		t.action("read-card", resultScreen("confirmed", "有効"), check("c1", 200, eligibility("1", nil, hanako())))
	}
	return []golden{
		{"SVC-112 閉じる leads to the choice", judge.ScreenIs("auth-select"), func(t *goldenRecord) {
			t.action("close", trace.Fields{"screen": "auth-select", "outcome": ""})
		}, []failing{screens("screen", "result")}},
		{"SVC-109 log-in", judge.TerminalReady(), func(t *goldenRecord) {
			t.action("login", trace.Fields{"screen": "auth-select", "outcome": ""})
		}, []failing{screens("screen", "locked"), change{trace.Control, trace.KindCall, "verb", "agree", trace.BlameHarness}}},
		{"SVC-144 no result", judge.NoResultShown(), func(t *goldenRecord) {
			t.action("read-card", trace.Fields{"screen": "pin", "outcome": "pin-wrong"}, verify("63C2", "2"))
		}, []failing{lateCheck(), screens("screen", "result"), screens("outcome", "confirmed"), screens("outcome", ""),
			screens("field.氏名", "佐藤　花子"), screens("handover", "佐藤　花子"), screens("handover.other", "[]"),
			change{trace.Control, trace.KindCall, "verb", "open-settings", trace.BlameHarness}}},
		{"CHK-07 CHK-18 result with name", judge.ResultShows("佐藤 花子", "有効"), confirmed, []failing{
			screens("field.氏名", "鈴木　一郎"), screens("field.資格", "無効"), screens("outcome", "not-confirmed"),
			screens("screen", "card-read"),
			change{trace.Service, trace.KindRequest, "body", `{"challengeId":"c1","certificate":"MIIB"}`, trace.BlameProduct},
			change{trace.Service, trace.KindAnswer, "status", "422", trace.BlameProduct}}},
		{"CHK-07 result", judge.ResultShown(), confirmed, []failing{screens("screen", "auth-select"),
			screens("field.資格", "無効"), change{trace.Service, trace.KindAnswer, "body", `{"XmlMsg":[]}`, trace.BlameProduct}}},
		{"SVC-302 no qualification", judge.ValidityShown("該当資格なし"), func(t *goldenRecord) {
			t.action("read-card", trace.Fields{"screen": "result", "outcome": "not-confirmed", "field.資格": "該当資格なし"},
				check("c1", 200, eligibility("4", nil)))
		}, []failing{screens("outcome", "confirmed"), screens("field.資格", "有効")}},
		{"INI-14 SVC-113 switch", judge.SwitchShown("オン"), func(t *goldenRecord) {
			t.action("open-settings", trace.Fields{"screen": "settings", "field.目視確認で本人認証": "オン"})
		}, []failing{screens("field.目視確認で本人認証", "オフ"), screens("screen", "auth-select")}},
		{"CHK-10 result gone", judge.ResultGone(), func(t *goldenRecord) {
			confirmed(t)
			t.action("close", trace.Fields{"screen": "auth-select"})
		}, []failing{screens("field.氏名", "佐藤　花子"), screens("handover", "氏名"), screens("screen", "result")}},
	}
}

// filed adds a result with its files. The XML has its elements in a different order (SVC-046) and one of them without a value.
func filed(t *goldenRecord) {
	answer, screen := eligibility("1", nil, hanako()), resultScreen("confirmed", "有効")
	screen["handover.json"] = withBody(trace.Fields{}, answer)["body"]
	screen["handover.xml"] = `<?xml version="1.0" encoding="UTF-8"?><XmlMsg><MessageBody><ResultList>
		<ResultOfQualificationConfirmation><Sex1>2</Sex1><Name>佐藤　花子</Name><NameKana>ｻﾄｳ ﾊﾅｺ</NameKana><Address></Address>
		<Birthdate>19850217</Birthdate><InsurerNumber>06132013</InsurerNumber><InsuredCardSymbol>１２３４</InsuredCardSymbol>
		<InsuredBranchNumber>01</InsuredBranchNumber><InsuredIdentificationNumber>567</InsuredIdentificationNumber>
		</ResultOfQualificationConfirmation></ResultList><QualificationValidity>1</QualificationValidity></MessageBody>
		<MessageHeader><QualificationConfirmationDate>20250602</QualificationConfirmationDate></MessageHeader></XmlMsg>`
	t.action("read-card", screen, check("c1", 200, answer))
}

func fieldGoldens() []golden {
	confirmed := func(t *goldenRecord) {
		t.action("read-card", resultScreen("confirmed", "有効"), check("c1", 200, eligibility("1", nil, hanako())))
	}
	return []golden{
		{"SVC-132 SVC-135 field", judge.FieldShown("生年月日", "昭和60年2月17日"), confirmed, []failing{
			screens("field.生年月日", "昭和60年2月18日"), screens("field.生年月日", ""), screens("screen", "auth-select"),
			change{trace.Service, trace.KindAnswer, "body", `{"XmlMsg":{"MessageBody":{"ResultList":[]}}}`, trace.BlameProduct}}},
		{"SVC-165 address withheld", judge.FieldWithheld("住所"), confirmed, []failing{lateMember("Address"), screens("field.住所", "架空県港市"),
			screens("screen", "auth-select"), change{trace.Service, trace.KindAnswer, "body", `{"XmlMsg":{"MessageBody":{` +
				`"QualificationValidity":"1","ResultList":[{"ResultOfQualificationConfirmation":{"Address":"架空県港市"}}]}}}`,
				trace.BlameHarness}}},
		{"CHK-14 SVC-134 hand-over", judge.HandOverAgrees(), func(t *goldenRecord) {
			t.action("read-card", trace.Fields{"screen": "result", "field.氏名": "佐藤　花子", "field.生年月日": "昭和60年2月17日",
				"handover": "氏名\t佐藤　花子\n生年月日：1985/2/17\n"})
		}, []failing{screens("handover", "氏名\t佐藤　花子\n"), screens("handover", ""), screens("handover", "氏名 鈴木　一郎\n生年月日 1985/2/17"),
			screens("handover", "氏名\t佐藤　花子\n生年月日\t1985/2/17\n薬剤情報\tあり\n"), screens("screen", "auth-select")}},
		{"SVC-138 SVC-139 files", judge.FilesAgree(), filed, []failing{screens("handover.xml", "<XmlMsg><Name>佐藤　花子</Name></XmlMsg>"),
			screens("handover.xml", "<XmlMsg>"), screens("handover.xml", ""), screens("handover.json", `{"XmlMsg":{"Name":"鈴木"}}`),
			screens("handover.json", ""), screens("screen", "auth-select"),
			change{trace.Service, trace.KindAnswer, "status", "500", trace.BlameProduct}}},
		{"CHK-11 CHK-12 insurance data only", judge.OnlyInsuranceData(), confirmed, []failing{lateMember("PharmacistsInfoConsFlg"),
			screens("field.薬剤情報", "あり"), screens("screen", "auth-select"),
			change{trace.Service, trace.KindAnswer, "body", `{"XmlMsg":{"MessageBody":{"QualificationValidity":"1","ResultList":[` +
				`{"ResultOfQualificationConfirmation":{"PharmacistsInfoConsFlg":"1"}}]}}}`, trace.BlameHarness},
			change{trace.Service, trace.KindAnswer, "status", "500", trace.BlameProduct}}},
	}
}

func pinGoldens() []golden {
	return []golden{
		{"SVC-144 CARD-324 tries left", judge.TriesLeftShown(2), func(t *goldenRecord) {
			t.action("read-card", trace.Fields{"screen": "pin", "outcome": "pin-wrong", "tries": "2", "text": "残り２回です。"},
				verify("63C2", "2"))
		}, []failing{screens("tries", "1"), screens("text", "残り12回です。"), screens("text", ""), screens("outcome", "pin-locked"),
			change{trace.Card, trace.KindResponse, "tries", "1", trace.BlameHarness},
			change{trace.Card, trace.KindCommand, "name", "VERIFY (query)", trace.BlameProduct},
			change{trace.Card, trace.KindCommand, "name", "SELECT", trace.BlameProduct}}},
		{"CARD-325 the last try locks", judge.TriesLeftShown(0), func(t *goldenRecord) {
			t.action("read-card", trace.Fields{"screen": "pin", "outcome": "pin-locked", "tries": "0"}, verify("63C0", "0"))
		}, []failing{screens("tries", "1")}},
		{"SVC-146 CARD-326 locked", judge.PINLockedShown(), func(t *goldenRecord) {
			t.action("read-card", trace.Fields{"screen": "pin", "outcome": "pin-locked"}, verify("6984", ""))
		}, []failing{screens("outcome", "pin-wrong"), change{trace.Card, trace.KindResponse, "sw", "9000", trace.BlameHarness}}},
		{"CARD-339 four digits", judge.PINFormatShown(), func(t *goldenRecord) {
			t.add(trace.Card, trace.PersonActor, trace.KindInserted, nil)
			t.action("enter-pin", trace.Fields{"screen": "pin", "outcome": "pin-format"})
		}, []failing{late{verify("63C1", "1"), trace.BlameProduct}, screens("outcome", "pin-wrong")}},
		{"CARD-317 counter", judge.CardTriesAre(3), func(t *goldenRecord) {
			t.action("read-card", trace.Fields{"screen": "result"})
			t.add(trace.Card, trace.CardItself, trace.KindCounter, trace.Fields{"ef": "0018", "tries": "3"})
		}, []failing{late{verify("63C1", "1"), trace.BlameProduct},
			late{exchange(trace.Product, "SELECT", "", "9000", nil), trace.BlameProduct}, change{trace.Card, trace.KindCounter, "tries", "2", trace.BlameProduct},
			change{trace.Card, trace.KindCounter, "ef", "001B", trace.BlameHarness}}},
	}
}

func accountGoldens() []golden {
	inventory := func(f trace.Fields) func(*goldenRecord) {
		return func(t *goldenRecord) { t.add(trace.Service, trace.TheService, trace.KindInventory, f) }
	}
	return []golden{
		{"seed 000 Q9 INI-03 mismatch", judge.MismatchShown(), func(t *goldenRecord) {
			t.action("enter-credentials", trace.Fields{"screen": "credentials", "outcome": "credentials-mismatch", "text": mismatch},
				served("POST", "/v1/registration", nil, 401, refusal("MOCK-E101", mismatch)))
		}, []failing{screens("text", mismatch+" "), screens("screen", "notice"),
			change{trace.Service, trace.KindAnswer, "status", "400", trace.BlameProduct},
			change{trace.Service, trace.KindAnswer, "body", `{"code":"MOCK-E102"}`, trace.BlameProduct}}},
		{"seed 000 Q10 INI-07 format", judge.ActivationFormatShown(), func(t *goldenRecord) {
			t.action("enter-credentials", trace.Fields{"screen": "credentials", "outcome": "activation-code-format", "text": badForm})
			inventory(trace.Fields{"registrations": "0"})(t)
		}, []failing{lateRequest("POST", "/v1/registration", 401), screens("text", mismatch), screens("outcome", "credentials-mismatch"),
			change{trace.Service, trace.KindInventory, "registrations", "1", trace.BlameProduct},
			change{trace.Service, trace.KindInventory, "registrations", "", trace.BlameHarness}}},
		{"INI-02 INI-09 registration", judge.RegistrationAccepted(), register, []failing{screens("screen", "locked"),
			screens("outcome", ""), change{trace.Service, trace.KindAnswer, "status", "200", trace.BlameProduct}}},
		{"DER-01 deregistration", judge.DeregistrationAccepted(), func(t *goldenRecord) {
			t.action("deregister", trace.Fields{"screen": "credentials", "outcome": "deregistered"},
				served("DELETE", "/v1/registration", nil, 204, nil))
		}, []failing{screens("outcome", "not-deregistered"), change{trace.Service, trace.KindAnswer, "method", "POST", trace.BlameProduct}}},
		{"DER-01 F14 deregistration without an answer", judge.NotDeregisteredShown(), func(t *goldenRecord) {
			t.add(trace.World, trace.Harness, trace.KindLine, trace.Fields{"state": "cut"})
			t.action("deregister", trace.Fields{"screen": "settings", "outcome": "not-deregistered"})
		}, []failing{lateRequest("DELETE", "/v1/registration", 204), screens("outcome", "deregistered"), change{trace.World, trace.KindLine, "state", "restored", trace.BlameHarness}}},
		{"eligibility §2.2 state", judge.AccountStateIs("W0000001", "cooldown"), func(t *goldenRecord) {
			t.action("deregister", trace.Fields{"screen": "credentials"})
			inventory(trace.Fields{"account.W0000001": "cooldown"})(t)
		}, []failing{lateRequest("DELETE", "/v1/registration", 204), change{trace.Service, trace.KindInventory, "account.W0000001", "bound", trace.BlameProduct},
			change{trace.Service, trace.KindInventory, "account.W0000001", "", trace.BlameHarness}}},
	}
}

package judge_test

import (
	"testing"

	"github.com/mynalab/mynalab/reports/trace"
)

func TestInvariantOfPersonalData(t *testing.T) {
	const name = "person-on-result-only"
	confirmed := func(t *goldenRecord) {
		t.action("read-card", resultScreen("confirmed", "有効"), check("c1", 200, eligibility("1", nil, hanako())))
	}
	then := func(verb string, screen trace.Fields) func(*goldenRecord) {
		return func(t *goldenRecord) { t.action(verb, screen) }
	}
	with := func(screen, field, value string) trace.Fields {
		return trace.Fields{"screen": screen, "outcome": "pin-wrong", field: value}
	}
	for _, row := range []invariantRow{
		{"CHK-09 closed", name, true, []func(*goldenRecord){confirmed, then("close", trace.Fields{"screen": "auth-select"})}},
		{"a result stays after an action that it does not offer", name, true, []func(*goldenRecord){confirmed,
			then("set-visual", resultScreen("not-possible-here", "有効"))}},
		{"INI-13 the settings have a field of their own", name, true, []func(*goldenRecord){confirmed,
			then("open-settings", with("settings", "field.目視確認で本人認証", "オン"))}},
		{"a number of the person inside a message, by chance", name, true, []func(*goldenRecord){confirmed,
			then("enter-pin", with("pin", "text", "エラー567が発生しました。"))}},
		{"a name before the service has sent it", name, true, []func(*goldenRecord){
			then("enter-pin", with("pin", "text", "佐藤花子")), confirmed}},
		{"empty values", name, true, []func(*goldenRecord){confirmed, then("close", with("auth-select", "field.氏名", ""))}},

		{"CHK-10 the name on the screen before the next check", name, false, []func(*goldenRecord){confirmed,
			then("close", with("auth-select", "field.氏名", "佐藤　花子"))}},
		{"a second value of a label", name, false, []func(*goldenRecord){confirmed, then("close", with("auth-select", "field.記号.2", "１２３４"))}},
		{"SVC-111 a value that nobody sent", name, false, []func(*goldenRecord){then("enter-pin", with("pin", "field.番号", "999"))}},
		{"hand-over on an error screen", name, false, []func(*goldenRecord){confirmed, then("enter-pin", with("pin", "handover", "佐藤"))}},
		{"XML for the receipt computer on the login screen", name, false, []func(*goldenRecord){then("launch", with("locked", "handover.xml", "<XmlMsg/>"))}},
		{"a file of another form", name, false, []func(*goldenRecord){then("launch", with("locked", "handover.other", "[]"))}},
		{"the name inside a message, in another spelling", name, false, []func(*goldenRecord){confirmed,
			then("enter-pin", with("pin", "text", "佐藤 花子さんの暗証番号が違います。"))}},
		{"the reading of the name under another label", name, false, []func(*goldenRecord){confirmed,
			then("close", with("auth-select", "field.前の方", "サトウ　ハナコ"))}},
		{"a number of the person under another label", name, false, []func(*goldenRecord){confirmed,
			then("close", with("auth-select", "field.前の方", "567"))}},
		{"CHK-10 the result itself after it was closed", name, false, []func(*goldenRecord){confirmed, then("close", resultScreen("confirmed", "有効"))}},
		{"the result itself after a new start", name, false, []func(*goldenRecord){confirmed, then("launch", resultScreen("confirmed", "有効"))}},
		{"the result itself after a new installation", name, false, []func(*goldenRecord){confirmed, then("install", resultScreen("confirmed", "有効"))}},
		{"the result itself after it was uninstalled", name, false, []func(*goldenRecord){confirmed, then("uninstall", resultScreen("confirmed", "有効"))}},
	} {
		t.Run(row.name, row.test)
	}
}

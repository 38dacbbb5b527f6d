package judge_test

import (
	"slices"
	"strconv"

	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/runner/judge"
)

// visited adds a request of a person to a portal and the portal's answer.
func visited(method, rest string, status int, answer any) func(*goldenRecord) {
	return func(t *goldenRecord) {
		about := trace.Fields{"exchange": "portal " + strconv.Itoa(len(t.events)), "method": method, "path": "/v1/portals/omf" + rest}
		t.add(trace.Service, trace.PersonActor, trace.KindRequest, about)
		t.add(trace.Service, trace.TheService, trace.KindAnswer, withBody(trace.Fields{"exchange": about["exchange"], "method": method,
			"path": about["path"], "status": strconv.Itoa(status)}, answer))
	}
}

// portalSays returns a change of the portal's answer. The harness is to blame for it, since the portals are part of mynalab.
func portalSays(field, value string) failing {
	return change{trace.Service, trace.KindAnswer, field, value, trace.BlameHarness}
}

// refusedFields returns the body of a refusal of a form; fields has label, rule and source of each refused field.
func refusedFields(fields ...string) map[string]any {
	var list []any
	for f := range slices.Chunk(fields, 3) {
		list = append(list, map[string]any{"label": f[0], "rule": f[1], "source": f[2], "messageJa": "だめ"})
	}
	return map[string]any{"code": "MOCK-E401", "fields": list}
}

func portalFormGoldens() []golden {
	const note = "（半角数字・ハイフン無しでご入力ください）"
	return []golden{
		{"REG-27 accepted", judge.PortalAccepted(), visited("POST", "/forms/user-registration", 201, map[string]any{"applicationId": "a1"}),
			[]failing{portalSays("status", "200"), portalSays("body", `{}`), portalSays("exchange", "portal 9"),
				change{trace.Service, trace.KindRequest, "path", "/v1/portals/omf/forms/start/preview", trace.BlameHarness}}},
		{"eligibility §3.2 refused", judge.PortalRefused("電話番号", "required"),
			visited("POST", "/forms/user-registration", 422, refusedFields("電話番号"+note, "required", "REG-16")),
			[]failing{portalSays("status", "201"), portalSays("body", `{"code":"MOCK-E401","fields":[]}`),
				portalSays("body", `{"code":"MOCK-E401","fields":[{"label":"電話番号","rule":"required","source":"","messageJa":"だめ"}]}`),
				portalSays("body", `{"code":"MOCK-E401","fields":[{"label":"電話番号","rule":"digits","source":"x","messageJa":"だめ"}]}`),
				portalSays("body", `{"code":"MOCK-E401","fields":[{"label":"電話番号","rule":"required","source":"x","messageJa":"だめ"},`+
					`{"label":"姓","rule":"required","source":"x","messageJa":"だめ"}]}`)}},
		{"REG-10 refused among others", judge.PortalRefusedAmong("都道府県", "required"), visited("POST", "/forms/user-registration", 422,
			refusedFields("都道府県", "required", "REG-10", "機関コード（7桁）", "on-file", "REG-15")),
			[]failing{portalSays("status", "201"), portalSays("body", `{"code":"MOCK-E401","fields":[]}`)}},
		{"SVC-207 refused as a whole", judge.FormRefused("1回限りです。"), visited("POST", "/forms/grant", 409, refusal("MOCK-E410", "1回限りです。")),
			[]failing{portalSays("status", "201"), portalSays("body", `{"code":"MOCK-E410","messageJa":"別の理由"}`)}},
		{"APP-09 confirmed", judge.FacilityConfirmed(), visited("POST", "/facility-check", 200, map[string]any{"confirmed": true}),
			[]failing{portalSays("status", "422"), portalSays("body", `{"confirmed":false}`)}},
		{"APP-10 not confirmed", judge.FacilityNotConfirmed(), visited("POST", "/facility-check", 422, refusal("MOCK-E401", "合わない")),
			[]failing{portalSays("status", "200"), portalSays("body", `{}`)}},
		{"APP-21 attachment", judge.AttachmentTaken("pdf"), visited("POST", "/attachments", 201,
			map[string]any{"attachmentId": "f1", "kind": "pdf"}), []failing{portalSays("status", "415"), portalSays("body", `{"attachmentId":"f1","kind":"png"}`)}},
		{"APP-22 SVC-196 kind", judge.AttachmentKindRefused(), visited("POST", "/attachments", 415, refusal("MOCK-E402", "形式")),
			[]failing{portalSays("status", "413"), portalSays("body", `{"code":"MOCK-E402"}`)}},
		{"APP-24 size", judge.AttachmentSizeRefused(), visited("POST", "/attachments", 413, refusal("MOCK-E403", "大きい")),
			[]failing{portalSays("status", "201"), portalSays("body", `{}`)}},
	}
}

func portalViewGoldens() []golden {
	field := func(label string, more map[string]any) map[string]any {
		f := map[string]any{"label": label, "visible": true, "required": true}
		for name, value := range more {
			f[name] = value
		}
		return f
	}
	form := map[string]any{"missing": []string{"姓", "機関コード（7桁）"}, "fields": []any{
		field("姓", map[string]any{"hint": "例) 基金"}), field("名", nil), field("都道府県", map[string]any{"options": []string{"甲", "乙"}}),
		field("機関コード（7桁）", nil), field("健診実施機関等名", map[string]any{"auto": true, "value": "港健診センター"}),
		field("口座番号", map[string]any{"visible": false})}}
	shown := visited("POST", "/forms/user-registration/preview", 200, form)
	other := []failing{portalSays("body", `{"fields":[]}`), portalSays("status", "401"), portalSays("exchange", "portal 9")}
	var all []golden
	for facts, claim := range map[string]trace.Claim{"REG-44": judge.MissingAre("姓、機関コード（7桁）"), "REG-43": judge.FieldsFollow("名、都道府県、機関コード（7桁）"),
		"REG-15": judge.FieldFilled("健診実施機関等名", "港健診センター"), "SVC-190": judge.FieldHinted("姓", "例) 基金"),
		"REG-05": judge.FieldOffers("都道府県", "甲、乙"), "REG-37": judge.FieldRequired("名")} {
		all = append(all, golden{facts, claim, shown, other})
	}
	return append(all,
		golden{"APP-33 nothing missing", judge.MissingAre(""), visited("GET", "/forms/start", 200, map[string]any{"missing": []string{}}),
			[]failing{portalSays("body", `{"missing":["姓"]}`), portalSays("status", "401")}},
		golden{"APP-06 hidden", judge.FieldHidden("口座番号"), shown,
			[]failing{portalSays("body", `{"fields":[{"label":"口座番号","visible":true}]}`), portalSays("status", "401")}})
}

func portalPageGoldens() []golden {
	box := func(mails ...string) func(*goldenRecord) {
		return func(t *goldenRecord) {
			visited("POST", "/forms/start", 201, nil)(t)
			f := trace.Fields{"to": "a@clinic.example", "mails": strconv.Itoa(len(mails))}
			for i, kind := range mails {
				f["mail."+strconv.Itoa(i+1)+".kind"] = kind
				f["mail."+strconv.Itoa(i+1)+".link"] = "/omf/***"
			}
			t.add(trace.Service, trace.TheService, trace.KindMailbox, f)
		}
	}
	mail := func(field, value string) failing {
		return change{trace.Service, trace.KindMailbox, field, value, trace.BlameHarness}
	}
	status := func(facts string, claim trace.Claim, method, rest string, status int) golden {
		return golden{facts, claim, visited(method, rest, status, nil), []failing{portalSays("status", "200"), portalSays("exchange", "portal 9")}}
	}
	return []golden{
		{"REG-53 text", judge.PageSays("簡素な仕組み"), visited("GET", "", 200, map[string]any{"banner": []string{"資格情報のみを取得できる簡素な仕組み）"}}),
			[]failing{portalSays("body", `{"banner":["簡単な仕組み"]}`), portalSays("status", "404")}},
		{"APP-15 not there", judge.PageLacks("0048213"), visited("GET", "/applications", 200, []any{map[string]any{"label": "利用開始申請"}}),
			[]failing{portalSays("body", `[{"label":"0048213"}]`), portalSays("status", "401")}},
		{"APP-66 guide", judge.GuideReads("はじめに、助成金"), func(t *goldenRecord) {
			t.add(trace.Service, trace.TheService, trace.KindPage, trace.Fields{"path": "/csm/services", "status": "200", "text": "はじめに\n導入・運用\n助成金"})
		}, []failing{change{trace.Service, trace.KindPage, "text", "助成金\nはじめに", trace.BlameHarness},
			change{trace.Service, trace.KindPage, "status", "404", trace.BlameHarness}}},
		{"APP-69 list", judge.PageListIs("items", "お知らせ、よくある質問"), visited("GET", "/menu", 200, map[string]any{"items": []any{
			map[string]any{"label": "お知らせ"}, map[string]any{"label": "よくある質問"}}}),
			[]failing{portalSays("body", `{"items":[{"label":"よくある質問"},{"label":"お知らせ"}]}`), portalSays("status", "401")}},
		{"APP-68 breadcrumb", judge.PageListIs("breadcrumb", "ホーム、業務"), visited("GET", "/menu", 200,
			map[string]any{"breadcrumb": []string{"ホーム", "業務"}}), []failing{portalSays("body", `{"breadcrumb":["ホーム"]}`)}},
		status("APP-02 login required", judge.LoginRequired(), "GET", "/menu", 401),
		status("REG-02 login", judge.LoggedIn(), "POST", "/sessions", 201),
		status("REG-31 no login", judge.NotLoggedIn(), "POST", "/sessions", 401),
		status("REG-29 link works", judge.LinkWorks(), "POST", "/activations", 204),
		status("REG-30 link dead", judge.LinkDead(), "POST", "/activations", 410),
		{"REG-28 mail", judge.MailsArrived("activation", 1), box("accepted", "activation"),
			[]failing{mail("mail.2.kind", "accepted"), mail("mail.2.link", ""), mail("mails", "1"), mail("mails", "")}},
		{"APP-38 no mail yet", judge.MailsArrived("completed", 0), box("accepted"), []failing{mail("mail.1.kind", "completed"), mail("mails", "")}},
	}
}

func portalAccountGoldens() []golden {
	const settings = "/accounts/W0000001/settings"
	sheet := map[string]any{"institutionCode": "2800001234", "institutionName": "みなと接骨院", "accountId": "W0000001",
		"password": "W0000001/password", "activationCode": "W0000001/activation-code"}
	return []golden{
		{"APP-39 accounts", judge.AccountsListed("issued", 2), visited("GET", "/accounts", 200, []any{map[string]any{"state": "issued"},
			map[string]any{"state": "issued"}, map[string]any{"state": "bound"}}),
			[]failing{portalSays("body", `[{"state":"issued"}]`), portalSays("status", "401")}},
		{"APP-40 INI-08 sheet", judge.SettingsShown("2800001234", "みなと接骨院", "W0000001"), visited("GET", settings, 200, sheet),
			[]failing{portalSays("status", "409"), portalSays("body", `{"institutionCode":"2800001234","institutionName":"みなと接骨院",`+
				`"accountId":"W0000001","password":"***","activationCode":"W0000001/activation-code"}`),
				portalSays("body", `{"institutionCode":"2800001234","accountId":"W0000001"}`)}},
		{"APP-76 no sheet yet", judge.SettingsWithheld(), visited("GET", settings, 409, refusal("MOCK-E404", "まだ")),
			[]failing{portalSays("status", "200"), portalSays("body", `{}`)}},
		{"APP-51 state", judge.ApplicationStands("利用開始申請", "accepted"), visited("GET", "/applications", 200,
			[]any{map[string]any{"label": "利用開始申請", "state": "accepted"}, map[string]any{"label": "利用開始申請", "state": "completed"}}),
			[]failing{portalSays("body", `[{"label":"利用開始申請","state":"completed"},{"label":"利用開始申請","state":"accepted"}]`),
				portalSays("status", "401")}},
		{"SUB-01 SUB-08 letter", judge.GrantIs(41000), visited("GET", "/grant-letter", 200, map[string]any{"amount": 41000}),
			[]failing{portalSays("body", `{"amount":42000}`), portalSays("status", "409")}},
		{"SVC-210 no letter yet", judge.LetterWithheld(), visited("GET", "/grant-letter", 409, refusal("MOCK-E405", "まだ")),
			[]failing{portalSays("status", "200"), portalSays("body", `{}`)}},
	}
}

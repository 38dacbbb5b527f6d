package portal

import (
	"github.com/mynalab/mynalab/mockservice/account"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// The choices of 利用終了・変更申請. No source shows its form, nor those of the other three forms in this file.
const (
	DivisionEnd    = "利用終了"
	DivisionChange = "利用変更"
)

func staffField(hint string) Field {
	return Field{Name: "staff", Label: "職員数（マイナ資格確認アプリを利用する職員数を入力してください。）", Hint: hint, Kind: wire.KindNumber,
		Required: true, Rules: []Rule{positiveNumber("APP-25, SVC-195")}, Source: "APP-25"}
}

func terminalsField() Field {
	return Field{Name: "terminals", Hint: "例) 3", Kind: wire.KindNumber, Required: true, Source: "APP-26, APP-29, APP-30",
		Label: "申請台数（マイナ資格確認アプリを利用する端末機器の台数を入力してください。1度の申請における上限台数は20台です。業務に必要な台数のみをご申請ください。" +
			"（例：職員1人当たり2台など）業務の都合上、21台以上の端末が必要な場合は、資格確認端末機器（アカウント）追加申請を行ってください。）",
		Rules: []Rule{positiveNumber("APP-26, SVC-195"), mostTerminals()}}
}

func positiveNumber(source string) Rule {
	return Rule{Name: "positive-number", Check: positive, MessageJA: "1以上の半角数字を入力してください。",
		MessageEN: "enter a whole number of 1 or more in half-width digits", Source: source}
}

// mostTerminals limits how many terminals one application may ask for: 20 (APP-27, APP-28).
func mostTerminals() Rule {
	return Rule{Name: "most-terminals", Check: notAbove(20), MessageJA: "1度の申請における上限台数は20台です。",
		MessageEN: "at most 20 terminals in one application", Source: "APP-27, APP-28"}
}

// started requires that 利用開始申請 was granted.
func started(source string) Need {
	return Need{Name: "started", Check: (*FormState).started, MessageJA: "利用開始申請の完了後に行ってください。",
		MessageEN: "the application to start use must be complete first", Source: source}
}

// accountForms returns the forms about accounts and their use.
func accountForms() []Form {
	both := Portals()
	return []Form{
		{Name: FormOperationDay, Portals: both, Title: "運用開始日登録", Button: "送信", Source: "APP-49",
			Texts:  []string{"こちらからマイナ資格確認アプリの運用開始日を登録いただけます。"},
			Needs:  []Need{started("APP-49; ours")},
			Fields: []Field{{Name: "operationDay", Label: "運用開始日", Kind: wire.KindDate, Required: true, Source: "APP-49"}}},
		{Name: FormAddAccounts, Portals: both, Title: "資格確認端末機器(アカウント)追加申請", Button: "送信", Source: "DER-07, DER-12, DER-16, APP-29",
			Texts: []string{"こちらからマイナ資格確認アプリの端末機器(アカウント)を追加申請いただけます。"},
			Needs: []Need{started("DER-16; ours")},
			Fields: []Field{
				{Name: "terminals", Label: "申請台数", Hint: "例) 3", Kind: wire.KindNumber, Required: true, Source: "DER-16",
					Rules: []Rule{positiveNumber("APP-26, SVC-195"), mostTerminals()}},
				{Name: "platform", Label: "端末の種類", Kind: wire.KindSelect, Options: []string{NoChoice, "windows", "ios", "android"},
					Source: "SVC-130, SVC-131; ours"},
			}},
		{Name: FormCancelAccount, Portals: both, Title: "アカウント解除申請", Button: "送信", Source: "DER-08, SVC-126",
			Fields: []Field{
				{Name: "account", Label: "解除するアカウント", Kind: wire.KindSelect, Required: true, OptionsOf: cancellable, Source: "DER-08"},
				{Name: "reason", Label: "解除理由", Kind: wire.KindText, Source: ours},
			}},
		{Name: FormEndChange, Portals: both, Title: "利用終了・変更申請", Button: "送信", Source: "APP-50",
			Texts: []string{"こちらからマイナ資格確認アプリの利用終了・利用変更を申請いただけます。"},
			Needs: []Need{started("APP-50; ours")},
			Fields: []Field{
				{Name: "division", Label: "申請区分", Kind: wire.KindChoice, Required: true,
					Options: []string{DivisionEnd, DivisionChange}, Source: "APP-50"},
				{Name: "endDay", Label: "利用終了日", Kind: wire.KindDate, Required: true, Source: "APP-50; ours",
					When: []When{{"division", []string{DivisionEnd}}}},
				{Name: "change", Label: "変更内容", Kind: wire.KindText, Required: true, Source: "APP-50; ours",
					When: []When{{"division", []string{DivisionChange}}}},
			}},
	}
}

// cancellable returns the ids of the accounts that are not cancelled.
func cancellable(c *FormState) []string {
	ids := []string{NoChoice}
	for _, a := range c.Accounts {
		if a.State != account.Cancelled && a.CancelledAt.IsZero() {
			ids = append(ids, a.Key.ID)
		}
	}
	return ids
}

// pending reports whether an application for a form is under review.
func (c *FormState) pending(form string) bool {
	for _, a := range c.Applications {
		if a.Form == form && c.Now.Before(a.ReviewedAt) {
			return true
		}
	}
	return false
}

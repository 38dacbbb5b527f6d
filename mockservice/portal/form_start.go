package portal

import (
	"crypto/subtle"

	"github.com/mynalab/mynalab/mockservice/wire"
)

// The two methods to confirm the facility (APP-05), quoted literally from seed 002 L994-995.
const (
	CheckOnFile   = "① 支払基金または地方厚生（支）局に提出済みの情報との照合により施設を確認します。"
	CheckDocument = "② 書類を添付することで施設を確認します。※証拠書類の添付が必須となります。"
)

// startForms returns the 利用開始申請 of both portals (APP-56, APP-57).
func startForms() []Form {
	once := Need{Name: "not-started", Check: func(c *FormState) bool { return !c.pending(FormStart) && !c.started() },
		MessageJA: "利用開始申請は既に受け付けています。台数の追加は資格確認端末機器(アカウント)追加申請から行ってください。",
		MessageEN: "this facility has applied already; use the additional application to add terminals", Source: "APP-29, APP-42; ours"}
	return []Form{
		{Name: FormStart, Portals: []string{OMF}, Title: "利用開始申請", Button: "送信", Fields: startFieldsOMF(),
			Texts: []string{"こちらからマイナ資格確認アプリの利用開始申請を実施いただけます。",
				"下記のとおりマイナ資格確認アプリの利用開始を申請します。", "必須項目を入力してください。"},
			Needs: []Need{once}, Source: "APP-57, APP-89, seed 002 L977-1089"},
		{Name: FormStart, Portals: []string{CSM}, Title: "利用開始申請", Button: "送信", Fields: startFieldsCSM(),
			Needs: []Need{once}, Source: "APP-55, APP-56, seed 002 L621-669"},
	}
}

func startFieldsCSM() []Field {
	shown := func(name, label, source string, auto func(*FormState) string) Field {
		return Field{Name: name, Label: label, Kind: wire.KindShown, Auto: auto, Source: source}
	}
	return []Field{
		{Name: "institutionSection", Label: "医療機関等情報", Kind: wire.KindSection, Source: "APP-34, seed 002 L641-643",
			Help: "表示されている医療機関等情報に誤り等がございましたら、お手数ですが「こちら」からご照会ください。"},
		shown("prefectureCode", "都道府県コード", "APP-35", func(c *FormState) string { return c.Facility.Prefecture }),
		shown("scoreCode", "点数表コード", "APP-35", fixed("1: 医科")),
		shown("institutionCode", "医療機関等コード ※数字7桁", "APP-35", func(c *FormState) string { return lastSeven(c.Facility.Code) }),
		shown("institutionName", "医療機関等名", "APP-35", func(c *FormState) string { return c.Facility.Name }),
		shown("founder", "開設者氏名", "APP-35", func(c *FormState) string { return c.Facility.Founder }),
		shown("institutionPhone", "電話番号", "APP-35", func(c *FormState) string { return c.Facility.Phone }),
		shown("postNumber", "郵便番号", "APP-35", func(c *FormState) string { return c.Facility.PostNumber }),
		shown("address", "住所", "APP-35", func(c *FormState) string { return c.Facility.Address }),
		entrySection(), staffField("例) 2"), terminalsField(), limitedTermsSection(), termsField("APP-31"),
		{Name: "evidence", Label: EvidenceMedical, Kind: wire.KindAttachment, Required: true, Source: "APP-19, APP-55, SVC-177",
			Help: "以下の証拠書類を「添付ファイルを追加」ボタンよりアップロードしてください。"},
	}
}

// startFieldsOMF begins with data of the applicant and the facility (APP-58); which data these are is our choice.
func startFieldsOMF() []Field {
	shown := func(name, label string, auto func(*FormState) string, when ...When) Field {
		return Field{Name: name, Label: label, Kind: wire.KindShown, Auto: auto, When: when, Source: "APP-58; ours"}
	}
	clinic := When{factKind, []string{KindJudo, KindAhaki}}
	name := shown("institutionName", "機関名", func(c *FormState) string { return c.Facility.Name })
	name.Rules = []Rule{delegated("APP-45, SVC-178")}
	fields := []Field{
		shown("applicantName", "申請者氏名", func(c *FormState) string {
			return c.User.Current.FamilyName + "　" + c.User.Current.GivenName
		}),
		shown("clinicNumber", "登録記号番号", func(c *FormState) string { return c.Facility.Number }, clinic),
		shown("institutionCode", "機関コード", func(c *FormState) string { return c.Facility.Code }),
		name,
		shown("founder", "開設者氏名", func(c *FormState) string { return c.Facility.Founder }),
		shown("institutionPhone", "電話番号", func(c *FormState) string { return c.Facility.Phone }),
		shown("postNumber", "郵便番号", func(c *FormState) string { return c.Facility.PostNumber }),
		shown("address", "住所", func(c *FormState) string { return c.Facility.Address }),
		entrySection(),
	}
	fields = append(fields, checkFields()...)
	fields = append(fields, staffField("例) 3"), terminalsField(), limitedTermsSection(), termsField("APP-31"))
	return append(fields, evidenceFields()...)
}

// checkFields returns the choice between ① and ②, and the fields that ① compares with the data on file (APP-05 to APP-15).
func checkFields() []Field {
	onFile := When{"checkMethod", []string{CheckOnFile}}
	return []Field{
		{Name: "checkMethod", Label: "施設の確認方法", Kind: wire.KindChoice, Required: true,
			Options: []string{CheckOnFile, CheckDocument}, Source: "APP-05, APP-06, APP-59, APP-60",
			Help: "マイナ資格確認アプリの利用にあたり、なりすましがないか等、利用施設の確認が必要となります。\n" +
				"利用施設の確認方法について、以下の選択肢からお選びください。"},
		{Name: fieldBirthDate, Label: "生年月日（西暦）", Kind: wire.KindDate, Unkept: true,
			When: []When{onFile, {factCheck, []string{fieldBirthDate}}}, Rules: []Rule{confirmed(birthDateAgrees)}, Source: "APP-08"},
		{Name: fieldBankAccount, Label: "口座番号", Hint: "例) 1234567", Kind: wire.KindDigits, Unkept: true,
			When: []When{onFile, {factCheck, []string{fieldBankAccount, ""}}}, Source: "APP-11, APP-14, APP-15",
			Help: "登録されているマスタ情報と照合するため、診療報酬請求・健診等費用の請求に使用している銀行口座の口座番号を半角数字7桁以内で入力し、" +
				"「施設の確認」ボタンを押下してください。\nゆうちょ銀行の場合は通帳表紙の裏面の銀行使用欄もしくは、振込情報案内ページから口座番号および" +
				"表記方法をご確認のうえ入力してください。入力いただいた口座番号は施設の確認のみに使用されます。",
			Rules: []Rule{{Name: "account-digits", Check: matches("[0-9]{1,7}"), MessageJA: "口座番号は半角数字7桁以内で入力してください。",
				MessageEN: "enter the account number in at most 7 half-width digits", Source: "APP-12, APP-13, SVC-194"},
				confirmed(bankAccountAgrees)}},
		{Name: "facilityCheck", Label: "施設の確認", Kind: wire.KindAction, When: []When{onFile}, Source: "APP-09"},
	}
}

// evidenceFields returns the documents that ② requires, depending on the kind of facility (APP-16 to APP-18, APP-54).
func evidenceFields() []Field {
	field := func(name, document, source string) Field {
		return Field{Name: name, Label: document, Kind: wire.KindAttachment, Required: true, Source: source,
			When: []When{{"checkMethod", []string{CheckDocument}}, {factEvidence, []string{document}}},
			Help: "書類の添付により施設の確認を行う場合は、以下の証拠書類を「添付ファイルを追加」ボタンよりアップロードしてください。"}
	}
	insurer := field("insurerForm", EvidenceInsurer, "APP-16, SVC-182")
	insurer.Rules = []Rule{{Name: "form-returned", Check: func(c *FormState, _ string) bool { return c.Facility.OnlineCode != "" },
		MessageJA: "支払基金から返還された導入届（オンライン資格確認用コードが付番されたもの）を添付してください。",
		MessageEN: "attach the form as the fund returned it, with the 10-digit code", Source: "SVC-256, INS-04, INS-05"}}
	return []Field{
		field("delegationNotice", EvidenceDelegation, "APP-16, APP-17, SVC-179"),
		field("healthNotice", EvidenceNotice, "APP-16, APP-18, SVC-181"),
		insurer,
	}
}

// confirmed is the rule that compares an entry with the data on file, for the button 施設の確認 and when the form is submitted.
func confirmed(agrees check) Rule {
	return Rule{Name: "facility-check", Check: agrees, Always: true,
		MessageJA: "入力された情報が提出済みの情報と一致せず、施設を確認できません。②の証拠書類の添付により施設の確認を行ってください。",
		MessageEN: "the entry does not match the data on file; confirm the facility by a document instead", Source: "APP-07, APP-10, APP-62"}
}

func birthDateAgrees(c *FormState, v string) bool {
	day, ok := readDate(v)
	return ok && sameAsOnFile(day.Format(dayForm), c.Facility.ManagerBirthdate)
}

func bankAccountAgrees(c *FormState, v string) bool { return sameAsOnFile(v, c.Facility.BankAccount) }

// sameAsOnFile compares an entry with the value on file in constant time. If there is no value on file, nothing matches.
func sameAsOnFile(entry, onFile string) bool {
	return onFile != "" && subtle.ConstantTimeCompare([]byte(entry), []byte(onFile)) == 1
}

// delegated requires that a 施術所 handles 受領委任.
func delegated(source string) Rule {
	return Rule{Name: "delegated", Check: func(c *FormState, _ string) bool { return c.Facility.Delegated || !c.Kind().Delegated }, Always: true,
		MessageJA: "受領委任の取扱いを行っている施設のみ申請できます。",
		MessageEN: "only a clinic that handles 受領委任 can apply", Source: source}
}

func entrySection() Field {
	return Field{Name: "entrySection", Label: "マイナ資格確認アプリ利用開始申請入力欄", Kind: wire.KindSection, Source: "APP-89"}
}

func limitedTermsSection() Field {
	return Field{Name: "termsSection", Label: "資格確認限定型オンライン資格確認等システム利用規約", Kind: wire.KindSection, Source: "APP-31"}
}

// lastSeven returns the last 7 characters of an institution code.
func lastSeven(code string) string { return code[max(0, len(code)-7):] }

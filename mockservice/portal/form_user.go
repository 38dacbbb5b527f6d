package portal

import (
	"slices"

	"github.com/mynalab/mynalab/mockservice/wire"
)

// registrationForms returns the ユーザー登録 of both portals. No source shows that of csm: its facility fields follow the screen of
// 利用開始申請 (APP-35), the others follow omf.
func registrationForms() []Form {
	omf := slices.Concat(applicantFields(), []Field{affiliationField()}, healthFields(), clinicFields(),
		credentialFields("施術所等向け総合ポータルサイト利用規約"))
	csm := slices.Concat(applicantFields(), medicalFields(), credentialFields("医療機関等向け総合ポータルサイト利用規約"))
	return []Form{
		{Name: FormUser, Portals: []string{OMF}, Title: "ユーザー登録", Texts: []string{"* 必須"}, Button: "登録",
			Fields: omf, Source: "REG-58, REG-27, REG-37, seed 002 L777-863"},
		{Name: FormUser, Portals: []string{CSM}, Title: "ユーザー登録", Texts: []string{"* 必須"}, Button: "登録",
			Fields: csm, Source: ours},
	}
}

func applicantFields() []Field {
	return []Field{
		{Name: "familyName", Label: "姓", Hint: "例) 基金", Kind: wire.KindText, Required: true, Source: "REG-03"},
		{Name: "givenName", Label: "名", Hint: "例) 太郎", Kind: wire.KindText, Required: true, Source: "REG-04"},
	}
}

func affiliationField() Field {
	return Field{Name: "affiliation", Label: "所属機関選択", Kind: wire.KindChoice, Required: true,
		Options: []string{AffiliationHealth, AffiliationJudo, AffiliationAhaki}, Source: "REG-05, REG-38"}
}

// autoHint is shown in an empty field that fills itself (REG-42).
const autoHint = "入力内容に応じて自動入力されます。"

// healthFields returns the fields of a 健診実施機関等, in the order of REG-43.
func healthFields() []Field {
	health := []When{{"affiliation", []string{AffiliationHealth}}}
	return []Field{
		{Name: "healthSection", Label: "健診実施機関等情報", Kind: wire.KindSection, When: health, Source: "seed 002 L797-822",
			Help: "以下の例を参考に、下記の項目をご入力ください。\n例：\n都道府県：該当する都道府県をご選択ください。\n" +
				"機関区分コード：機関区分が表示されます。\n機関コード：機関コードに該当する数字7桁をご入力ください。"},
		{Name: "prefecture", Label: "都道府県", Kind: wire.KindSelect, Required: true, When: health,
			Options: prefectureOptions(), Source: "REG-10, REG-39"},
		{Name: "kindCode", Label: "機関区分コード", Kind: wire.KindShown, When: health, Auto: fixed("2：健診実施機関等"),
			Source: "REG-11"},
		{Name: "code7", Label: "機関コード（7桁）", Hint: "例) 0123456", Kind: wire.KindDigits, Required: true, When: health,
			Rules: []Rule{sevenDigits(), servedByCSM(), onFile("REG-15; the rule is ours"), oldEnough()}, Source: "REG-12"},
		{Name: "code10", Label: "健診実施機関等コード（10桁）", Hint: autoHint, Kind: wire.KindShown, When: health,
			Auto: code10, Source: "REG-14, REG-57"},
		{Name: "healthName", Label: "健診実施機関等名", Hint: autoHint, Kind: wire.KindShown, When: health,
			Auto: facilityName, Source: "REG-15"},
	}
}

// clinicFields returns the fields of both kinds of 施術所, in the order of REG-55. The sources show those of judo clinics; those of
// the other kind are ours and differ only in the name of the number.
func clinicFields() []Field {
	clinic := []When{{"affiliation", []string{AffiliationJudo, AffiliationAhaki}}}
	judo := []When{{"affiliation", []string{AffiliationJudo}}}
	acupuncture := []When{{"affiliation", []string{AffiliationAhaki}}}
	number := []Rule{nineDigits(), onFile("REG-09; the rule is ours"), oldEnough()}
	return []Field{
		{Name: "clinicSection", Label: "施術所情報", Kind: wire.KindSection, When: clinic,
			Help: "受領委任承諾通知書を確認し施術所情報を入力する", Source: "REG-07, seed 001 L21"},
		{Name: "agreement", Label: "協定", Kind: wire.KindChoice, Required: true, When: clinic,
			Options: []string{"協", "契"}, Source: "REG-06, SVC-186"},
		{Name: "judoNumber", Label: "柔整師番号", Hint: "例) 280444000", Kind: wire.KindDigits, Required: true, When: judo,
			Rules: number, Source: "REG-07"},
		{Name: "ahakiNumber", Label: "施術者番号", Hint: "例) 280444000", Kind: wire.KindDigits, Required: true,
			When: acupuncture, Rules: number, Source: ours},
		{Name: "clinicNumber", Label: "登録記号番号", Hint: autoHint, Kind: wire.KindShown, When: clinic,
			Auto: func(c *FormState) string { return clinicNumber(c.Values) }, Source: "REG-08"},
		{Name: "clinicName", Label: "施術所名", Hint: autoHint, Kind: wire.KindShown, When: clinic, Auto: facilityName,
			Source: "REG-09"},
	}
}

// medicalFields returns the facility fields of csm.
func medicalFields() []Field {
	return []Field{
		{Name: "medicalSection", Label: "医療機関等情報", Kind: wire.KindSection, Source: ours},
		{Name: "prefecture", Label: "都道府県", Kind: wire.KindSelect, Required: true, Options: prefectureOptions(), Source: ours},
		{Name: "kindCode", Label: "点数表コード", Kind: wire.KindShown, Auto: fixed("1: 医科"), Source: ours},
		{Name: "code7", Label: "医療機関等コード ※数字7桁", Hint: "例) 0123456", Kind: wire.KindDigits, Required: true,
			Rules: []Rule{sevenDigits(), onFile(ours), oldEnough()}, Source: ours},
		{Name: "code10", Label: "医療機関コード（10桁）", Hint: autoHint, Kind: wire.KindShown, Auto: code10, Source: ours},
		{Name: "medicalName", Label: "医療機関等名", Hint: autoHint, Kind: wire.KindShown, Auto: facilityName, Source: ours},
	}
}

// credentialFields returns the fields at the end of the form, on both portals.
func credentialFields(terms string) []Field {
	return []Field{
		{Name: "phone", Label: "電話番号（半角数字・ハイフン無しでご入力ください）", Hint: "例) 01201234567", Kind: wire.KindDigits,
			Required: true, Source: "REG-16, REG-47",
			Rules: []Rule{{Name: "phone-digits", Check: matches("[0-9]+"), MessageJA: "電話番号は半角数字・ハイフン無しで入力してください。",
				MessageEN: "enter the telephone number in half-width digits without hyphens", Source: "REG-17"}}},
		{Name: "mailAddress", Label: "メールアドレス", Kind: wire.KindMail, Required: true, Source: "REG-18",
			Rules: []Rule{{Name: "mail-address", Check: isMail, MessageJA: "メールアドレスの形式が正しくありません。",
				MessageEN: "this is not a mail address", Source: ours}}},
		{Name: "password", Label: "パスワード（大小英文字・数字をそれぞれ1文字以上ご入力ください。パスワードの長さは8文字以上100文字以下です）",
			Kind: wire.KindPassword, Required: true, Rules: passwordRules(), Source: "SVC-192"},
		{Name: "passwordAgain", Label: "パスワード（確認用）", Kind: wire.KindPassword, Required: true, Source: "REG-24",
			Rules: []Rule{{Name: "password-equal", Check: equals("password"), MessageJA: "パスワードとパスワード（確認用）が一致しません。",
				MessageEN: "the two passwords differ", Source: "REG-24"}}},
		{Name: "termsSection", Label: terms, Kind: wire.KindSection, Source: "REG-48"},
		{Name: "privacySection", Label: "プライバシーポリシー", Kind: wire.KindSection, Source: "REG-48"},
		termsField("REG-25"),
	}
}

// termsField returns the check box for the terms, which registration and applications share (SVC-193).
func termsField(source string) Field {
	return Field{Name: "terms", Label: "上記の利用規約に同意します。", Kind: wire.KindCheckbox, Required: true, Source: source}
}

// passwordRules returns the rules that a password must satisfy, all of them (SVC-192).
func passwordRules() []Rule {
	rule := func(name string, c check, ja, en, source string) Rule {
		return Rule{Name: name, Check: c, MessageJA: ja, MessageEN: en, Source: source}
	}
	return []Rule{
		rule("password-upper", hasInRange('A', 'Z'), "パスワードには英大文字を1文字以上含めてください。", "the password needs an upper case letter", "REG-19"),
		rule("password-lower", hasInRange('a', 'z'), "パスワードには英小文字を1文字以上含めてください。", "the password needs a lower case letter", "REG-20"),
		rule("password-digit", hasInRange('0', '9'), "パスワードには数字を1文字以上含めてください。", "the password needs a digit", "REG-21"),
		rule("password-shortest", atLeast(8), "パスワードは8文字以上で入力してください。", "the password needs 8 characters or more", "REG-22"),
		rule("password-longest", atMost(100), "パスワードは100文字以下で入力してください。", "the password has at most 100 characters", "REG-23"),
	}
}

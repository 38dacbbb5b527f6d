package eligibility

import "github.com/mynalab/mynalab/mockservice/wire"

// Form says how a received value is shown.
type Form string

// The forms.
const (
	AsReceived Form = "text" // unchanged; numbers too, since leading zeros count (eligibility §1.8)
	AsDate     Form = "date" // a yyyyMMdd as a date of a Japanese era
	AsCode     Form = "code" // the name that Codes has for it
)

// CodeName is a code with its name.
type CodeName struct{ Code, Name string }

// Label is one line of the result.
type Label struct {
	Label string
	Form  Form
	// Codes are the names of the possible codes.
	Codes []CodeName
	// Of returns the value from the message, for a person's data from one of the results in it.
	Of     func(wire.Message, wire.Result) string
	Source string
}

// DefaultLabels returns the labels of eligibility §2.3 in their order, with 資格 and 資格喪失年月日 added by us.
func DefaultLabels() []Label {
	const text23 = "eligibility §2.3"
	return []Label{
		{"確認日", AsDate, nil, func(m wire.Message, _ wire.Result) string {
			return m.MessageHeader.QualificationConfirmationDate
		}, text23},
		{"資格", AsCode, validities(), func(m wire.Message, _ wire.Result) string {
			return m.MessageBody.QualificationValidity
		}, "OQSCD006; the label is ours"},
		{"氏名", AsReceived, nil, of(func(r wire.Result) string { return r.Name }), text23},
		{"フリガナ", AsReceived, nil, of(func(r wire.Result) string { return r.NameKana }), text23},
		{"生年月日", AsDate, nil, of(func(r wire.Result) string { return r.Birthdate }), text23},
		{"性別", AsCode, sexes(), of(func(r wire.Result) string { return r.Sex1 }), text23},
		{"住所", AsReceived, nil, of(func(r wire.Result) string { return r.Address }), text23},
		{"記号", AsReceived, nil, of(func(r wire.Result) string { return r.InsuredCardSymbol }), text23},
		{"番号", AsReceived, nil, of(func(r wire.Result) string { return r.InsuredIdentificationNumber }), text23},
		{"枝番", AsReceived, nil, of(func(r wire.Result) string { return r.InsuredBranchNumber }), text23},
		{"資格取得年月日", AsDate, nil, of(func(r wire.Result) string { return r.QualificationDate }), text23},
		{"資格喪失年月日", AsDate, nil, of(func(r wire.Result) string { return r.DisqualificationDate }), "eligibility §1.5; the label is ours"},
		{"有効開始日", AsDate, nil, of(func(r wire.Result) string { return r.InsuredCardValidDate }), text23},
		{"有効終了日", AsDate, nil, of(func(r wire.Result) string { return r.InsuredCardExpirationDate }), text23},
		{"保険者番号", AsReceived, nil, of(func(r wire.Result) string { return r.InsurerNumber }), text23},
		{"保険者名", AsReceived, nil, of(func(r wire.Result) string { return r.InsurerName }), text23},
		{"被保険者氏名", AsReceived, nil, of(func(r wire.Result) string { return r.InsuredName }), text23},
		{"本人・家族の別", AsCode, relations(), of(func(r wire.Result) string { return r.PersonalFamilyClassification }), text23},
		// The two blocks come last. What follows the names of the blocks themselves is not public.
		{"裏面記載情報", AsCode, sexes(), of(func(r wire.Result) string { return r.Sex2 }), "SVC-133, SVC-061; the value is ours"},
		{"限度額適用認定証", AsCode, limits(), limit(func(l wire.LimitApplicationCertificateRelatedInfo) string {
			return l.LimitApplicationCertificateClassification
		}), "SVC-133, OQSCD011; the value is ours"},
		{"有効開始年月日", AsDate, nil, limit(func(l wire.LimitApplicationCertificateRelatedInfo) string {
			return l.LimitApplicationCertificateValidStartDate
		}), "SVC-133"},
		{"有効終了年月日", AsDate, nil, limit(func(l wire.LimitApplicationCertificateRelatedInfo) string {
			return l.LimitApplicationCertificateValidEndDate
		}), "SVC-133"},
	}
}

// limit returns a function for a value of 限度額適用認定証; the value is empty if there isn't one.
func limit(get func(wire.LimitApplicationCertificateRelatedInfo) string) func(wire.Message, wire.Result) string {
	return of(func(r wire.Result) string {
		if l := r.LimitApplicationCertificateRelatedInfo; l != nil {
			return get(*l)
		}
		return ""
	})
}

// of returns a function for a value in the result itself.
func of(get func(wire.Result) string) func(wire.Message, wire.Result) string {
	return func(_ wire.Message, r wire.Result) string { return get(r) }
}

// validities returns OQSCD006 (eligibility §1.6).
func validities() []CodeName {
	return []CodeName{
		{wire.ValidityValid, "有効"},
		{wire.ValidityInvalid, "無効"},
		{wire.ValiditySuperseded, "無効（新しい資格あり）"},
		{wire.ValidityNone, "該当資格なし"},
		{wire.ValidityMultiple, "複数該当"},
	}
}

// sexes returns OQSCD007 (eligibility §1.6).
func sexes() []CodeName { return []CodeName{{"1", "男"}, {"2", "女"}, {"3", "未設定"}} }

// limits returns OQSCD011 (eligibility §1.6).
func limits() []CodeName {
	return []CodeName{{"01", "限度額適用"}, {"02", "限度額適用・標準負担額減額"}, {"03", "標準負担額減額"}}
}

// relations returns OQSCD009 (eligibility §1.6).
func relations() []CodeName { return []CodeName{{"1", "本人"}, {"2", "家族"}} }

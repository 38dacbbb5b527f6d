package eligibility

import "github.com/mynalab/mynalab/mockservice/wire"

// Form is how a received value is shown.
type Form string

// The forms.
const (
	AsReceived Form = "text" // numbers too: leading zeros count (eligibility §1.8)
	AsDate     Form = "date" // yyyyMMdd as a date of a Japanese era
	AsCode     Form = "code" // by the name that Codes gives
)

// CodeName is a code with the words for it.
type CodeName struct{ Code, Name string }

// Label is one line of the result.
type Label struct {
	Label string
	Form  Form
	// Codes name the values of a code.
	Codes []CodeName
	// Of is where the value stands in the message; for a person's data in one of its results.
	Of     func(wire.Message, wire.Result) string
	Source string
}

// DefaultLabels are the labels of eligibility §2.3 in their order, with 資格 and 資格喪失年月日 of our own added.
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
		// The two blocks come last. What stands behind their own names is not public.
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

// limit is a value of 限度額適用認定証, where there is one.
func limit(get func(wire.LimitApplicationCertificateRelatedInfo) string) func(wire.Message, wire.Result) string {
	return of(func(r wire.Result) string {
		if l := r.LimitApplicationCertificateRelatedInfo; l != nil {
			return get(*l)
		}
		return ""
	})
}

// of is a value that stands in the result itself.
func of(get func(wire.Result) string) func(wire.Message, wire.Result) string {
	return func(_ wire.Message, r wire.Result) string { return get(r) }
}

// validities is OQSCD006 (eligibility §1.6).
func validities() []CodeName {
	return []CodeName{
		{wire.ValidityValid, "有効"},
		{wire.ValidityInvalid, "無効"},
		{wire.ValiditySuperseded, "無効（新しい資格あり）"},
		{wire.ValidityNone, "該当資格なし"},
		{wire.ValidityMultiple, "複数該当"},
	}
}

// sexes is OQSCD007 (eligibility §1.6).
func sexes() []CodeName { return []CodeName{{"1", "男"}, {"2", "女"}, {"3", "未設定"}} }

// limits is OQSCD011 (eligibility §1.6).
func limits() []CodeName {
	return []CodeName{{"01", "限度額適用"}, {"02", "限度額適用・標準負担額減額"}, {"03", "標準負担額減額"}}
}

// relations is OQSCD009 (eligibility §1.6).
func relations() []CodeName { return []CodeName{{"1", "本人"}, {"2", "家族"}} }

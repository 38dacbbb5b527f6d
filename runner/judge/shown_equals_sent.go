package judge

import (
	"maps"
	"slices"
	"strings"

	"github.com/mynalab/mynalab/reports/trace"
)

// Label is one row of what a result may show: the label on the screen and the member of the answer that must have the same value.
type Label struct {
	Label, Member string
	// Fold maps different spellings of a value to one, for the comparison.
	Fold trace.Fold
	// Words map a code in the answer to the word on the screen; nil if the member is not a code.
	Words []Word
}

// Labels returns the table of the result's labels (eligibility reference §2.3, §1.5). A label that is not in it is not judged.
func Labels() []Label {
	const text, date = trace.FoldText, trace.FoldDate
	sex := []Word{{"1", "男"}, {"2", "女"}, {"3", "未設定"}}
	relation := []Word{{"1", "本人"}, {"2", "家族"}}
	limit := []Word{{"01", "限度額適用"}, {"02", "限度額適用・標準負担額減額"}, {"03", "標準負担額減額"}}
	return []Label{
		{"確認日", "QualificationConfirmationDate", date, nil},
		{"資格", memberValidity, text, Validities()},
		{"氏名", memberName, text, nil},
		{"フリガナ", "NameKana", text, nil},
		{"生年月日", "Birthdate", date, nil},
		{"性別", "Sex1", text, sex},
		{"住所", "Address", text, nil},
		{"保険者番号", "InsurerNumber", text, nil},
		{"保険者名", "InsurerName", text, nil},
		{"記号", "InsuredCardSymbol", text, nil},
		{"番号", "InsuredIdentificationNumber", text, nil},
		{"枝番", "InsuredBranchNumber", text, nil},
		{"被保険者氏名", "InsuredName", text, nil},
		{"本人・家族の別", "PersonalFamilyClassification", text, relation},
		{"資格取得年月日", "QualificationDate", date, nil},
		{"資格喪失年月日", "DisqualificationDate", date, nil},
		{"有効開始日", "InsuredCardValidDate", date, nil},
		{"有効終了日", "InsuredCardExpirationDate", date, nil},
		{"裏面記載情報", "Sex2", text, sex},
		{"限度額適用認定証", "LimitApplicationCertificateClassification", text, limit},
		{"有効開始年月日", "LimitApplicationCertificateValidStartDate", date, nil},
		{"有効終了年月日", "LimitApplicationCertificateValidEndDate", date, nil},
	}
}

// judgeShownEqualsSent compares each value on each result screen with the result that the service sent in the same action. An
// action that reads no card may leave an earlier result on the screen.
func judgeShownEqualsSent(events []trace.Event, _ Args) trace.Finding {
	for i, e := range events {
		if !isScreen(e) || e.Screen() != trace.ScreenResult {
			continue
		}
		reads := slices.ContainsFunc(events[:i], func(c trace.Event) bool {
			return isPersonsCall(c) && c.Tx == e.Tx && c.Verb() == verbReadCard
		})
		answer, answered := lastOf(events[:i], func(a trace.Event) bool {
			return isCheckAnswer(a) && (!reads || a.Tx == e.Tx)
		})
		if p := agrees(e, answer, answered); !p.ok {
			return settle(p)
		}
	}
	return settle(held("表示は応答と一致している", "what was shown agrees with what was sent"))
}

// agrees returns the part "the result screen shows only what is in the answer".
func agrees(screen, answer trace.Event, answered bool) part {
	sent := answerOf(answer)
	for _, name := range slices.Sorted(maps.Keys(screen.Fields)) {
		row, ok := labelOf(name)
		value := screen.Fields[name]
		if !ok || value == "" {
			continue
		}
		if !answered {
			return missed(row.Label+"は送られていない", row.Label+" is shown although no result was sent", screen)
		}
		if !row.allows(sent, value) {
			return missed(row.Label+"が応答と異なる", row.Label+" differs from "+row.Member, screen, answer)
		}
		if !row.isCertain(sent, screen) {
			return missed("複数の資格で異なる"+row.Label+"の一つだけが示された", "only one of several different "+row.Label+" is shown", screen, answer)
		}
	}
	return held("表示は応答と一致している", "what was shown agrees with what was sent", screen)
}

// labelOf returns the row for a field of a screen. A number after the label ("氏名.2") is ignored.
func labelOf(field string) (Label, bool) {
	name, ok := strings.CutPrefix(field, trace.FieldPrefix)
	if !ok {
		return Label{}, false
	}
	name, _, _ = strings.Cut(name, ".")
	for _, row := range Labels() {
		if row.Label == name {
			return row, true
		}
	}
	return Label{}, false
}

// allows reports whether the answer has this value.
func (l Label) allows(sent checkAnswer, shown string) bool {
	return slices.Contains(l.spelt(sent.values(l.Member)), l.Fold.Apply(shown))
}

// isCertain reports whether what the label shows is certain for the person: the answer has one result, or all its results have
// the same value, or the screen shows all of them. A product must not choose one of several (SVC-169).
func (l Label) isCertain(sent checkAnswer, screen trace.Event) bool {
	values := l.spelt(sent.each(l.Member))
	slices.Sort(values)
	values = slices.Compact(values)
	if len(values) < 2 {
		return true
	}
	var shown []string
	for name, value := range screen.Fields {
		if row, ok := labelOf(name); ok && row.Label == l.Label {
			shown = append(shown, l.Fold.Apply(value))
		}
	}
	return !slices.ContainsFunc(values, func(v string) bool { return v != "" && !slices.Contains(shown, v) })
}

// spelt returns values of the answer in the form that is compared with the screen.
func (l Label) spelt(values []string) []string {
	folded := make([]string, 0, len(values))
	for _, v := range values {
		if l.Words != nil && v != "" {
			v = word(l.Words, v)
		}
		folded = append(folded, l.Fold.Apply(v))
	}
	return folded
}

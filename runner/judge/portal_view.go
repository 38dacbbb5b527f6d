package judge

import (
	"slices"
	"strings"

	"github.com/mynalab/mynalab/reports/trace"
)

// MissingAre claims that 必須情報 lists exactly these fields in this order ("、" between; empty: none is left).
func MissingAre(labels string) trace.Claim { return missingAre().claim(Args{"labels": labels}) }

func missingAre() Check {
	return Check{Name: "missing-are", Sentence: saysMissing, Basis: trace.BasisSource, Source: "REG-26, REG-44, APP-33, APP-61, SVC-197",
		Planes: onService(), Judge: judgeMissing,
		Looks: sentence("最後に見た入力画面の「必須情報」が、「、」で区切った項目のとおりの順で、ほかに何もない（項目を挙げなければ空である）。項目名は、後ろの長い括弧書きを除いて比べる。",
			"必須情報 in the form seen last lists exactly these fields in this order, or nothing if none is named. A long note after a label is ignored.")}
}

// saysMissing has its own sentence for the empty list.
func saysMissing(args Args) trace.Sentence {
	if args["labels"] == "" {
		return trace.Sentence{JA: "「必須情報」には何も残っていない", EN: "nothing is left in 必須情報"}
	}
	return trace.Sentence{JA: "「必須情報」に「" + args["labels"] + "」がこの順に並ぶ", EN: "必須情報 lists in this order: " + args["labels"]}
}

func judgeMissing(before []trace.Event, args Args) trace.Finding {
	v, form := lastView(before)
	got := shortLabels(form.Missing)
	list := strings.Join(got, comma)
	return settle(v.status("200", "画面が表示された", "the form is shown"),
		v.told(slices.Equal(got, listed(args["labels"])), "「必須情報」は「"+list+"」", "必須情報 lists "+list))
}

// FieldsFollow claims that the form shows these fields one directly after the other in this order ("、" between).
func FieldsFollow(labels string) trace.Claim { return fieldsFollow().claim(Args{"labels": labels}) }

func fieldsFollow() Check {
	return Check{Name: "fields-follow", Sentence: says("画面に「{labels}」がこの順に並ぶ", "the form shows in this order: {labels}"),
		Basis: trace.BasisSource, Source: "REG-43, REG-56, APP-56, APP-57", Planes: onService(), Judge: judgeFieldsFollow,
		Looks: sentence("最後に見た入力画面に、「、」で区切った項目がこの順に、間を空けずに並ぶ。項目名は、後ろの長い括弧書きを除いて比べる。",
			"The form seen last shows these fields one directly after the other. A long note after a label is ignored.")}
}

// judgeFieldsFollow fails if another field is between them: that would be another order.
func judgeFieldsFollow(before []trace.Event, args Args) trace.Finding {
	v, form := lastView(before)
	got, want := form.shown(), listed(args["labels"])
	begin := slices.Index(got, want[0])
	ok := begin >= 0 && begin+len(want) <= len(got) && slices.Equal(got[begin:begin+len(want)], want)
	list := strings.Join(got, comma)
	return settle(v.status("200", "画面が表示された", "the form is shown"), v.told(ok, "項目の並びは「"+list+"」", "the fields are "+list))
}

// FieldFilled claims that the portal filled in a field with this value.
func FieldFilled(label, value string) trace.Claim { return onField("field-filled", label, value) }

// FieldHinted claims that a field has this hint.
func FieldHinted(label, hint string) trace.Claim { return onField("field-hinted", label, hint) }

// FieldOffers claims that a field offers exactly these choices in this order ("、" between).
func FieldOffers(label, options string) trace.Claim { return onField("field-offers", label, options) }

// FieldRequired claims that a field is marked as one that must be filled in.
func FieldRequired(label string) trace.Claim { return onField("field-required", label, "") }

// FieldHidden claims that the form does not show a field.
func FieldHidden(label string) trace.Claim { return onField("field-hidden", label, "") }

func onField(check, label, value string) trace.Claim {
	args := map[string]string{"label": label}
	if value != "" {
		args["value"] = value
	}
	return trace.Claim{Check: check, Args: args}
}

func portalViewChecks() []Check {
	checks := []Check{missingAre(), fieldsFollow()}
	for _, row := range fieldRows() {
		checks = append(checks, Check{Name: row.name, Sentence: says(row.ja, row.en), Basis: trace.BasisSource, Source: row.source,
			Planes: onService(), Judge: row.judge, Looks: row.looks})
	}
	return checks
}

// formView has the members of a form on the screen that checks need.
type formView struct {
	Fields  []fieldView `json:"fields"`
	Missing []string    `json:"missing"`
}

type fieldView struct {
	Label    string   `json:"label"`
	Hint     string   `json:"hint"`
	Required bool     `json:"required"`
	Visible  bool     `json:"visible"`
	Auto     bool     `json:"auto"`
	Value    string   `json:"value"`
	Options  []string `json:"options"`
}

// lastView returns the form that a portal showed last.
func lastView(before []trace.Event) (v visit, form formView) {
	v = lastVisit(before, views)
	if v.found && !body(v.answer, &form) {
		form = formView{}
	}
	return v, form
}

// shown returns the short labels of the fields on the screen, in their order.
func (f formView) shown() []string {
	var labels []string
	for _, field := range f.Fields {
		if field.Visible {
			labels = append(labels, shortLabel(field.Label))
		}
	}
	return labels
}

// field returns the field with this short label.
func (f formView) field(label string) (fieldView, bool) {
	i := slices.IndexFunc(f.Fields, func(v fieldView) bool { return shortLabel(v.Label) == label })
	if i < 0 {
		return fieldView{}, false
	}
	return f.Fields[i], true
}

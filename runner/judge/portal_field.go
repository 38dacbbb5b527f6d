package judge

import (
	"slices"
	"strings"

	"github.com/mynalab/mynalab/reports/trace"
)

// fieldRow is one check of one field of a form. Its columns are those of Check, or differ as said.
type fieldRow struct {
	name, ja, en, source string
	// got returns the property of the field that the claim is about.
	got func(fieldView, Args) string
	// want returns what the property should be; nil: the claim's argument "value".
	want func(Args) string
	// looks is Check.Looks.
	looks trace.Sentence
}

func fieldRows() []fieldRow {
	const yes = "yes"
	is := func(f func(fieldView) bool) func(fieldView, Args) string {
		return func(v fieldView, _ Args) string {
			if f(v) {
				return yes
			}
			return "no"
		}
	}
	always := func(Args) string { return yes }
	return []fieldRow{
		{"field-filled", "「{label}」に「{value}」が自動で入力される", "the portal fills {label} in with {value}",
			"REG-08, REG-09, REG-11, REG-14, REG-15", func(v fieldView, _ Args) string {
				if !v.Auto || !v.Visible {
					return ""
				}
				return v.Value
			}, nil,
			sentence("最後に見た入力画面のその項目が、利用者が入力しない項目で、この値が入っている。",
				"The form seen last shows the field as one that the portal fills in, with this value.")},
		{"field-hinted", "「{label}」に「{value}」の案内がある", "{label} has the hint {value}", "SVC-190, SVC-191, REG-42",
			func(v fieldView, args Args) string { return lineOr(v.Hint, args["value"]) }, nil,
			sentence("最後に見た入力画面のその項目の案内が、この文そのものであるか、これを一行に含む。",
				"The hint of the field in the form seen last is this text, or has it as one of its lines.")},
		{"field-offers", "「{label}」の選択肢は「{value}」である", "{label} offers {value}", "REG-05, APP-05, SVC-185",
			func(v fieldView, _ Args) string { return strings.Join(v.Options, comma) }, nil,
			sentence("最後に見た入力画面のその項目の選択肢が、「、」で区切ったとおりの順で、ほかに何もない。",
				"The field in the form seen last offers exactly these choices, in this order.")},
		{"field-required", "「{label}」は必須である", "{label} must be filled in", "REG-37, REG-38",
			is(func(v fieldView) bool { return v.Required && v.Visible }), always,
			sentence("最後に見た入力画面にその項目があり、必須の印が付いている。",
				"The form seen last shows the field and marks it as one that must be filled in.")},
		{"field-hidden", "「{label}」の欄は表示されない", "the form does not show {label}", "APP-06, APP-55",
			is(func(v fieldView) bool { return !v.Visible }), always,
			sentence("最後に見た入力画面に、その項目がない。",
				"The form seen last does not show the field.")},
	}
}

func (r fieldRow) judge(before []trace.Event, args Args) trace.Finding {
	v, form := lastView(before)
	field, ok := form.field(args["label"])
	if !ok && r.name != "field-hidden" {
		return settle(v.status("200", "画面が表示された", "the form is shown"), v.told(false, "その項目はない", "there is no such field"))
	}
	got, want := r.got(field, args), args["value"]
	if r.want != nil {
		want = r.want(args)
	}
	return settle(v.status("200", "画面が表示された", "the form is shown"), v.told(got == want, "「"+got+"」", got))
}

// lineOr returns line if it is a line of text, and otherwise the whole text: a hint can have an example below an explanation.
func lineOr(text, line string) string {
	if slices.Contains(strings.Split(text, "\n"), line) {
		return line
	}
	return text
}

package judge

import (
	"slices"
	"strings"

	"github.com/mynalab/mynalab/reports/trace"
)

// fieldRow is one claim on one field.
type fieldRow struct {
	name, ja, en, source string
	// got is what the field is like in the claim's regard.
	got func(fieldView, Args) string
	// want is what it should be; nil: the claim's value.
	want func(Args) string
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
			}, nil},
		{"field-hinted", "「{label}」に「{value}」の案内がある", "{label} bears the hint {value}", "SVC-190, SVC-191, REG-42",
			func(v fieldView, args Args) string { return lineOr(v.Hint, args["value"]) }, nil},
		{"field-offers", "「{label}」の選択肢は「{value}」である", "{label} offers {value}", "REG-05, APP-05, SVC-185",
			func(v fieldView, _ Args) string { return strings.Join(v.Options, comma) }, nil},
		{"field-required", "「{label}」は必須である", "{label} must be filled in", "REG-37, REG-38",
			is(func(v fieldView) bool { return v.Required && v.Visible }), always},
		{"field-hidden", "「{label}」の欄は表示されない", "the form does not show {label}", "APP-06, APP-55",
			is(func(v fieldView) bool { return !v.Visible }), always},
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

// lineOr is a line of a text, or the whole text where it has no such line: a hint may have an example below an explanation.
func lineOr(text, line string) string {
	if slices.Contains(strings.Split(text, "\n"), line) {
		return line
	}
	return text
}

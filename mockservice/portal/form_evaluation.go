package portal

import (
	"slices"
	"strings"

	"github.com/mynalab/mynalab/mockservice/wire"
)

// NoChoice is the first option of a pick list. It counts as an empty value (SVC-188, REG-39).
const NoChoice = "--なし--"

// Checked is the value of a check box that is ticked.
const Checked = "true"

// Evaluation is the result of applying a form to values.
type Evaluation struct {
	Form   Form
	Fields []Shown
	// Missing are the labels of 必須情報, in the order of the form (REG-26, REG-44, APP-33).
	Missing []string
	// Refusals are the reasons why the form isn't accepted, in the order of the form. Missing required fields are included.
	Refusals []wire.FieldRefusal
	// Attachments are the ids of the files in visible fields.
	Attachments []string
}

// Shown is a field with its visibility, its value and its options.
type Shown struct {
	Field
	Visible bool
	Value   string
	Choices []string
}

// Evaluate applies a form to the values in c. It has a result for all values whatsoever. Afterwards c.Values has the values that
// count: none for a field that isn't visible, and the computed one for a field that fills itself.
func Evaluate(form Form, c *FormState) Evaluation {
	e := Evaluation{Form: form}
	sent, files := c.Values, slices.Clone(c.Attachments)
	c.Values = map[string]string{}
	for _, field := range form.Fields {
		shown := Shown{Field: field, Visible: c.holds(field.When), Choices: field.Options}
		if field.OptionsOf != nil {
			shown.Choices = field.OptionsOf(c)
		}
		if shown.Visible {
			shown.Value = value(field, c, sent[field.Name])
			if field.Kind == wire.KindAttachment && shown.Value == "" && len(files) > 0 {
				shown.Value, files = files[0], files[1:]
			}
			c.Values[field.Name] = shown.Value
			e.judge(c, shown)
		}
		e.Fields = append(e.Fields, shown)
	}
	return e
}

// holds reports whether all conditions hold.
func (c *FormState) holds(conditions []When) bool {
	for _, w := range conditions {
		actual := c.Values[w.Field]
		if strings.HasPrefix(w.Field, "@") {
			actual = c.fact(w.Field)
		}
		if !slices.Contains(w.Is, actual) {
			return false
		}
	}
	return true
}

// value returns the value of a field that counts, given the submitted one.
func value(f Field, c *FormState, sent string) string {
	switch {
	case f.Auto != nil:
		return f.Auto(c)
	case !f.entered():
		return ""
	case f.Kind == wire.KindCheckbox && sent != Checked, sent == NoChoice, strings.TrimSpace(sent) == "":
		return ""
	}
	return sent
}

// judge applies the rules to a visible field.
func (e *Evaluation) judge(c *FormState, s Shown) {
	if s.Value == "" && s.Required {
		e.Missing = append(e.Missing, s.Label)
		e.refuse(s.Field, required(s.Source))
		return
	}
	if s.Kind == wire.KindAttachment && s.Value != "" {
		e.Attachments = append(e.Attachments, s.Value)
	}
	refused := false
	for _, rule := range append(implied(s), s.Rules...) {
		if (rule.Always && refused) || (!rule.Always && s.Value == "") || rule.Check(c, s.Value) {
			continue
		}
		refused = true
		e.refuse(s.Field, rule)
	}
}

func (e *Evaluation) refuse(f Field, rule Rule) {
	e.Refusals = append(e.Refusals, wire.FieldRefusal{Field: f.Name, Label: f.Label, Rule: rule.Name, Source: rule.Source,
		MessageJA: rule.MessageJA, MessageEN: rule.MessageEN})
}

// required returns the rule that an empty required field breaks.
func required(source string) Rule {
	return Rule{Name: "required", MessageJA: "必須項目を入力してください。", MessageEN: "this field is required",
		Source: source}
}

// implied returns the rules that follow from the kind of a field.
func implied(s Shown) []Rule {
	switch s.Kind {
	case wire.KindChoice, wire.KindSelect:
		return []Rule{{Name: "option", Check: func(_ *FormState, v string) bool { return slices.Contains(s.Choices, v) },
			MessageJA: "選択肢から選んでください。", MessageEN: "choose one of the options", Source: s.Source}}
	case wire.KindDate:
		return []Rule{{Name: "date", Check: isDate,
			MessageJA: "西暦の年月日を入力してください。", MessageEN: "enter a date of the western calendar, e.g. 1970-04-01", Source: s.Source}}
	case wire.KindAttachment:
		return []Rule{{Name: "attachment", Check: func(c *FormState, id string) bool { _, ok := c.Files[id]; return ok },
			MessageJA: "添付ファイルを追加し直してください。", MessageEN: "your facility has no such attachment; add the file again", Source: ours}}
	}
	return nil
}

package portal

import (
	"slices"

	"github.com/mynalab/mynalab/mockservice/wire"
)

// Form is one form of a portal.
type Form struct {
	Name    string
	Portals []string
	Title   string
	Texts   []string // above the fields
	Button  string
	Fields  []Field
	// Needs are the conditions that must hold before the form is accepted at all.
	Needs  []Need
	Source string
}

// Field is one field of a form. Sections and action buttons are fields too, in the order of the screen.
type Field struct {
	Name   string
	Label  string // without the asterisk of required fields
	Hint   string // an example, e.g. 例) 2
	Help   string // the text behind the ? button, or the text of a section
	Kind   wire.FieldKind
	Source string
	// Required fields have an asterisk, and a button in 必須情報 while they are empty.
	Required bool
	// When says for which values of earlier fields and facts the field is visible: all conditions must hold.
	When []When
	// Options are the fixed values of a choice or pick list. OptionsOf returns values that depend on the form's state.
	Options   []string
	OptionsOf func(c *FormState) []string
	// Auto computes the value of a field that fills itself; a submitted value is ignored (REG-42).
	Auto func(c *FormState) string
	// Unkept values are compared with the data on file and not stored (APP-15).
	Unkept bool
	Rules  []Rule
}

// When is a condition: the named field, or the fact if the name begins with @, has one of these values.
type When struct {
	Field string
	Is    []string
}

// Rule is one rule about a field's value.
type Rule struct {
	Name string
	// Check reports whether a value satisfies the rule. The values of earlier fields are in c.Values.
	Check func(c *FormState, value string) bool
	// Always marks a rule about facts: it is applied to an empty value too, but only if no other rule has refused the field.
	Always               bool
	MessageJA, MessageEN string
	Source               string
}

// Need is a condition that must hold before a form is accepted.
type Need struct {
	Name                 string
	Check                func(c *FormState) bool
	MessageJA, MessageEN string
	Source               string
}

// The facts that conditions can name.
const (
	factKind     = "@kind"     // of the facility
	factCheck    = "@check"    // the field that method ① compares with the data on file
	factEvidence = "@evidence" // the document that method ② requires
)

// form returns a form of a portal.
func (r *Rules) form(portal, name string) (Form, bool) {
	i := slices.IndexFunc(r.Forms, func(f Form) bool { return f.Name == name && slices.Contains(f.Portals, portal) })
	if i < 0 {
		return Form{}, false
	}
	return r.Forms[i], true
}

// entered reports whether the value of a field comes from a person.
func (f Field) entered() bool {
	switch f.Kind {
	case wire.KindSection, wire.KindAction, wire.KindShown:
		return false
	}
	return f.Auto == nil
}

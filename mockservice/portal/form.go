package portal

import (
	"slices"

	"github.com/mynalab/mynalab/mockservice/wire"
)

// Form is one form as it is shown on a portal.
type Form struct {
	Name    string
	Portals []string
	Title   string
	Texts   []string // above the fields
	Button  string
	Fields  []Field
	// Needs are what must be so before the form is taken at all.
	Needs  []Need
	Source string
}

// Field is one field of a form. Sections and actions are fields, too: they stand in the order of the screen.
type Field struct {
	Name   string
	Label  string // without the asterisk that marks it as required
	Hint   string // as in 例) 2
	Help   string // the text behind ?, or of a section
	Kind   wire.FieldKind
	Source string
	// Required fields have an asterisk and stand in 必須情報 while they are empty.
	Required bool
	// When says for which values of earlier fields and facts it is visible: all conditions must hold.
	When []When
	// Options are the values of a choice or select; OptionsOf those that follow from the case.
	Options   []string
	OptionsOf func(c *FormState) []string
	// Auto fills the field in: what is sent for it doesn't count (REG-42).
	Auto func(c *FormState) string
	// Unkept values are compared and forgotten (APP-15).
	Unkept bool
	Rules  []Rule
}

// When is a condition: a field, or a fact whose name begins with @, has one of these values.
type When struct {
	Field string
	Is    []string
}

// Rule is one rule about a field's value.
type Rule struct {
	Name string
	// Check says whether a value keeps the rule. It sees the values of earlier fields in c.Values.
	Check func(c *FormState, value string) bool
	// Always marks a rule about facts: it is asked of an empty field, too, yet only where no other rule has refused.
	Always               bool
	MessageJA, MessageEN string
	Source               string
}

// Need is something that must be so before a form is taken.
type Need struct {
	Name                 string
	Check                func(c *FormState) bool
	MessageJA, MessageEN string
	Source               string
}

// Facts that conditions may name.
const (
	factKind     = "@kind"     // of the facility
	factCheck    = "@check"    // the field that ① compares for it
	factEvidence = "@evidence" // the document that ② wants from it
)

// form finds a form of a portal.
func (r *Rules) form(portal, name string) (Form, bool) {
	i := slices.IndexFunc(r.Forms, func(f Form) bool { return f.Name == name && slices.Contains(f.Portals, portal) })
	if i < 0 {
		return Form{}, false
	}
	return r.Forms[i], true
}

// entered says whether a person enters a field at all.
func (f Field) entered() bool {
	switch f.Kind {
	case wire.KindSection, wire.KindAction, wire.KindShown:
		return false
	}
	return f.Auto == nil
}

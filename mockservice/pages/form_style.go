package pages

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/mynalab/mynalab/mockservice/portal"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// formStyle is the style sheet of one form. It hides a button of 必須情報 as soon as its field is filled (REG-26, APP-33, SVC-197)
// and shows the fields that a choice requires (APP-06). That works in browsers with :has(); in others the button 入力内容を反映 does
// the same. To find out which fields depend on which choice, it evaluates the form once for each choice.
func (p *Pages) formStyle(c *call) (drawn, error) {
	form := c.r.PathValue("form")
	open, err := p.evaluate(c, form, nil)
	if err != nil {
		return drawn{}, err
	}
	shown, err := p.revealed(c, form, open, nil, "")
	if err != nil {
		return drawn{}, err
	}
	text := &strings.Builder{}
	for _, r := range shown {
		fmt.Fprintf(text, ".field-%[1]s,.required .need-%[1]s{display:none}\n", r.name)
	}
	fmt.Fprint(text, "@supports not selector(:has(a)){.field[data-shown]{display:block}}\n")
	for _, r := range shown {
		fmt.Fprintf(text, "form%[1]s .field-%[2]s{display:block}form%[1]s .required .need-%[2]s{display:inline-block}\n", r.when, r.name)
	}
	for _, s := range open.Fields {
		if s.Required {
			fmt.Fprintf(text, "form:has(%s) .required .need-%s{display:none!important}\n", hasValue(s), s.Name)
		}
	}
	return drawn{css: []byte(text.String())}, nil
}

// evaluate evaluates a form with these values.
func (p *Pages) evaluate(c *call, form string, values map[string]string) (portal.Evaluation, error) {
	entry := wire.FormEntry{Values: map[string]string{}}
	maps.Copy(entry.Values, values)
	return p.cfg.Backend.EvaluateForm(c.ctx(), c.visit, form, entry)
}

// revelation is a field that becomes visible by some choices; when is the selector that matches them.
type revelation struct{ when, name string }

// revealed returns the fields that choices show in addition to those that are visible in base, and those that further choices
// show after that.
func (p *Pages) revealed(c *call, form string, base portal.Evaluation, values map[string]string, when string) ([]revelation, error) {
	var all []revelation
	for _, s := range base.Fields {
		if s.Kind != wire.KindChoice || !s.Visible || values[s.Name] != "" {
			continue
		}
		for i, option := range s.Choices {
			next := map[string]string{s.Name: option}
			maps.Copy(next, values)
			e, err := p.evaluate(c, form, next)
			if err != nil {
				return nil, err
			}
			then := when + fmt.Sprintf(":has(#%s-%d:checked)", s.Name, i)
			more := slices.DeleteFunc(visible(e), func(name string) bool { return slices.Contains(visible(base), name) })
			if len(more) == 0 {
				continue
			}
			for _, name := range more {
				all = append(all, revelation{then, name})
			}
			further, err := p.revealed(c, form, e, next, then)
			if err != nil {
				return nil, err
			}
			all = append(all, further...)
		}
	}
	return all, nil
}

// visible returns the names of the visible fields.
func visible(e portal.Evaluation) []string {
	var names []string
	for _, s := range e.Fields {
		if s.Visible {
			names = append(names, s.Name)
		}
	}
	return names
}

// hasValue returns a selector that matches if the field has a value.
func hasValue(s portal.Shown) string {
	switch s.Kind {
	case wire.KindChoice:
		return "[name=" + s.Name + "]:checked"
	case wire.KindCheckbox:
		return "#" + s.Name + ":checked"
	case wire.KindAttachment:
		return "#" + s.Name + ":valid,#" + s.Name + "-kept"
	default:
		return "#" + s.Name + ":valid"
	}
}

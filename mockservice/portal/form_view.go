package portal

import (
	"context"
	"strings"

	"github.com/mynalab/mynalab/mockservice/wire"
)

// View returns the evaluation as a message of the service. It never contains a password (REG-24).
func (e Evaluation) View() wire.FormView {
	view := wire.FormView{Form: wire.FormName(e.Form.Name), Title: e.Form.Title, Texts: e.Form.Texts, Button: e.Form.Button,
		Missing: e.Missing}
	if view.Texts == nil {
		view.Texts = []string{}
	}
	if view.Missing == nil {
		view.Missing = []string{}
	}
	for _, s := range e.Fields {
		field := wire.FieldView{Name: s.Name, Label: s.Label, Hint: s.hint(), Kind: s.Kind, Required: s.Required,
			Visible: s.Visible, Auto: s.Auto != nil, Options: s.Choices, Value: s.Value}
		if s.Kind == wire.KindPassword {
			field.Value = ""
		}
		view.Fields = append(view.Fields, field)
	}
	return view
}

// hint returns the help text and the example, one below the other.
func (f Field) hint() string {
	return strings.TrimPrefix(strings.TrimSuffix(f.Help+"\n"+f.Hint, "\n"), "\n")
}

// Form returns a form as it opens, or as it looks with the values of an entry (REG-08, REG-14, APP-06, APP-33).
func (bk *Backend) Form(ctx context.Context, v Visit, name string, entry wire.FormEntry) (wire.FormView, error) {
	e, err := bk.EvaluateForm(ctx, v, name, entry)
	if err != nil {
		return wire.FormView{}, err
	}
	return e.View(), nil
}

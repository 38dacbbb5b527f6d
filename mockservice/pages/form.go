package pages

import (
	"errors"
	"fmt"
	"mime/multipart"
	"slices"

	"github.com/mynalab/mynalab/mockservice/portal"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// The values of a form's buttons (act). Any other value is an action inside the form, such as 施設の確認.
const (
	actSubmit  = "submit"
	actReflect = "reflect" // shows again what the entries fill in and require; most browsers do that by the style sheet alone
)

// formPage is a form with the entered values.
type formPage struct {
	Alert, Confirmed string
	Texts            []string
	Action, Button   string
	Fields           []fieldPage
	Required         []requiredField
}

// fieldPage is one field for the template.
type fieldPage struct {
	Name, Label, Hint, Help, Value string
	// Control is the type of the input, or the way in which the template shows it otherwise: choice, check, select, section,
	// action, output, file.
	Control  string
	Complete string // the value of autocomplete
	Options  []string
	Empty    string // the option that means that nothing was chosen
	Required bool
	Visible  bool
	Refusals []string
}

// Secret reports whether the field's value must never be written into a page.
func (f fieldPage) Secret() bool { return f.Control == "password" }

// requiredField is a button of 必須情報. It leads to the field that it names.
type requiredField struct{ Name, Label, Target string }

// controls maps each kind of field to its control.
func controls() map[wire.FieldKind]string {
	return map[wire.FieldKind]string{wire.KindText: "text", wire.KindDigits: "text", wire.KindNumber: "text", wire.KindMail: "email",
		wire.KindPassword: "password", wire.KindDate: "date", wire.KindChoice: "choice", wire.KindSelect: "select",
		wire.KindCheckbox: "check", wire.KindSection: "section", wire.KindAction: "action", wire.KindShown: "output",
		wire.KindAttachment: "file"}
}

// completions are the autocomplete values that let a browser fill in what it knows.
func completions() map[string]string {
	return map[string]string{"familyName": "family-name", "givenName": "given-name", "phone": "tel-national",
		"mailAddress": "email", "password": "new-password", "passwordAgain": "new-password"}
}

// formPath returns the path of a form.
func formPath(c *call, form string) string {
	if form == portal.FormUser {
		return c.path("/register")
	}
	return c.path("/forms/" + form)
}

// openForm shows a form whose only values come from the query of the address. So a list can link to a form about one of its
// lines.
func (p *Pages) openForm(form string) func(*call) (drawn, error) {
	return func(c *call) (drawn, error) {
		entry := wire.FormEntry{Values: map[string]string{}}
		for name, values := range c.r.URL.Query() {
			entry.Values[name] = values[0]
		}
		return p.drawForm(c, form, entry, nil)
	}
}

// sendForm handles a submitted form, whichever button was used.
func (p *Pages) sendForm(form string) func(*call) (drawn, error) {
	return func(c *call) (drawn, error) {
		if m := c.r.MultipartForm; m != nil {
			defer func() { _ = m.RemoveAll() }() // if that fails, the file stays in the temporary directory of the machine
		}
		entry, refusals, err := p.entry(c, form)
		if err != nil {
			return drawn{}, err
		}
		switch act := c.r.PostFormValue("act"); {
		case act == actReflect || len(refusals) > 0:
			return p.showAgain(c, form, entry, refusals, "", "")
		case act == actSubmit:
			return p.submit(c, form, entry)
		}
		err = p.cfg.Backend.CheckFacility(c.ctx(), c.visit, entry)
		if err != nil {
			return p.refused(c, form, entry, err)
		}
		return p.showAgain(c, form, entry, nil, "", "施設を確認しました。")
	}
}

// entry returns the submitted values. A file is stored at once, so that a form that is shown again still has it.
func (p *Pages) entry(c *call, form string) (wire.FormEntry, []wire.FieldRefusal, error) {
	entry := wire.FormEntry{Values: map[string]string{}}
	for name, values := range c.r.PostForm {
		entry.Values[name] = values[0]
	}
	if c.r.MultipartForm == nil {
		return entry, nil, nil
	}
	var refusals []wire.FieldRefusal
	for name, files := range c.r.MultipartForm.File {
		id, err := p.attach(c, files[0])
		var problem wire.Problem
		switch {
		case errors.As(err, &problem):
			refusals = append(refusals, wire.FieldRefusal{Field: name, MessageJA: problem.MessageJA})
		case err != nil:
			return entry, nil, err
		case id != "":
			entry.Values[name] = id
		}
	}
	return entry, refusals, nil
}

// attach stores one file. A file field without a chosen file sends an empty file without a name, which is ignored.
func (p *Pages) attach(c *call, sent *multipart.FileHeader) (string, error) {
	if sent.Filename == "" && sent.Size == 0 {
		return "", nil
	}
	file, err := sent.Open()
	if err != nil {
		return "", fmt.Errorf("reading an uploaded file: %w", err)
	}
	defer file.Close()
	kept, err := p.cfg.Backend.Attach(c.ctx(), c.visit, sent.Filename, file)
	return kept.AttachmentID, err
}

// submit submits the form to the portal.
func (p *Pages) submit(c *call, form string, entry wire.FormEntry) (drawn, error) {
	if _, err := p.cfg.Backend.Submit(c.ctx(), c.visit, form, entry); err != nil {
		return p.refused(c, form, entry, err)
	}
	if form == portal.FormUser {
		return drawn{template: "message", title: "ユーザー登録", page: message{Texts: []string{
			"入力したメールアドレス宛てに、ユーザー登録を有効化するためのリンクを送信しました。", "「有効化用リンク」は、送信されてから3時間を経過すると無効となります。"},
			Next: &link{c.path(""), "トップページ"}}}, nil
	}
	return drawn{template: "message", title: "申請を受け付けました", page: message{Texts: []string{"完了の通知はメールでお知らせします。"},
		Next: &link{c.path("/status"), "資格確認アカウント申請状況"}}}, nil
}

// refused shows the form again with what is wrong.
func (p *Pages) refused(c *call, form string, entry wire.FormEntry, err error) (drawn, error) {
	var problem wire.Problem
	if !errors.As(err, &problem) || problem.Code == wire.CodeNotLoggedIn {
		return drawn{}, err
	}
	return p.showAgain(c, form, entry, problem.Fields, problem.MessageJA, "")
}

// showAgain shows a form again with the submitted values.
func (p *Pages) showAgain(c *call, form string, entry wire.FormEntry, refusals []wire.FieldRefusal, alert, confirmed string) (drawn, error) {
	d, err := p.drawForm(c, form, entry, refusals)
	if err != nil {
		return drawn{}, err
	}
	page := d.page.(formPage)
	page.Alert, page.Confirmed = alert, confirmed
	if alert != "" || len(refusals) > 0 {
		d.status = 422
	}
	d.page = page
	return d, nil
}

// drawForm makes a page from a form and an entry. A field that no choice can make visible is left out.
func (p *Pages) drawForm(c *call, form string, entry wire.FormEntry, refusals []wire.FieldRefusal) (drawn, error) {
	open, err := p.evaluate(c, form, nil)
	if err != nil {
		return drawn{}, err
	}
	may, err := p.revealed(c, form, open, nil, "")
	if err != nil {
		return drawn{}, err
	}
	e, err := p.cfg.Backend.EvaluateForm(c.ctx(), c.visit, form, entry)
	if err != nil {
		return drawn{}, err
	}
	page := formPage{Texts: e.Form.Texts, Button: e.Form.Button, Action: formPath(c, form)}
	for _, shown := range e.Fields {
		if !shown.Visible && !slices.ContainsFunc(may, func(r revelation) bool { return r.name == shown.Name }) {
			continue
		}
		f := fieldOf(shown)
		for _, r := range refusals {
			if r.Field == f.Name {
				f.Refusals = append(f.Refusals, r.MessageJA)
			}
		}
		page.Fields = append(page.Fields, f)
		if f.Required {
			page.Required = append(page.Required, requiredField{f.Name, f.Label, target(f)})
		}
	}
	return drawn{template: "form", title: e.Form.Title, page: page, formStyle: c.path("/forms/" + form + "/style.css")}, nil
}

// fieldOf converts a field of the evaluation for the template.
func fieldOf(s portal.Shown) fieldPage {
	f := fieldPage{Name: s.Name, Label: s.Label, Hint: s.Hint, Help: s.Help, Value: s.Value, Control: controls()[s.Kind],
		Complete: completions()[s.Name], Options: s.Choices, Empty: portal.NoChoice, Required: s.Required, Visible: s.Visible}
	if s.Auto != nil {
		f.Control = "output"
		if f.Value == "" {
			f.Value = s.Hint
		}
	}
	return f
}

// target returns the id of the input that a button of 必須情報 leads to.
func target(f fieldPage) string {
	if f.Control == "choice" {
		return f.Name + "-0"
	}
	return f.Name
}

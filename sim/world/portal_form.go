package world

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/mynalab/mynalab/mockservice/wire"
	"github.com/mynalab/mynalab/sim/slot"
)

// forms returns the forms by the names that feature texts use.
func forms() map[string]wire.FormName {
	return map[string]wire.FormName{
		"ユーザー登録":  wire.FormUserRegistration,
		"利用開始申請":  wire.FormStart,
		"運用開始日登録": wire.FormOperationDay,
		"資格確認端末機器(アカウント)追加申請": wire.FormAddAccounts,
		"アカウント解除申請":           wire.FormCancelAccount,
		"利用終了・変更申請":           wire.FormEndChange,
		"助成金交付申請":             wire.FormGrant,
		"併設申告":                wire.FormColocation,
		"併設申告の取消":             wire.FormColocationCancel,
	}
}

// OpensForm opens an empty form.
func (p *Portal) OpensForm(name string) error {
	form, ok := forms()[name]
	if !ok {
		return slot.Configuration("opening a form", fmt.Errorf("no portal has a form 「%s」", name))
	}
	p.form, p.view, p.entry, p.chosen = form, wire.FormView{}, wire.FormEntry{Values: map[string]string{}}, false
	return p.askAs(&p.view, func(ctx context.Context) (*http.Response, error) {
		return p.client.GetForm(ctx, p.site, form, p.as)
	})
}

// preview shows the form again with what was entered in it.
func (p *Portal) preview() error {
	p.chosen = false
	return p.askAs(&p.view, func(ctx context.Context) (*http.Response, error) {
		return p.client.PreviewForm(ctx, p.site, p.form, p.entry, p.as)
	})
}

// Submits presses the form's button.
func (p *Portal) Submits() error {
	return p.askAs(nil, func(ctx context.Context) (*http.Response, error) {
		return p.client.SubmitForm(ctx, p.site, p.form, p.entry, p.as)
	})
}

// ChecksFacility presses 施設の確認.
func (p *Portal) ChecksFacility() error {
	return p.askAs(nil, func(ctx context.Context) (*http.Response, error) {
		return p.client.CheckFacility(ctx, p.site, p.entry, p.as)
	})
}

// Enters types into a field, or chooses an option, and shows the form again.
func (p *Portal) Enters(label, value string) error {
	if err := p.types(label, value); err != nil {
		return err
	}
	return p.preview()
}

// types types into a field, or chooses an option, without showing the form again.
func (p *Portal) types(label, value string) error {
	field, err := p.field(label)
	if err == nil && field != nil {
		p.enters(*field, value)
	}
	return err
}

// field returns the field with the given label, with or without the note after it. It returns nil if no form is shown, for
// example before a login.
func (p *Portal) field(label string) (*wire.FieldView, error) {
	for i := range p.view.Fields {
		if f := &p.view.Fields[i]; f.Label == label || withoutNote(f.Label) == label {
			return f, nil
		}
	}
	if len(p.view.Fields) == 0 {
		return nil, nil
	}
	return nil, slot.Configuration("entering a value", fmt.Errorf("the form has no field 「%s」", label))
}

// longNote is the number of characters from which a text in brackets after a label is a note and not part of the label's
// name: it is part of the name in 機関コード（7桁） and a note in 電話番号（半角数字・ハイフン無しでご入力ください）.
const longNote = 9

// withoutNote returns a label without the note after it.
func withoutNote(label string) string {
	name, note, ok := strings.Cut(label, "（")
	if ok && utf8.RuneCountInString(note) >= longNote {
		return name
	}
	return label
}

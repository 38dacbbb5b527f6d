package world

import (
	"errors"
	"slices"
	"strings"

	"github.com/mynalab/mynalab/mockservice/wire"
	"github.com/mynalab/mynalab/sim/slot"
)

// FillsInAllBut fills in everything except one field.
func (p *Portal) FillsInAllBut(label string) error {
	if err := p.types(label, ""); err != nil {
		return err
	}
	return p.FillsIn()
}

// SendsFilledIn fills in everything and sends the form.
func (p *Portal) SendsFilledIn() error {
	if err := p.fillsIn(p.attachesUpTo); err != nil {
		return err
	}
	return p.Submits()
}

// SendsWithout sends the form with one field empty and all others filled in.
func (p *Portal) SendsWithout(label string) error { return p.SendsWith(label, "") }

// SendsWith sends the form with the given value in one field and correct values in the others.
func (p *Portal) SendsWith(label, value string) error {
	if err := p.types(label, value); err != nil {
		return err
	}
	return p.SendsFilledIn()
}

// FillsIn enters correct values for the user and the facility into every field that is shown, also into fields that appear
// after a choice. It adds the requested files and then shows the form again.
func (p *Portal) FillsIn() error {
	if err := p.fillsIn(p.attachesUpTo); err != nil {
		return err
	}
	return p.preview()
}

// FillsInButFiles fills in everything but adds no file, and then shows the form again.
func (p *Portal) FillsInButFiles() error {
	if err := p.fillsIn(func(int) error { return nil }); err != nil {
		return err
	}
	return p.preview()
}

// fillsIn shows the form again if a choice may have added fields, until no more fields appear.
func (p *Portal) fillsIn(attaches func(files int) error) error {
	for range len(p.view.Fields) + 1 {
		if p.chosen {
			if err := p.preview(); err != nil {
				return err
			}
		}
		if err := p.fillsShown(attaches); err != nil || !p.chosen {
			return err
		}
	}
	return slot.Harness("filling a form in", errors.New("new fields appear again and again"))
}

// fillsShown enters correct values into the fields that are shown now and still empty.
func (p *Portal) fillsShown(attaches func(files int) error) error {
	files := 0
	for _, f := range p.view.Fields {
		_, entered := p.entry.Values[f.Name]
		switch {
		case entered || !f.Visible || f.Auto || slices.Contains(notEntered(), f.Kind):
		case f.Kind == wire.KindAttachment:
			files++
		default:
			value, err := p.correctValue(f)
			if err != nil {
				return err
			}
			if value != "" {
				p.enters(f, value)
			}
		}
	}
	return attaches(files)
}

// notEntered returns the kinds of fields in which nothing can be entered.
func notEntered() []wire.FieldKind {
	return []wire.FieldKind{wire.KindShown, wire.KindAction, wire.KindSection}
}

// enters puts a text into a field, or chooses the option that begins with the text.
func (p *Portal) enters(f wire.FieldView, text string) {
	p.entry.Values[f.Name] = option(f.Options, text)
	p.chosen = p.chosen || f.Kind == wire.KindChoice || f.Kind == wire.KindSelect
}

// option returns the option that begins with the text, as with ①, or the text itself if there is none.
func option(options []string, text string) string {
	for _, o := range options {
		if text != "" && strings.HasPrefix(o, text) {
			return o
		}
	}
	return text
}

package world

import (
	"errors"
	"slices"
	"strings"

	"github.com/mynalab/mynalab/mockservice/wire"
	"github.com/mynalab/mynalab/sim/slot"
)

// FillsInAllBut fills everything in but one field.
func (p *Portal) FillsInAllBut(label string) error {
	if err := p.types(label, ""); err != nil {
		return err
	}
	return p.FillsIn()
}

// SendsFilledIn fills everything in and sends it.
func (p *Portal) SendsFilledIn() error {
	if err := p.fillsIn(p.attachesUpTo); err != nil {
		return err
	}
	return p.Submits()
}

// SendsWithout sends the form with one field left empty and the others filled in.
func (p *Portal) SendsWithout(label string) error { return p.SendsWith(label, "") }

// SendsWith sends the form with this in one field and what is right in the others.
func (p *Portal) SendsWith(label, value string) error {
	if err := p.types(label, value); err != nil {
		return err
	}
	return p.SendsFilledIn()
}

// FillsIn enters what is right for the user and the facility into every field that is shown, as long as new ones come up,
// adds the files that are asked for, and looks at the form then.
func (p *Portal) FillsIn() error {
	if err := p.fillsIn(p.attachesUpTo); err != nil {
		return err
	}
	return p.looks()
}

// FillsInButFiles fills everything in, adds no file, and looks at the form then.
func (p *Portal) FillsInButFiles() error {
	if err := p.fillsIn(func(int) error { return nil }); err != nil {
		return err
	}
	return p.looks()
}

// fillsIn looks at the form anew where a choice may have brought new fields.
func (p *Portal) fillsIn(attaches func(files int) error) error {
	for range len(p.view.Fields) + 1 {
		if p.chosen {
			if err := p.looks(); err != nil {
				return err
			}
		}
		if err := p.fillsShown(attaches); err != nil || !p.chosen {
			return err
		}
	}
	return slot.Harness("filling a form in", errors.New("new fields come up without end"))
}

// fillsShown enters what is right into what is shown now and still empty.
func (p *Portal) fillsShown(attaches func(files int) error) error {
	files := 0
	for _, f := range p.view.Fields {
		_, entered := p.entry.Values[f.Name]
		switch {
		case entered || !f.Visible || f.Auto || slices.Contains(notEntered(), f.Kind):
		case f.Kind == wire.KindAttachment:
			files++
		default:
			value, err := p.right(f)
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

// notEntered are the kinds of fields in which nobody enters anything.
func notEntered() []wire.FieldKind {
	return []wire.FieldKind{wire.KindShown, wire.KindAction, wire.KindSection}
}

// enters puts a text into a field, or chooses the option that begins so.
func (p *Portal) enters(f wire.FieldView, text string) {
	p.entry.Values[f.Name] = option(f.Options, text)
	p.chosen = p.chosen || f.Kind == wire.KindChoice || f.Kind == wire.KindSelect
}

// option is the option that begins so, as ① does, or else the text as it is.
func option(options []string, text string) string {
	for _, o := range options {
		if text != "" && strings.HasPrefix(o, text) {
			return o
		}
	}
	return text
}

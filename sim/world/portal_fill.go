package world

import (
	"errors"
	"slices"

	"github.com/mynalab/mynalab/mockservice/wire"
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
	if err := p.FillsIn(); err != nil {
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
// and adds the files that are asked for.
func (p *Portal) FillsIn() error { return p.fillsIn(p.attachesUpTo) }

// FillsInButFiles fills everything in and adds no file.
func (p *Portal) FillsInButFiles() error {
	return p.fillsIn(func(int) error { return nil })
}

func (p *Portal) fillsIn(attaches func(files int) error) error {
	for range len(p.view.Fields) + 1 {
		entered := len(p.entry.Values) + len(p.entry.Attachments)
		if err := p.fillsShown(attaches); err != nil {
			return err
		}
		if len(p.entry.Values)+len(p.entry.Attachments) == entered {
			return nil
		}
		if err := p.looks(); err != nil {
			return err
		}
	}
	return harness("filling a form in", errors.New("new fields come up without end"))
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
				p.entry.Values[f.Name] = value
			}
		}
	}
	return attaches(files)
}

// notEntered are the kinds of fields in which nobody enters anything.
func notEntered() []wire.FieldKind {
	return []wire.FieldKind{wire.KindShown, wire.KindAction, wire.KindSection}
}

package virtualcard

import (
	"fmt"
	"slices"
)

// check finds the rows that contradict each other, before a card is made of them.
func (t Tables) check() error {
	if len(t.Applications) == 0 {
		return fmt.Errorf("no application: the first one is selected at power-on")
	}
	for i, f := range t.Files {
		if err := t.checkFile(i, f); err != nil {
			return fmt.Errorf("file %04X of %s: %w", f.FID, f.Application, err)
		}
	}
	for i, p := range t.PINs {
		if err := t.checkPIN(i, p); err != nil {
			return fmt.Errorf("PIN %04X of %s: %w", p.FID, p.Application, err)
		}
	}
	for _, c := range t.Commands {
		if c.Cases != 0 && c.Handler == nil {
			return fmt.Errorf("command %s: it has cases but no handler", c.Name)
		}
	}
	return nil
}

func (t Tables) checkFile(i int, f File) error {
	if !slices.ContainsFunc(t.Applications, func(a Application) bool { return a.Name == f.Application }) {
		return fmt.Errorf("there is no such application")
	}
	if slices.ContainsFunc(t.Files[:i], func(g File) bool { return g.Application == f.Application && g.FID == f.FID }) {
		return fmt.Errorf("it is there twice")
	}
	if f.Kind == Transparent && f.Content == nil {
		return fmt.Errorf("a transparent file needs Content")
	}
	if f.Kind == KeyFile && f.Key == nil && f.Use.need != needImpossible {
		return fmt.Errorf("a key that may be used needs Key")
	}
	for _, fid := range append(f.Read.pins(), f.Use.pins()...) {
		if t.pinIndex(f.Application, fid) < 0 {
			return fmt.Errorf("its rule names PIN %04X, which has no row", fid)
		}
	}
	return nil
}

func (t Tables) checkPIN(i int, p PIN) error {
	isFile := func(f File) bool { return f.Application == p.Application && f.FID == p.FID && f.Kind == PINFile }
	switch {
	case !slices.ContainsFunc(t.Files, isFile):
		return fmt.Errorf("there is no such PIN file")
	case t.pinIndex(p.Application, p.FID) != i:
		return fmt.Errorf("it is there twice")
	case p.Tries < 1 || p.Tries > 15:
		return fmt.Errorf("%d tries; 63Cx can tell 1 to 15", p.Tries)
	case p.Initial == nil:
		return fmt.Errorf("it needs Initial")
	default:
		return nil
	}
}

// pinIndex is the row of a PIN, or -1.
func (t Tables) pinIndex(application string, fid uint16) int {
	return slices.IndexFunc(t.PINs, func(p PIN) bool { return p.Application == application && p.FID == fid })
}

package virtualcard

import (
	"fmt"
	"slices"
)

// check returns an error for the first row that contradicts another, before a card is made.
func (t Tables) check() error {
	if len(t.Applications) == 0 {
		return fmt.Errorf("no application: the first one is selected at power-on")
	}
	files := t.files()
	for i, f := range files {
		if err := t.checkFile(files[:i], f); err != nil {
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

func (t Tables) checkFile(before []File, f File) error {
	if t.applicationIndex(f.Application) < 0 {
		return fmt.Errorf("there is no such application")
	}
	if slices.ContainsFunc(before, func(g File) bool { return g.Application == f.Application && g.FID == f.FID }) {
		return fmt.Errorf("it is in the table twice")
	}
	if f.Kind == Transparent && f.Content == nil && !f.Issued {
		return fmt.Errorf("a transparent file needs Content, or Issued")
	}
	if f.Kind == KeyFile && f.Key == nil && !f.Issued && f.Use.need != needImpossible {
		return fmt.Errorf("a key that may be used needs Key")
	}
	for _, fid := range slices.Concat(f.Read.pins(), f.Use.pins(), f.Guarded.pins(), f.Proof.pins()) {
		if t.pinIndex(f.Application, fid) < 0 {
			return fmt.Errorf("its rule names PIN %04X, which has no row", fid)
		}
	}
	return nil
}

func (t Tables) checkPIN(i int, p PIN) error {
	file := t.file(p.Application, p.FID)
	switch {
	case file == nil || file.Kind != PINFile:
		return fmt.Errorf("there is no such PIN file")
	case t.pinIndex(p.Application, p.FID) != i:
		return fmt.Errorf("it is in the table twice")
	case p.Tries < 0 || p.Tries > maxTries:
		return fmt.Errorf("%d tries are out of range (0 to 15, the limit of 63Cx)", p.Tries)
	case p.Initial == nil:
		return fmt.Errorf("it needs Initial")
	default:
		return nil
	}
}

// pinIndex returns the index of a PIN's row, or -1.
func (t Tables) pinIndex(application string, fid uint16) int {
	return slices.IndexFunc(t.PINs, func(p PIN) bool { return p.Application == application && p.FID == fid })
}

// applicationIndex returns the index of an application's row, or -1.
func (t Tables) applicationIndex(name string) int {
	for i := range t.Applications {
		if t.Applications[i].Name == name {
			return i
		}
	}
	return -1
}

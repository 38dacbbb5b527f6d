package virtualcard

import "slices"

// For returns the rows that one card has: applications and files that its profile lists and its Spec fills, with the rules
// that the profile sets; PINs with the profile's numbers of tries; commands that the card offers. The zero Tables means
// DefaultTables.
func (t Tables) For(s Spec, p Profile) Tables {
	if t.isZero() {
		t = DefaultTables()
	}
	return t.clone().restrict(s, p)
}

// restrict is For with rows that the result may share with t: a table that does not change is not copied.
func (t Tables) restrict(s Spec, p Profile) Tables {
	has := func(row *Application) bool { return !row.Issued || p.Files[row.Name] != nil && s.has(row.Name) }
	t.Applications = filterRows(t.Applications, has)
	there := func(row *File) bool { return t.applicationIndex(row.Application) >= 0 && row.on(s, p) }
	t.Files, t.MunicipalFiles = filterRows(t.Files, there), filterRows(t.MunicipalFiles, there)
	if len(p.Read.Guarded) > 0 {
		t.Files = guarded(t.Files, p)
	}
	t.PINs = t.pinsFor(p)
	t.Commands = filterRows(t.Commands, func(row *Command) bool { return row.Offered == nil || row.Offered(s, p) })
	return t
}

// filterRows returns the rows for which keep is true: rows itself if it is true for all, otherwise a copy.
func filterRows[R any](rows []R, keep func(*R) bool) []R {
	same := 0
	for same < len(rows) && keep(&rows[same]) {
		same++
	}
	if same == len(rows) {
		return rows
	}
	kept := append(make([]R, 0, len(rows)-1), rows[:same]...)
	for i := same + 1; i < len(rows); i++ {
		if keep(&rows[i]) {
			kept = append(kept, rows[i])
		}
	}
	return kept
}

// guarded returns a copy of the rows with the rules of read.guarded.
func guarded(rows []File, p Profile) []File {
	rows = slices.Clone(rows)
	for i := range rows {
		if row := &rows[i]; slices.Contains(p.Read.Guarded[row.Application], row.profileKey()) {
			row.Read = row.Guarded
		}
	}
	return rows
}

// on reports whether the file is on a card: its profile lists it, and the Spec has its content, key or PIN.
func (f *File) on(s Spec, p Profile) bool {
	if listed, ok := p.Files[f.Application]; ok && !slices.Contains(listed, f.profileKey()) {
		return false
	}
	switch {
	case !f.Issued:
		return (f.Content == nil || f.Content(s, p) != nil) && (f.Key == nil || f.Key(s) != nil)
	case f.Kind == PINFile:
		_, ok := s.pin(f.Application, f.FID)
		return ok
	case f.Kind == KeyFile:
		return s.key(f.Application, f.FID) != nil
	default:
		return s.content(f.Application, f.FID) != nil
	}
}

// pinsFor returns the PINs whose file is on the card.
func (t Tables) pinsFor(p Profile) []PIN {
	pins := slices.Clone(filterRows(t.PINs, func(row *PIN) bool { return t.file(row.Application, row.FID) != nil }))
	for i, row := range pins {
		if row.Tries == 0 {
			pins[i].Tries = p.PIN[row.Application][fidKey(row.FID)].MaxTries
		}
	}
	return pins
}

// profileKey returns the name of the file in profile keys.
func (f *File) profileKey() string { return fidKey(f.FID) }

// fidKey returns an identifier as four upper-case hex digits.
func fidKey(fid uint16) string {
	const digits = "0123456789ABCDEF"
	return string([]byte{digits[fid>>12], digits[fid>>8&0xF], digits[fid>>4&0xF], digits[fid&0xF]})
}

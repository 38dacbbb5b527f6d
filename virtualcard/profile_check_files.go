package virtualcard

import (
	"maps"
	"slices"
	"strings"
)

// checkFiles requires that every file that the profile names is a row of the file table.
func (p Profile) checkFiles() error {
	known := map[string][]string{}
	for _, row := range DefaultTables().files() {
		known[row.Application] = append(known[row.Application], row.profileKey())
	}
	if p.Files[JPKI] == nil {
		return badKey("files", "has no %s; list its files", JPKI)
	}
	if err := p.checkListed(); err != nil {
		return err
	}
	for _, keys := range []struct {
		name  string
		files map[string][]string
	}{
		{"files", p.Files},
		{"read.guarded", p.Read.Guarded},
		{"file.size", fidsOf(p.File.Size)},
		{"pin", fidsOf(p.PIN)},
	} {
		if err := checkFIDs(keys.name, keys.files, known); err != nil {
			return err
		}
	}
	return p.checkSizes()
}

// checkListed requires that each file is listed once, and that the files for user authentication are listed: every card has
// the user-authentication certificate, its key and its PIN (card reference §3.1).
func (p Profile) checkListed() error {
	for _, application := range slices.Sorted(maps.Keys(p.Files)) {
		seen := map[string]bool{}
		for _, fid := range p.Files[application] {
			if seen[fid] {
				return badKey("files."+application, "holds %q twice; list it once", fid)
			}
			seen[fid] = true
		}
	}
	for _, fid := range []uint16{FIDAuthCertificate, FIDAuthKey, FIDAuthPIN} {
		if key := fidKey(fid); !slices.Contains(p.Files[JPKI], key) {
			return badKey("files."+JPKI, "lacks %q, which every card has; list it", key)
		}
	}
	return nil
}

func checkFIDs(key string, files, known map[string][]string) error {
	for _, application := range slices.Sorted(maps.Keys(files)) {
		if known[application] == nil {
			return badKey(key+"."+application, "is not an application with files; choose from %s",
				strings.Join(slices.Sorted(maps.Keys(known)), ", "))
		}
		for _, fid := range files[application] {
			if !slices.Contains(known[application], fid) {
				return badKey(key+"."+application, "holds %q; choose from %s", fid, strings.Join(known[application], ", "))
			}
		}
	}
	return nil
}

// fidsOf returns the file identifiers by application.
func fidsOf[V any](byFile map[string]map[string]V) map[string][]string {
	fids := map[string][]string{}
	for application, files := range byFile {
		fids[application] = slices.Sorted(maps.Keys(files))
	}
	return fids
}

func (p Profile) checkSizes() error {
	for _, application := range slices.Sorted(maps.Keys(p.File.Size)) {
		for _, fid := range slices.Sorted(maps.Keys(p.File.Size[application])) {
			if n := p.File.Size[application][fid]; n < 0 || n > 0x7FFF {
				return badKey("file.size."+application+"."+fid, "is %d, which is out of range (READ BINARY reaches 0 to 32767 bytes)", n)
			}
		}
	}
	for application, fids := range p.Read.Guarded {
		for _, fid := range fids {
			if application != JPKI || fid != fidKey(FIDAuthCertificate) {
				return badKey("read.guarded."+application, "holds %q; only 000A of jpki can be guarded", fid)
			}
		}
	}
	return nil
}

// checkPINs requires a counter for every PIN whose file is listed and whose row leaves the number of tries to the profile.
func (p Profile) checkPINs() error {
	for _, row := range DefaultPINs() {
		key := fidKey(row.FID)
		if row.Tries != 0 || !slices.Contains(p.Files[row.Application], key) {
			continue
		}
		path := "pin." + row.Application + "." + key
		policy, ok := p.PIN[row.Application][key]
		switch {
		case !ok:
			return badKey(path, "is missing; add max_tries for the %s", row.Name)
		case policy.MaxTries < 1 || policy.MaxTries > maxTries:
			return badKey(path+".max_tries", "is %d, which is out of range (1 to 15, the limit of 63Cx)", policy.MaxTries)
		}
	}
	return nil
}

package mutant

import (
	"github.com/mynalab/mynalab/virtualcard"
)

// cardRows are wrong in retry counters and access rules.
func cardRows() []Row {
	file := func(fid uint16) func(virtualcard.File) bool {
		return func(f virtualcard.File) bool { return f.Application == virtualcard.JPKI && f.FID == fid }
	}
	return []Row{
		{"card gives four tries", []string{"CARD-338"}, func(t *Tables) {
			edit(t.Card.PINs, func(p virtualcard.PIN) bool {
				return p.Application == virtualcard.JPKI && p.FID == virtualcard.FIDAuthPIN
			}, func(p *virtualcard.PIN) { p.Tries = 4 })
		}},
		{"card signs for anybody", []string{"CARD-386"}, func(t *Tables) {
			edit(t.Card.Files, file(virtualcard.FIDAuthKey), func(f *virtualcard.File) { f.Use = virtualcard.Always() })
		}},
		{"card lets anybody read the signature certificate", []string{"CARD-150"}, func(t *Tables) {
			edit(t.Card.Files, file(virtualcard.FIDSignCertificate), func(f *virtualcard.File) {
				f.Read = virtualcard.Always()
			})
		}},
	}
}

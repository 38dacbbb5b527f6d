package virtualcard_test

import "github.com/mynalab/mynalab/virtualcard"

// modelOf passes what the holder's card was issued with to the model, but none of the card's own rules or layouts.
func modelOf(spec virtualcard.Spec, profile virtualcard.Profile) *model {
	h := holder()
	of := modelIssue{atr: profile.ATR, signCert: spec.SignCert, signCA: spec.SignCA, authCert: spec.AuthCert, authCA: spec.AuthCA,
		label: profile.Token.Label, serial: profile.Token.Serial, authPIN: spec.AuthPIN, signPIN: spec.SignPIN,
		pin: h.PINs.Holder, a: h.A, b: h.B, birth: h.Birth, objects: map[uint16][]byte{}}
	for _, o := range spec.Objects {
		of.objects[o.Tag] = o.Bytes()
	}
	content := func(application string) func(uint16) []byte {
		return func(fid uint16) []byte {
			for _, c := range spec.Contents {
				if c.Application == application && c.FID == fid {
					return c.Bytes()
				}
			}
			return nil
		}
	}
	of.text, of.surface = content(virtualcard.TextAP), content(virtualcard.SurfaceAP)
	of.juki, of.common = content(virtualcard.JukiAP), content(virtualcard.CommonAP)
	return modelMade(of)
}

package main

import (
	"slices"

	"github.com/mynalab/mynalab/reports/bilingual"
	"github.com/mynalab/mynalab/virtualcard"
)

// pinFlag is a flag whose value becomes a PIN.
type pinFlag struct {
	name, value string
	fid         uint16
	// wrong is what is said of a value that lacks the PIN's form. It never quotes the value.
	wrong bilingual.Sentence
}

// fits tells whether the value has the form of its PIN.
func (f pinFlag) fits() bool {
	return slices.ContainsFunc(virtualcard.DefaultPINs(), func(p virtualcard.PIN) bool {
		return p.Application == virtualcard.JPKI && p.FID == f.fid && p.Form.Fits(f.value)
	})
}

// userPIN and signPIN are the two flags.
func userPIN(value string) pinFlag {
	return pinFlag{"pin", value, virtualcard.FIDAuthPIN, cardPhrases().noUserPIN}
}

func signPIN(value string) pinFlag {
	return pinFlag{"sign-pin", value, virtualcard.FIDSignPIN, cardPhrases().noSignPIN}
}

// checkPINs refuses PINs that were typed in another form than a card's.
func (f cardFlags) checkPINs() error {
	for _, p := range []pinFlag{userPIN(f.pin), signPIN(f.signPIN)} {
		if f.gives(p.name) && !p.fits() {
			return failed(p.wrong)
		}
	}
	return nil
}
